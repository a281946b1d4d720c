"""The page of the proof: what is open first, deputies with their seat, answers by phone."""

import pytest
from django.urls import reverse

from meetings import answers, reminders
from meetings.models import Delivery, Dispatch, Guest, Participation
from meetings.proof import Proofs
from partners.models import Person
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.meetings.sending import cancel, meeting, send, staff

__all__ = ["meeting", "send", "staff"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind


@pytest.fixture
def office(client, staff):
    client.force_login(make.make_leader(name="Robin Telefon"))
    return client


@pytest.fixture
def seat(meeting):
    return meeting.board.seats.get()


@pytest.fixture
def member(seat):
    return seat.mandates.get().person


def page(office, meeting, query=""):
    address = reverse("admin:meetings_meeting_proof", args=[meeting.pk])
    return office.get(address + query).content.decode()


def enter(office, meeting, person, **data):
    address = reverse("admin:meetings_meeting_answer", args=[meeting.pk])
    response = office.post(address, {"person": person.pk, **data}, follow=True)
    return [str(one) for one in response.context["messages"]]


# --- Who stands where ---------------------------------------------------------------


def test_open_entries_come_first_and_can_be_shown_alone(office, meeting, member, send):
    guest = make.make_guest(meeting=meeting).person
    send(Kind.INVITATION)
    answers.accept(meeting, member)

    both, only = page(office, meeting), page(office, meeting, "?nur=offen")

    assert both.index(guest.full_name) < both.index(f"<h3>{member.full_name}")
    assert "Alle (2)" in both
    assert "Nur offene (1)" in both
    assert f"<h3>{guest.full_name}" in only
    assert f"<h3>{member.full_name}" not in only


def test_deputies_are_folded_under_their_seat(office, meeting, seat, member, send):
    deputy = make.make_mandate(seat=seat, role="deputy").person
    send(Kind.INVITATION)

    (lead,) = Proofs(meeting).leading

    assert (lead.person, [one.person for one in lead.folded]) == (member, [deputy])
    assert "1 Stellvertretung, zur Kenntnis" in page(office, meeting)


def test_trouble_of_a_folded_deputy_is_not_hidden(office, meeting, seat, member, send):
    deputy = make.make_mandate(seat=seat, role="deputy").person
    send(Kind.INVITATION)
    answers.accept(meeting, member)
    before = Proofs(meeting).open_entries

    Mail.objects.filter(person=deputy).update(state=Mail.State.FAILED)

    assert (before, [one.person for one in Proofs(meeting).open_entries]) == ([], [member])
    assert "<details open>" in page(office, meeting, "?nur=offen")


def test_reminders_and_receipts_are_named_and_every_mail_is_a_click_away(
    office, meeting, member, send, staff
):
    send(Kind.INVITATION)
    meeting.refresh_from_db()
    reminders.remind(meeting, staff)

    shown = page(office, meeting)

    assert "Erinnerung an die Antwort: im Postausgang" in shown
    assert f'href="/admin/post/mail/?meeting={meeting.pk}"' in shown
    assert reverse("admin:meetings_meeting_remind", args=[meeting.pk]) in shown


def test_guest_who_is_a_deputy_answers_as_a_guest(office, meeting, seat, member, send):
    deputy = make.make_mandate(seat=seat, role="deputy").person
    make.make_guest(meeting=meeting, person=deputy)
    send(Kind.INVITATION)

    told = enter(office, meeting, deputy, answer="accepted")

    assert told == [f"Die Antwort von {deputy.full_name} ist eingetragen."]
    assert Guest.objects.get().response == "accepted"
    assert f'id="reason-{deputy.pk}"' in page(office, meeting)


# --- By phone -----------------------------------------------------------------------


def test_answer_by_phone_names_who_entered_it_until_the_member_answers(
    office, meeting, member, send
):
    send(Kind.INVITATION)
    enter(office, meeting, member, answer="accepted")
    entered = page(office, meeting)

    answers.decline(meeting, member)

    assert "telefonisch, eingetragen von Robin Telefon" in entered
    assert "Antwort ändern" in entered
    assert "telefonisch" not in page(office, meeting)
    assert Participation.objects.get().entered_by is None


def test_member_reads_that_the_office_entered_the_answer(office, client, meeting, member, send):
    send(Kind.INVITATION)
    enter(office, meeting, member, answer="declined")
    client.logout()
    token = PersonalLink.objects.mint(member, PersonalLink.Purpose.PERSONAL, meeting.held_on)

    shown = client.get(f"/l/{token}/").content.decode()

    assert "Telefonisch mitgeteilt, eingetragen von der Geschäftsstelle." in shown


def test_other_deputy_by_phone_is_invited_at_once(office, meeting, member, send):
    send(Kind.INVITATION)
    words = {"deputy_name": "Dr. Kim Muster", "deputy_email": "kim@example.org"}

    told = enter(office, meeting, member, answer="other", **words)

    row = Participation.objects.get()
    assert told == [f"Die Antwort von {member.full_name} ist eingetragen."]
    assert (row.deputy.full_name, row.awaits_confirmation) == ("Dr. Kim Muster", False)
    assert Mail.objects.filter(person=row.deputy, kind="invitation").count() == 1


def test_other_deputy_without_an_address_gets_a_letter_and_is_one_person(
    office, meeting, member, send
):
    send(Kind.INVITATION)
    known = set(Person.objects.values_list("pk", flat=True))
    stranger = make.make_person(email="")

    for answer in ("other", "other", "accepted", "other"):
        enter(office, meeting, member, answer=answer, deputy_name="Kim Muster")

    deputy = Participation.objects.get().deputy
    assert deputy.pk not in {*known, stranger.pk}
    assert Delivery.objects.get(person=deputy).is_letter


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ({"deputy_name": " "}, "Bitte nennen Sie den Namen der Vertretung."),
        ({"deputy_name": "Kim", "deputy_email": "keine"}, "gültige E-Mail-Adresse"),
        ({"deputy_name": "Kim", "deputy_email": f"{'a' * 60}@{'b' * 250}.org"}, "E-Mail-Adresse"),
    ],
)
def test_other_deputy_needs_a_name(office, meeting, member, send, words, answer):
    send(Kind.INVITATION)

    (told,) = enter(office, meeting, member, answer="other", **words)

    assert answer in told
    assert Participation.objects.get().response == "pending"


