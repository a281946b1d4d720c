"""Members, guests and the office answer; one row, the last word, one confirmation."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings import answers
from meetings.models import Guest, Participation, Response
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make.make_meeting(starts_at=dt.time(14))


@pytest.fixture
def seat(meeting):
    return make.make_seat(board=meeting.board)


@pytest.fixture
def member(seat):
    return make.make_mandate(seat=seat).person


@pytest.fixture
def deputy(seat):
    return make.make_mandate(seat=seat, role="deputy").person


def the_row():
    return Participation.objects.get()


def waiting(person):
    subjects = Mail.objects.queued().filter(person=person).values_list("subject", flat=True)
    return [re.split(r":| (?:zur|in der) \d", one)[0] for one in subjects]


def test_member_accepts(meeting, seat, member):
    answers.accept(meeting, member)

    row = the_row()
    assert (row.seat, row.response, row.answered_by) == (seat, Response.ACCEPTED, member)
    assert row.answered_at
    assert waiting(member) == ["Ihre Zusage"]


def test_confirmation_holds_the_facts_and_a_way_to_change(meeting, member):
    meeting.venue = make.make_venue(name="Haus der Wirtschaft")
    meeting.save()

    answers.accept(meeting, member)

    text = Mail.objects.get().text
    assert "Sie haben zugesagt. Sie können das bis zum Beginn der Sitzung ändern." in text
    assert "14:00 Uhr" in text
    assert "Haus der Wirtschaft" in text
    assert "PERSOENLICHER-LINK" in text


def test_receipt_of_a_refusal_is_no_cancellation_and_repeats_the_reason(meeting, member):
    answers.decline(meeting, member, "Dienstreise")

    mail = Mail.objects.get()
    assert mail.subject.startswith("Ihre Absage zur 1. Sitzung am ")
    assert "Ihr Grund: Dienstreise\n" in mail.text


def test_second_answer_replaces_the_first_and_its_confirmation(meeting, member):
    answers.accept(meeting, member)
    answers.decline(meeting, member, "Dienstreise")

    assert (the_row().response, the_row().reason) == (Response.DECLINED, "Dienstreise")
    assert waiting(member) == ["Ihre Absage"]


def test_same_answer_twice_is_confirmed_once(meeting, member):
    answers.accept(meeting, member)
    answers.accept(meeting, member)

    assert Mail.objects.count() == 1
    assert the_row().history.count() == 1


def test_reason_given_later_is_no_second_answer(meeting, member):
    answers.decline(meeting, member)
    answers.decline(meeting, member, "  krank\n ")

    assert the_row().reason == "krank"
    assert Mail.objects.count() == 1


def test_reason_goes_with_the_refusal(meeting, member):
    answers.decline(meeting, member, "krank")
    answers.accept(meeting, member)

    assert the_row().reason == ""


def test_answer_without_an_address_is_kept_and_nobody_is_written_to(meeting, member):
    member.email = ""
    member.save()

    answers.accept(meeting, member)

    assert the_row().response == Response.ACCEPTED
    assert not Mail.objects.exists()


def test_guest_answers_for_themselves(meeting):
    guest = make.make_person()
    Guest.objects.create(meeting=meeting, person=guest)

    answers.decline(meeting, guest, "verreist")

    row = Guest.objects.get()
    assert (row.response, row.reason) == (Response.DECLINED, "verreist")
    assert waiting(guest) == ["Ihre Absage"]


def test_guest_names_no_deputy(meeting):
    guest = make.make_person()
    Guest.objects.create(meeting=meeting, person=guest)

    with pytest.raises(ValidationError, match="Gäste können keine Vertretung benennen"):
        answers.name_deputy(meeting, guest, "Kim Muster", "kim@example.org")


def test_deputy_of_an_empty_seat_answers_for_it(meeting, seat, deputy):
    answers.accept(meeting, deputy)

    assert (the_row().seat, the_row().answered_by) == (seat, deputy)


# --- Who may not ------------------------------------------------------------


def test_deputy_does_not_answer_for_a_member(meeting, member, deputy):
    with pytest.raises(ValidationError, match="keinen Platz"):
        answers.accept(meeting, deputy)

    assert not Participation.objects.exists()


@pytest.mark.parametrize("end", [-1, 5])
def test_mandate_has_to_last_until_the_session(meeting, seat, end):
    day = timezone.localdate() + dt.timedelta(days=end)
    person = make.make_mandate(seat=seat, ends_on=day).person

    with pytest.raises(ValidationError, match="keinen Platz"):
        answers.accept(meeting, person)


def test_stranger_has_nothing_to_answer(meeting, member):
    stranger = make.make_mandate().person

    with pytest.raises(ValidationError, match="keinen Platz"):
        answers.accept(meeting, stranger)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_cancelled": True, "cancellation_reason": "Sturm"}, "abgesagt"),
        ({"held_on": dt.date(2020, 1, 1)}, "hat begonnen"),
        ({"state": "held", "held_on": dt.date(2020, 1, 1)}, "hat begonnen"),
        ({"state": "planned"}, "noch nicht eingeladen"),
    ],
)
def test_nobody_answers_when_it_is_over(meeting, member, change, words):
    for name, value in change.items():
        setattr(meeting, name, value)
    meeting.save()

    with pytest.raises(ValidationError, match=words):
        answers.accept(meeting, member)

    assert not Participation.objects.exists()
    assert not Mail.objects.exists()


def test_answers_are_taken_until_the_minute_it_begins(meeting, member, time_machine):
    time_machine.move_to(meeting.begins - dt.timedelta(minutes=1))
    answers.accept(meeting, member)

    time_machine.move_to(meeting.begins)
    with pytest.raises(ValidationError, match="hat begonnen"):
        answers.decline(meeting, member)

    assert the_row().response == Response.ACCEPTED


def test_who_was_told_the_date_can_decline_already(meeting, member):
    meeting.state = "planned"
    meeting.save()
    make.make_dispatch(meeting=meeting, kind="save_the_date")

    answers.decline(meeting, member)

    assert the_row().response == Response.DECLINED


# --- The office -------------------------------------------------------------


def test_office_enters_an_answer_and_history_says_who(meeting, member):
    staff = make.make_staff()

    answers.accept(meeting, member, by=staff)

    entry = the_row().history.get()
    assert (the_row().answered_by, entry.history_user) == (None, staff)
    assert entry.history_change_reason == "Von der Geschäftsstelle eingetragen"
    text = Mail.objects.get().text
    assert "Sie haben zugesagt. Die Geschäftsstelle hat das für Sie eingetragen." in text


# --- Notes ------------------------------------------------------------------


def test_note_stands_beside_the_answer_and_changes_nothing_else(meeting, member):
    answers.accept(meeting, member)
    answers.leave_note(meeting, member, "Komme um drei.\r\nBrauche eine Rampe.")

    assert the_row().note == "Komme um drei.\nBrauche eine Rampe."
    assert the_row().response == Response.ACCEPTED
    assert Mail.objects.count() == 1


def test_note_before_the_answer_leaves_it_open(meeting, member):
    answers.leave_note(meeting, member, "Ich melde mich.")

    assert (the_row().response, the_row().answered_at) == (Response.PENDING, None)


def test_deputy_for_information_leaves_no_note(meeting, member, deputy):
    with pytest.raises(ValidationError, match="nichts mitteilen"):
        answers.leave_note(meeting, deputy, "Hallo")
