"""The proof of what was sent, and what the office does about one recipient."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import answers, invitations, rights
from meetings.models import Delivery, Dispatch, Participation
from meetings.proof import Proofs
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.meetings.sending import cancel, meeting, send, staff

__all__ = ["meeting", "send", "staff"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind
SESSION_SERVICE = {
    "meetings.view_meeting",
    "meetings.change_delivery",
    *rights.SENDING,
    *rights.SEEING,
    *rights.ANSWERING,
}


@pytest.fixture
def office(client):
    client.force_login(make.make_staff(*SESSION_SERVICE))
    return client


@pytest.fixture
def member(meeting):
    return meeting.board.seats.get().mandates.get().person


@pytest.fixture
def act(office, meeting):
    """Post to one of the acts of the proof; return what the office is told."""

    def act(name, **data):
        address = reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk])
        response = office.post(address, data, follow=True)
        if response.status_code != 200:
            return response.status_code
        return [str(one) for one in response.context["messages"]]

    return act


def words(meeting):
    return [proof.text for entry in Proofs(meeting).entries for proof in entry.proofs]


def page(office, meeting):
    answer = office.get(reverse("admin:meetings_meeting_proof", args=[meeting.pk]))
    return html.unescape(answer.content.decode())


def set_mail(**values):
    Mail.objects.update(**values)


def moment(at):
    return f"{timezone.localtime(at):%d.%m.%Y, %H:%M} Uhr"


# --- What became of it -----------------------------------------------------------


def test_mail_waits_is_sent_and_its_link_is_used(meeting, member, send):
    send(Kind.INVITATION)
    found, now = words(meeting), timezone.now()
    set_mail(state=Mail.State.SENT, sent_at=now)
    found += words(meeting)
    PersonalLink.objects.mint(member, "personal", mail=Mail.objects.get())
    PersonalLink.objects.update(used_at=now)
    found += words(meeting)

    sent = f"versandt am {moment(now)}"
    used = f"{sent}; Link benutzt am {moment(now)}"
    assert found == ["im Postausgang", sent, used]


def test_overtaken_mails_and_letters_say_so(meeting, send):
    make.make_mandate(
        seat=meeting.board.seats.get(), role="deputy", person=make.make_person(email="")
    )
    send(Kind.INVITATION)
    cancel(meeting)
    send(Kind.CANCELLATION)

    assert words(meeting) == [
        "überholt, nicht versandt",
        "im Postausgang",
        "Brief überholt, nicht gedruckt",
        "Brief noch zu drucken",
    ]


def test_deputy_who_became_the_stand_in_is_shown_as_such(meeting, member, send):
    seat = meeting.board.seats.get()
    deputy = make.make_mandate(seat=seat, role="deputy").person
    send(Kind.INVITATION)
    answers.delegate(meeting, member, deputy)

    shown = {one.person: one.capacity for one in Proofs(meeting).entries}

    name = seat.organisation.short_name
    assert shown == {member: f"Mitglied ({name})", deputy: f"Vertretung ({name})"}


def test_nothing_sent_yet_says_how_to_begin(office, meeting):
    assert "Zu dieser Sitzung ist noch nichts versandt." in page(office, meeting)


# --- Acts on one recipient ----------------------------------------------------------


def test_failed_mail_goes_again_to_the_mended_address(office, act, meeting, member, send):
    send(Kind.INVITATION)
    set_mail(state=Mail.State.FAILED, last_error="550 unbekannt")
    shown = page(office, meeting)
    member.email = "richtig@example.org"
    member.save()

    told = act("send_again", delivery=Delivery.objects.get().pk)

    mail = Mail.objects.get()
    assert "nicht zustellbar an" in shown
    assert "Noch einmal senden" in shown
    assert told == [f"Die Mail an {member.full_name} geht noch einmal hinaus."]
    assert (mail.state, mail.to_address) == (Mail.State.QUEUED, "richtig@example.org")


def test_letter_is_noted_as_printed_once(act, meeting, member, send):
    member.email = ""
    member.save()
    send(Kind.INVITATION)
    delivery = Delivery.objects.get()

    told = [act("printed", delivery=delivery.pk) for _click in range(2)]

    assert told == [
        [f"Der Brief an {member.full_name} ist als gedruckt vermerkt."],
        ["Der Brief ist schon als gedruckt vermerkt."],
    ]
    delivery.refresh_from_db()
    assert delivery.letter_printed_at


def test_mail_is_no_letter_and_a_letter_no_mail(act, meeting, member, send):
    make.make_mandate(
        seat=meeting.board.seats.get(), role="deputy", person=make.make_person(email="")
    )
    send(Kind.INVITATION)
    mail, letter = Delivery.objects.order_by("pk")

    assert act("printed", delivery=mail.pk)[0].startswith("Das ist kein Brief")
    assert act("send_again", delivery=letter.pk)[0].startswith("Das ist ein Brief")


def test_latecomer_is_named_and_invited(office, act, meeting, send):
    send(Kind.INVITATION)
    guest = make.make_guest(meeting=meeting).person
    before = page(office, meeting)

    told = act("send_to", person=guest.pk)

    assert "1 Person ist seit der Einladung dazugekommen" in before
    assert told == [f"Die Einladung an {guest.full_name} ist im Postausgang."]
    assert "Einladung nachsenden" not in page(office, meeting)
    assert Mail.objects.filter(person=guest).count() == 1


# --- Answers ------------------------------------------------------------------------


def test_answers_given_by_phone_are_entered(act, meeting, member, send):
    deputy = make.make_mandate(seat=meeting.board.seats.get(), role="deputy").person
    send(Kind.INVITATION)
    found = []
    for answer in ("accepted", "declined", deputy.pk):
        assert act("answer", person=member.pk, answer=answer, reason="Urlaub") == [
            f"Die Antwort von {member.full_name} ist eingetragen."
        ]
        row = Participation.objects.get()
        found.append((row.response, row.reason, row.deputy, row.answered_by))

    assert found == [
        ("accepted", "", None, None),
        ("declined", "Urlaub", None, None),
        ("delegated", "", deputy, None),
    ]


def test_no_answer_chosen_is_said(act, meeting, member, send):
    send(Kind.INVITATION)

    assert act("answer", person=member.pk) == ["Bitte wählen Sie eine Antwort."]


def test_named_deputy_is_confirmed_as_seen(office, act, meeting, member, send):
    send(Kind.INVITATION)
    answers.name_deputy(meeting, member, "Kim Ersatz", "kim@example.org")
    row = Participation.objects.get()
    seen = {"participation": row.pk, "deputy_name": "Kim Ersatz"}
    shown = page(office, meeting)

    other = act("deputy", **seen, deputy_email="anders@example.org")
    told = act("deputy", **seen, deputy_email="kim@example.org")

    row.refresh_from_db()
    assert "Benannt ist Kim Ersatz (kim@example.org)." in shown
    assert other == ["Hier wartet keine Vertretung mehr auf Bestätigung."]
    assert told == ["Kim Ersatz ist als Vertretung bestätigt und bekommt eine Mail."]
    assert row.deputy.email == "kim@example.org"


def test_named_deputy_is_refused_with_a_reason(act, meeting, member, send):
    send(Kind.INVITATION)
    answers.name_deputy(meeting, member, "Kim Ersatz", "kim@example.org")
    row = Participation.objects.get()
    seen = {
        "participation": row.pk,
        "deputy_name": row.deputy_name,
        "deputy_email": row.deputy_email,
        "refuse": "1",
    }

    assert act("deputy", **seen)[0].startswith("Bitte begründen Sie")
    assert act("deputy", **seen, reason="Befangen")[0].startswith("Die Vertretung ist nicht")
    row.refresh_from_db()
    assert row.response == "pending"


# --- Not for everybody ----------------------------------------------------------------

ACTS = ["send_to", "send_again", "mail_letter", "printed", "answer", "deputy"]


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_posted_by_who_may(client, office, meeting, name):
    address = reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk])

    got = office.get(address).status_code
    client.force_login(make.make_staff("meetings.view_meeting", "meetings.view_dispatch"))
    refused = client.post(address, {}).status_code
    client.force_login(make.make_leader(make.make_board()))
    foreign = client.post(address, {}).status_code

    assert (got, refused, foreign) == (405, 403, 404)


def test_acts_reach_nobody_of_another_session(act, send, staff):
    other = make.make_planned_meeting()
    invitations.send(other, Kind.INVITATION, staff)
    delivery = other.dispatches.get().deliveries.get()
    row = other.participations.get()
    send(Kind.INVITATION)

    assert act("send_again", delivery=delivery.pk) == 404
    assert act("printed", delivery=delivery.pk) == 404
    assert act("mail_letter", delivery=delivery.pk) == 404
    assert act("deputy", participation=row.pk) == 404
    assert act("send_to", person=delivery.person.pk) == 404
    assert act("answer", person=delivery.person.pk, answer="accepted") == 404


@pytest.mark.parametrize("value", ["", "x", "-1", "²", "9" * 30])
def test_senseless_keys_are_missing(act, send, value):
    send(Kind.INVITATION)

    assert act("send_to", person=value) == 404