def test_deputy_of_an_empty_seat_can_be_entered(office, meeting, send):
    empty = make.make_seat(board=meeting.board)
    deputy = make.make_mandate(seat=empty, role="deputy").person
    send(Kind.INVITATION)

    enter(office, meeting, deputy, answer="declined")

    assert f'id="reason-{deputy.pk}"' in page(office, meeting)
    assert Participation.objects.get(seat=empty).response == "declined"


# --- From letter to mail --------------------------------------------------------------


@pytest.fixture
def letter(meeting, member, send):
    Person.objects.filter(pk=member.pk).update(email="")
    send(Kind.INVITATION)
    return Delivery.objects.get()


def mail_it(office, meeting, letter):
    address = reverse("admin:meetings_meeting_mail_letter", args=[meeting.pk])
    response = office.post(address, {"delivery": letter.pk}, follow=True)
    return [str(one) for one in response.context["messages"]]


def test_letter_is_mailed_once_there_is_an_address(office, meeting, member, letter):
    without = mail_it(office, meeting, letter)
    Person.objects.filter(pk=member.pk).update(email="neu@example.org")
    offered = page(office, meeting)

    told = [mail_it(office, meeting, letter) for _click in range(2)]

    assert without == ["Diese Person hat keine E-Mail-Adresse."]
    assert "Jetzt mailen" in offered
    assert told == [
        [f"Die Mail an {member.full_name} ist im Postausgang."],
        ["Diese Person hat die Mail schon."],
    ]
    mail = Mail.objects.get(kind="invitation")
    assert (mail.to_address, mail.calendar_method) == ("neu@example.org", "REQUEST")
    assert "Jetzt mailen" not in page(office, meeting)


def test_letter_that_is_overtaken_is_not_mailed(office, meeting, member, letter, send):
    cancel(meeting)
    send(Kind.CANCELLATION)
    Person.objects.filter(pk=member.pk).update(email="neu@example.org")

    assert mail_it(office, meeting, letter) == ["Das ist überholt und geht nicht mehr hinaus."]
    assert not Mail.objects.filter(kind="invitation").exists()
