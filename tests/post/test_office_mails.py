"""The office reads its mails, repeats or stops them, and sees only those of its boards."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import answer_mails, digest, reminders
from meetings.models import Dispatch
from post.kinds import KINDS
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db

State = Mail.State
LIST = "/admin/post/mail/"


def page(mail, name="change"):
    return reverse(f"admin:post_mail_{name}", args=[mail.pk])


def listed(client, query=""):
    return set(client.get(LIST + query).context["cl"].queryset)


def fresh(mail):
    mail.refresh_from_db()
    return mail


@pytest.fixture
def office(client):
    client.force_login(make.make_staff("post.view_mail", "post.change_mail"))
    return client


def test_list_tells_state_recipient_and_subject(office):
    make.make_mail(subject="Einladung zur 2. Sitzung", to_name="Anke Muster", state=State.FAILED)

    text = office.get(LIST).content.decode()

    assert "! nicht zustellbar" in text
    assert "Einladung zur 2. Sitzung" in text
    assert "Anke Muster" in text


@pytest.mark.parametrize("size", [1, 10])
def test_list_needs_so_many_queries(office, django_assert_num_queries, size):
    for _ in range(size):
        make.make_mail(person=make.make_person())
    office.get(LIST)

    with django_assert_num_queries(9):
        office.get(LIST)


def test_list_is_narrowed_to_state_kind_person_and_session(office):
    person, meeting = make.make_person(), make.make_meeting()
    thread = f"meeting:{meeting.pk}:person:{person.pk}"
    wanted = make.make_mail(person=person, thread=thread, kind="change", state=State.FAILED)
    make.make_mail(thread=f"meeting:{meeting.pk}0:person:{person.pk}")

    for query in ("state__exact=failed", "kind=change", f"person={person.pk}"):
        assert listed(office, f"?{query}") == {wanted}
    assert listed(office, f"?meeting={meeting.pk}") == {wanted}
    assert len(listed(office)) == 2


@pytest.mark.parametrize(
    "query", ["person=x", "meeting=99999999999999999999999", "kind=gibt-es-nicht"]
)
def test_senseless_filters_are_no_error(office, query):
    make.make_mail()

    assert office.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_page_shows_the_answer_and_what_to_do(office):
    mail = make.make_mail(state=State.FAILED, last_error="550 User unknown", html="<p>x</p>")

    text = office.get(page(mail)).content.decode()

    assert "550 User unknown" in text
    assert "Prüfen Sie die E-Mail-Adresse" in text
    assert "Noch einmal versuchen" in text
    assert "Nicht senden" in text
    assert page(mail, "preview") in text


def test_sent_mail_offers_nothing_to_do(office):
    mail = make.make_mail(state=State.SENT, sent_at=timezone.now())

    text = office.get(page(mail)).content.decode()

    assert "Noch einmal versuchen" not in text
    assert "Nicht senden" not in text
    assert "Guten Tag" in text


def test_nothing_that_was_written_can_be_changed(office):
    mail = make.make_mail()

    assert office.post(page(mail), {"subject": "anders"}).status_code == 403
    assert office.post(page(mail, "delete"), {"post": "yes"}).status_code == 403
    assert office.get(f"{LIST}add/").status_code == 403
    assert fresh(mail).subject != "anders"


@pytest.mark.parametrize("state", [State.DROPPED, State.FAILED])
def test_mail_replaced_by_a_newer_one_is_called_so_everywhere(office, state):
    replaced = make.make_mail(state=state, is_superseded=True)
    stopped, failed = make.make_mail(state=State.DROPPED), make.make_mail(state=State.FAILED)
    words = {replaced: "ersetzt", stopped: "nicht versandt", failed: "nicht zustellbar"}

    for mail, word in words.items():
        text = office.get(page(mail)).content.decode()
        assert f'<p class="verdict">{word}</p>' in text
        assert ("Nicht senden" in text) == (mail == failed)
    rows = office.get(LIST).content.decode()
    assert [rows.count(one) for one in ("– ersetzt", "– nicht versandt", "! nicht zu")] == [1, 1, 1]
    assert ">ersetzt</a>" in rows
    for mail, outcome in ((replaced, "replaced"), (stopped, "dropped"), (failed, "failed")):
        assert listed(office, f"?state__exact={outcome}") == {mail}
    assert "1 Mail ist nicht zustellbar" in office.get("/admin/").content.decode()


def test_export_of_the_mails_says_ersetzt_too(office):
    make.make_mail(state=State.DROPPED, is_superseded=True)

    table = office.post(f"{LIST}export/", {"format": "1"}).content.decode("utf-8-sig")

    assert table.splitlines()[1].startswith("ersetzt;")


# --- The frame ----------------------------------------------------------------


def test_frame_shows_the_mail_without_script_and_unsafe_styles(office):
    html = '<html><head></head><body><p class="soft" style="color:#0b5563">Hallo</p></body></html>'
    mail = make.make_mail(html=html)

    answer = office.get(page(mail, "preview"))

    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    text = answer.content.decode()
    assert '<p class="soft m0">Hallo</p>' in text
    assert ".m0 { color:#0b5563 }" in text
    assert 'target="_blank"' in text
    assert ' style="' not in text


def test_only_the_mails_page_may_hold_a_frame(office):
    mail = make.make_mail(html="<p>x</p>")

    assert "frame-src 'self'" in office.get(page(mail))["Content-Security-Policy"]
    assert "frame-src" not in office.get(LIST)["Content-Security-Policy"]


# --- Acts ---------------------------------------------------------------------


def test_failed_mail_is_tried_again_at_the_address_of_today(office):
    person = make.make_person(email="falsch@example.org")
    mail = make.make_mail(person=person, state=State.FAILED, attempts=9, is_superseded=False)
    person.email = "richtig@example.org"
    person.save()

    office.post(page(mail, "retry"))

    assert (fresh(mail).state, mail.attempts) == (State.QUEUED, 0)
    assert mail.to_address == "richtig@example.org"


def test_waiting_mail_is_stopped(office):
    mail = make.make_mail()

    office.post(page(mail, "drop"))
    answer = office.post(page(mail, "retry"), follow=True)

    assert fresh(mail).state == State.DROPPED
    assert "Diese Mail wird nicht mehr versandt." in answer.content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": State.SENT}, "schon versandt"),
        ({"state": State.FAILED, "is_superseded": True}, "Eine neuere Mail hat diese ersetzt"),
        ({"state": State.FAILED, "is_secret": True}, "wird nicht wiederholt"),
        ({"claimed_until": timezone.now() + dt.timedelta(days=9)}, "wird gerade übergeben"),
    ],
)
def test_mail_that_is_through_replaced_or_in_flight_stays(office, values, words):
    mail = make.make_mail(**values)

    answer = office.post(page(mail, "retry"), follow=True)

    assert words in answer.content.decode()
    assert fresh(mail).state == values.get("state", State.QUEUED)


@pytest.mark.parametrize("act", ["retry", "drop"])
def test_acts_need_post_and_the_right(client, act):
    mail = make.make_mail(state=State.FAILED)
    client.force_login(make.make_staff("post.view_mail"))

    assert client.get(page(mail, act)).status_code == 405
    assert client.post(page(mail, act)).status_code == 403
    assert "Nicht senden" not in client.get(page(mail)).content.decode()
    assert fresh(mail).state == State.FAILED


# --- Today ----------------------------------------------------------------------


def test_failed_and_late_mails_stand_on_todays_list(office):
    make.make_mail(state=State.FAILED)
    make.make_mail(queued_at=timezone.now() - dt.timedelta(hours=2))
    make.make_mail()

    text = office.get("/admin/").content.decode()

    assert "1 Mail ist nicht zustellbar" in text
    assert "1 Mail wartet seit über einer Stunde auf den Versand" in text
    assert f"{LIST}?state__exact=failed" in text


def test_nothing_stands_on_todays_list_when_all_is_well(office):
    make.make_mail(state=State.SENT)

    text = office.get("/admin/").content.decode()

    assert "nicht zustellbar" not in text
    assert "auf den Versand" not in text


def test_every_kind_of_mail_has_a_name():
    used = {
        *Dispatch.Kind.values,
        *reminders.KINDS,
        answer_mails.CONFIRMATION,
        answer_mails.STAND_IN,
        digest.KIND,
        "proposal_decided",
        "sign_in_code",
        "sign_in_hint",
    }

    assert used - set(KINDS) == set()


def test_list_says_where_mails_only_seem_to_leave(office, settings):
    pages = []
    for has_server, is_shown in ((False, True), (False, False), (True, False)):
        settings.HAS_MAIL_SERVER, settings.MAIL_IS_SHOWN = has_server, is_shown
        pages.append(office.get(LIST).content.decode())

    assert ["Mails zählen als versandt" in one for one in pages] == [True, False, False]
    assert ["Alle Mails warten." in one for one in pages] == [False, True, False]
    assert ["Exportieren" in one for one in pages] == [True, True, True]


def test_page_of_a_session_leads_to_its_mails(client):
    meeting = make.make_meeting()
    for rights, is_led in ((("post.view_mail",), True), ((), False)):
        client.force_login(make.make_staff("meetings.view_meeting", *rights))

        text = client.get(f"/admin/meetings/meeting/{meeting.pk}/change/").content.decode()

        assert (f"{LIST}?meeting={meeting.pk}" in text) == is_led
