"""Reporting rounds in the office: opened, asked for on purpose, late partners asked beside."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from partners.models import Rules
from post.models import Mail
from projects.models import ReportingRound
from tests import advising
from tests import factories as make
from tests.office import change, office, rows
from tests.projects.rounds import hand_in, link_to, mails, make_asked

__all__ = ["office"]
pytestmark = pytest.mark.django_db
ADD = "/admin/projects/reportinground/add/"


def act(round_, name="ask"):
    return reverse(f"admin:projects_reportinground_{name}", args=[round_.pk])


def prepared(*emails, meeting=None):
    """A round that nobody was asked in, with a partner and a project for each address."""
    meeting = meeting or make.make_meeting()
    round_ = advising.make_round(meeting=meeting, opened_at=None)
    for email in emails:
        request = advising.make_request(
            round=round_, asked_at=None, person=make.make_person(email=email)
        )
        advising.make_project(board=meeting.board, reporter=request.organisation)
    return round_


def test_first_round_asks_the_consortium_until_papers_are_due(office):
    meeting = make.make_meeting(held_on=timezone.localdate() + dt.timedelta(days=60))
    Rules.objects.create(board=meeting.board, valid_from=make.LONG_AGO, papers_days=10)
    second = make.make_organisation(consortium_role="partner", consortium_position=2)
    first = make.make_organisation(consortium_role="lead", consortium_position=1)
    make.make_organisation()

    office.post(ADD, {"meeting": meeting.pk, "due_on": ""})

    round_ = ReportingRound.objects.get()
    assert round_.due_on == meeting.held_on - dt.timedelta(days=10)
    assert [one.organisation for one in round_.requests.all()] == [first, second]
    assert round_.opened_at is None
    assert Mail.objects.count() == 0


def test_next_round_asks_whom_the_last_one_asked(office):
    first = make_asked(2)
    make.make_organisation(consortium_role="partner")
    board, held_on = first.meeting.board, first.meeting.held_on
    meeting = make.make_meeting(board=board, held_on=held_on + dt.timedelta(days=90))

    office.post(ADD, {"meeting": meeting.pk, "due_on": ""})

    assert [(one.organisation, one.person) for one in meeting.reporting_round.requests.all()] == [
        (one.organisation, one.person) for one in first.requests.all()
    ]
    assert not meeting.reporting_round.requests.filter(asked_at__isnull=False).exists()


def test_session_that_is_held_cancelled_or_has_a_round_is_not_offered(office):
    free = make.make_meeting()
    make.make_meeting(is_cancelled=True, cancellation_reason="Sturm")
    make.make_meeting(held_on=dt.date(2020, 1, 1), state=Meeting.State.HELD)
    advising.make_round()

    offered = office.get(ADD).context["adminform"].form.fields["meeting"].queryset

    assert list(offered) == [free]


def test_preview_shows_whom_and_sends_nothing(office):
    round_ = prepared("a@example.org")

    page = office.get(act(round_)).content.decode()

    assert "a@example.org" in page
    assert "Bitte um Ihren Bericht" in page
    assert "Jetzt 1 Mail senden" in page
    assert Mail.objects.count() == 0


def test_asking_twice_sends_once(office):
    round_ = prepared("a@example.org", "b@example.org")

    pages = [office.post(act(round_), follow=True).content.decode() for _ in range(2)]

    assert [one.to_address for one in mails("report_request")] == ["a@example.org", "b@example.org"]
    assert "2 Anfragen sind im Postausgang." in pages[0]
    assert "Es ist niemand mehr anzufragen." in pages[1]
    mail = mails("report_request")[0]
    assert f"/l/{mail.link_mark}/berichte/" in mail.text


def test_one_contact_of_two_partners_gets_one_mail(office):
    round_ = prepared("a@example.org")
    other = advising.make_request(round=round_, asked_at=None, person=round_.requests.get().person)
    advising.make_project(board=round_.meeting.board, reporter=other.organisation)

    office.post(act(round_))

    (mail,) = mails("report_request")
    assert other.organisation.name in mail.text


def test_what_is_missing_is_named_and_the_others_are_asked(office):
    round_ = prepared("a@example.org", "")
    nobody = advising.make_request(round=round_, asked_at=None)
    nobody.person = None
    nobody.save()
    idle = advising.make_request(round=round_, asked_at=None)

    page = office.get(act(round_)).content.decode()
    office.post(act(round_))

    assert "keine Ansprechperson eingetragen" in page
    assert "hat keine E-Mail-Adresse" in page
    assert "kein laufendes Projekt eingetragen" in page
    assert idle.organisation.name in page
    assert [one.to_address for one in mails("report_request")] == ["a@example.org"]


def test_late_partner_is_asked_beside_the_others(office):
    round_ = prepared("a@example.org")
    office.post(act(round_))
    late = prepared_request(round_, "b@example.org")

    office.post(act(round_))

    late.refresh_from_db()
    assert late.asked_at is not None
    assert [one.to_address for one in mails("report_request")] == ["a@example.org", "b@example.org"]


def prepared_request(round_, email):
    request = advising.make_request(
        round=round_, asked_at=None, person=make.make_person(email=email)
    )
    advising.make_project(board=round_.meeting.board, reporter=request.organisation)
    return request


def test_another_contact_is_asked_anew(office):
    round_ = make_asked()
    request, successor = round_.requests.get(), make.make_person(email="neu@example.org")
    page = office.get(change(round_))
    row = {"id": request.pk, "organisation": request.organisation_id, "person": successor.pk}
    seen = page.context["adminform"].form.initial["seen"]
    form = {"due_on": f"{round_.due_on}", "seen": seen, **rows("requests", [row], initial=1)}

    office.post(change(round_), form)
    office.post(act(round_))

    assert [one.to_address for one in mails("report_request")] == [
        "neu@example.org",
        request.person.email,
    ]


def test_nobody_is_asked_for_a_session_that_is_over(office):
    round_ = prepared("a@example.org")
    meeting = round_.meeting
    meeting.is_cancelled, meeting.cancellation_reason = True, "Sturm"
    meeting.save()

    page = office.post(act(round_), follow=True).content.decode()

    assert "Diese Sitzung ist vorbei oder abgesagt." in page
    assert Mail.objects.count() == 0


def test_form_says_how_far_each_partner_is(office):
    round_ = make_asked(2)
    first = round_.requests.first()
    project = first.organisation.reported_projects.get()
    hand_in(office, f"{link_to(first.person)}berichte/{first.pk}/{project.slug}/")

    page = office.get(change(round_)).content.decode()

    assert "P1: Bericht liegt vor" in page
    assert "P2: <strong>kein Bericht</strong>" in page


@pytest.mark.parametrize("view", ["change", "ask", "slides"])
def test_office_of_another_board_does_not_find_the_round(client, view):
    mine, other = make_asked(), make_asked()
    client.force_login(make.make_leader(mine.meeting.board))

    assert client.get(act(mine, view)).status_code == 200
    assert client.get(act(other, view)).status_code in {302, 404}
    assert client.post(act(other)).status_code == 404


def test_asking_needs_the_right(client):
    round_ = prepared("a@example.org")
    rights = ["projects.view_reportinground", "projects.view_reportrequest"]
    client.force_login(make.make_staff(*rights, "partners.view_person"))

    assert client.get(change(round_)).status_code == 200
    assert client.get(act(round_)).status_code == 403
    assert client.post(act(round_)).status_code == 403
    assert Mail.objects.count() == 0


def test_start_page_and_digest_name_what_is_missing(office):
    meeting = make.make_meeting(held_on=timezone.localdate() + dt.timedelta(days=5))
    round_ = make_asked(2, meeting=meeting)
    round_.due_on = timezone.localdate() - dt.timedelta(days=1)
    round_.save()

    page = office.get("/admin/").content.decode()
    words = list(round_.waiting_words(timezone.localdate()))

    assert "2 Partner haben noch nicht berichtet: P1, P2" in page
    assert words == ["2 Partner haben noch nicht berichtet: P1, P2."]
