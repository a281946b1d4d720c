"""One person has one vote: in a circular, in the attendance, whatever seats they may speak for."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from meetings import summons
from meetings.cockpit import attendance, beginning
from meetings.models import Choice, Resolution
from meetings.resolutions import ballots, circular, due
from partners.models import Mandate, Person
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


@pytest.fixture
def alone(circulating):
    """The circular; the member of the first seat is the third's, too, and has voted once."""
    resolution, seats, people, _deputy = circulating
    Mandate.objects.filter(person=people[2]).update(person=people[0])
    ballots.cast(resolution, people[0], answers(seats[0]))
    return resolution, seats, people


def test_second_seat_of_one_person_is_waited_for_no_more(alone):
    resolution, (first, second, third), people = alone
    assert circular.missing(resolution) == [second]
    ballots.cast(resolution, people[1], answers(second))

    assert circular.missing(resolution) == []
    assert circular.spent(resolution) == [circular.Spent(third, first)]
    closed = circular.close(resolution)

    assert (closed.state, closed.yes) == ("adopted", 2)
    assert closed.explanation.endswith(
        "beteiligt 2 von 3 Sitzen, nötig mindestens 2; 1 Sitz nicht beteiligt, weil die Person "
        "schon für einen anderen Sitz abgestimmt hat"
    )


def test_deputy_of_the_second_seat_is_waited_for_and_counts(alone):
    resolution, (_first, second, third), people = alone
    deputy = make.make_mandate(seat=third, role="deputy").person
    ballots.cast(resolution, people[1], answers(second))
    assert (circular.missing(resolution), circular.spent(resolution)) == ([third], [])

    ballots.cast(resolution, deputy, answers(third))

    assert (circular.missing(resolution), circular.spent(resolution)) == ([], [])
    assert "beteiligt 3 von 3" in circular.close(resolution).explanation


def test_pages_say_why_the_second_seat_has_no_vote(alone, client):
    resolution, (first, second, third), people = alone
    names = {"seat": third.organisation.short_name, "other": first.organisation.short_name}
    client.force_login(make.make_staff(is_superuser=True))
    office = client.get(f"/admin/meetings/resolution/{resolution.pk}/change/").content.decode()
    people[0].user = make.make_user()
    people[0].save()
    client.force_login(people[0].user)
    mine = client.get(f"/mein/umlauf/{resolution.pk}/").content.decode()

    said = "{seat} nimmt nicht teil: Die Person hat schon für {other} abgestimmt."
    assert said.format(**names) in office
    assert f"Sie haben hier schon für {names['other']} abgestimmt." in mine
    assert mine.count('name="seat"') == 1
    ballots.cast(resolution, people[1], answers(second))
    circular.close(resolution)
    closed = Resolution.objects.get(pk=resolution.pk)
    assert "1 Sitz nicht beteiligt" in client.get(f"/mein/umlauf/{closed.pk}/").content.decode()
    register = client.get(f"/mein/beschluesse/{closed.slug}/").content.decode()
    assert "1 Sitz nicht beteiligt" in register


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


def test_two_who_bear_one_name_are_two():
    meeting = make_sitting(seats=3)
    first, second, third = meeting.board.seats.order_by("pk")
    people = Person.objects.filter(mandates__seat__in=(first, second))
    people.update(title="", given_name="Robin", family_name="Gleich")
    make.make_mandate(
        seat=third,
        role="deputy",
        person=make.make_person(title="", given_name="Robin", family_name="Gleich"),
    )
    for seat in (first, second):
        meeting.participations.create(seat=seat, response="accepted")

    beginning.begin(meeting, None)
    row = attendance.mark(meeting, third.pk, "represented", None)

    here = {one.seat_id: one.attendance for one in meeting.participations.all()}
    assert here == {first.pk: "present", second.pk: "present", third.pk: "represented"}
    assert row.deputy_person_name == "Robin Gleich"


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
