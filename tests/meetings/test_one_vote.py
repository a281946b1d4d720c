"""One person has one vote: in a circular, in the attendance, whatever seats they may speak for."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from meetings import summons
from meetings.cockpit import attendance
from meetings.models import Choice
from meetings.resolutions import ballots, due
from partners.models import Mandate
from post.models import Mail
from tests import factories as make
from tests.meetings.balloting import begun, make_voters
from tests.meetings.sitting import make_running, make_sitting

pytestmark = pytest.mark.django_db


def refusal(act, *args):
    with pytest.raises(ValidationError) as error:
        act(*args)
    return " ".join(error.value.messages)


def answers(seat):
    return ballots.Answers(seat.pk, Choice.YES, Choice.YES)


# --- In a circular ------------------------------------------------------------------


@pytest.fixture
def circulating():
    """A circular; the deputy of the first two seats is the same person."""
    board, people = make_voters()
    seats = [one.mandates.get().seat for one in people]
    deputy = make.make_person()
    for seat in seats[:2]:
        make.make_mandate(seat=seat, person=deputy, role=Mandate.Role.DEPUTY)
    return begun(board), seats, people, deputy


@pytest.mark.parametrize("act", [ballots.cast, ballots.ask_for_code])
def test_deputy_of_two_seats_votes_for_one(circulating, act):
    resolution, (first, second, _third), _people, deputy = circulating
    ballots.cast(resolution, deputy, answers(first))

    said = refusal(act, resolution, deputy, answers(second))

    assert said == (
        f"Sie haben hier schon für {first.organisation.short_name} abgestimmt. "
        "Eine Person hat nur eine Stimme."
    )
    ballots.cast(resolution, deputy, ballots.Answers(first.pk, Choice.YES, Choice.NO))
    assert [(vote.seat, vote.vote) for vote in resolution.votes.all()] == [(first, Choice.NO)]


def test_other_seat_is_free_again_once_its_member_has_voted(circulating):
    resolution, (first, second, _third), people, deputy = circulating
    ballots.cast(resolution, deputy, answers(first))
    ballots.cast(resolution, people[0], answers(first))

    ballots.cast(resolution, deputy, answers(second))

    assert {vote.seat: vote.person for vote in resolution.votes.all()} == {
        first: people[0],
        second: deputy,
    }


def test_member_who_sits_on_two_seats_votes_once_and_is_reminded_no_more(circulating, time_machine):
    resolution, (first, _second, third), people, _deputy = circulating
    Mandate.objects.filter(person=people[2]).update(person=people[0])
    ballots.cast(resolution, people[0], answers(first))

    assert "nur eine Stimme" in refusal(ballots.cast, resolution, people[0], answers(third))
    time_machine.move_to(resolution.closes_at - dt.timedelta(days=1))
    due.send_reminders()
    reminded = Mail.objects.filter(kind="circular_reminder").values_list("person", flat=True)
    assert set(reminded) == {people[1].pk}


# --- In a session -------------------------------------------------------------------


def test_deputy_of_two_seats_is_there_for_one():
    meeting = make_running(seats=2)
    first, second = meeting.board.seats.order_by("pk")
    deputy = make.make_mandate(seat=first, role="deputy").person
    make.make_mandate(seat=second, role="deputy", person=deputy)

    attendance.mark(meeting, first.pk, "represented", None)
    row = attendance.mark(meeting, second.pk, "represented", None)

    # Somebody else came for the second seat, if anybody did.
    assert row.deputy_person_name == ""
    typed = {"deputy": deputy.full_name}
    assert refusal(attendance.detail, meeting, second.pk, typed, None) == (
        f"{deputy.full_name} ist schon für {first.organisation.short_name} da. "
        "Eine Person zählt nur für einen Sitz."
    )


def test_member_who_came_stands_in_for_nobody():
    meeting = make_running(seats=2)
    first, second = meeting.board.seats.order_by("pk")
    member = first.mandates.get().person
    attendance.mark(meeting, second.pk, "represented", None)

    typed = {"deputy": member.full_name}
    assert "ist schon für" in refusal(attendance.detail, meeting, second.pk, typed, None)


def test_member_of_two_seats_is_present_once():
    meeting = make_running(seats=2)
    first, second = meeting.board.seats.order_by("pk")
    second.mandates.update(person=first.mandates.get().person)
    attendance.mark(meeting, second.pk, "absent", None)

    assert "ist schon für" in refusal(attendance.mark, meeting, second.pk, "present", None)


# --- Rules ---------------------------------------------------------------------------


def test_rules_that_come_after_the_invitation_do_not_make_it_improper():
    meeting = make_sitting()
    board, sent_on = meeting.board, meeting.held_on - dt.timedelta(days=30)
    board.rules.create(valid_from=make.LONG_AGO, invitation_days=21)
    board.rules.create(valid_from=sent_on + dt.timedelta(days=1), invitation_days=60)

    judged = summons.summons_of(meeting)

    assert (judged.is_proper, "Frist von 21 Tagen ist gewahrt" in judged.text) == (True, True)
    board.rules.filter(invitation_days=60).update(valid_from=sent_on)
    assert not summons.summons_of(type(meeting).objects.get(pk=meeting.pk)).is_proper
