"""The vote of a seat is a period: what was asked or counted on a day stays as it was."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings.models import Attendance, Resolution
from meetings.resolutions import circular, voters
from partners.models import Seat
from partners.standing import has_vote, votes_on
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 23)
FIRST, LAST = dt.date(2026, 3, 2), dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "votes"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)]
)
def test_a_seat_votes_from_its_first_to_its_last_day(day, votes):
    seat = make.make_seat(votes_from=FIRST, votes_until=LAST)
    advisory = make.make_seat(board=seat.board, is_voting=False)
    shown = {one.pk: one.is_voting for one in seat.board.as_of(day)}

    assert (has_vote(seat, day), has_vote(advisory, day)) == (votes, False)
    assert set(Seat.objects.voting_on(day)) == ({seat} if votes else set())
    assert set(Seat.objects.exclude(votes_on(day))) == {advisory} | (set() if votes else {seat})
    assert shown == {seat.pk: votes, advisory.pk: False}


def test_a_vote_ends_with_its_seat():
    seat = make.make_seat(ends_on=LAST)

    assert (has_vote(seat, LAST), has_vote(seat, LAST + DAY)) == (True, False)
    assert not Seat.objects.voting_on(LAST + DAY).exists()


@pytest.mark.parametrize(
    "days",
    [
        {"votes_until": LAST},
        {"votes_from": LAST, "votes_until": FIRST},
        {"votes_from": LAST + DAY, "ends_on": LAST},
        {"votes_from": FIRST, "votes_until": LAST + DAY, "ends_on": LAST},
    ],
)
def test_no_vote_is_stored_outside_of_its_seat(days):
    board, organisation = make.make_board(), make.make_organisation()
    values = {"board": board, "organisation": organisation, "starts_on": make.LONG_AGO} | days

    with pytest.raises(ValidationError):
        Seat(**values).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(**values)


def test_no_vote_begins_before_its_seat():
    seat = make.make_seat(starts_on=FIRST)
    seat.votes_from = FIRST - DAY

    with pytest.raises(ValidationError, match="Stimmberechtigt ist ein Sitz nur, solange er"):
        seat.full_clean()


# --- What was counted stays ---------------------------------------------------------


@pytest.fixture
def circulating(time_machine):
    """A circular that three of four seats were asked in; one has voted so far."""
    time_machine.move_to(dt.datetime.combine(TODAY, dt.time(9), dt.UTC))
    board = make.make_board()
    seats = [make.make_seat(board=board) for _ in range(3)]
    make.make_seat(board=board, is_voting=False)
    for seat in seats:
        make.make_mandate(seat=seat)
    draft = Resolution.objects.create(
        board=board, kind=Resolution.Kind.CIRCULAR, title="Satzung", text="Die Satzung gilt."
    )
    circular.begin(draft, None)
    draft.refresh_from_db()
    return draft, seats


def test_who_was_asked_at_the_beginning_counts_to_the_end(circulating, time_machine):
    running, seats = circulating
    time_machine.move_to(dt.datetime.combine(TODAY + 2 * DAY, dt.time(9), dt.UTC))
    for seat in seats[1:]:
        seat.votes_until = TODAY + DAY
        seat.full_clean()
        seat.save()

    assert set(voters.seats_of(running)) == set(seats)
    assert "von 3 Sitzen" in circular.count(running).text
    assert len(voters.places(running)) == 3


@pytest.mark.parametrize(
    "days",
    [
        {"votes_from": None},
        {"votes_until": TODAY - DAY},
        {"ends_on": TODAY - DAY},
        {"votes_from": TODAY + DAY},
    ],
)
def test_nobody_takes_a_vote_back_that_was_asked_for(circulating, days):
    seat = circulating[1][0]
    for name, day in days.items():
        setattr(seat, name, day)

    with pytest.raises(ValidationError, match="Der Umlauf „Satzung“ hat den Sitz schon gezählt"):
        seat.full_clean()


def test_a_seat_that_was_advisory_gets_no_vote_afterwards(circulating):
    advisory = circulating[0].board.seats.get(votes_from=None)
    advisory.votes_from = TODAY

    with pytest.raises(ValidationError, match="hat den Sitz schon gezählt"):
        advisory.full_clean()
    advisory.votes_from = TODAY + DAY
    advisory.full_clean()


def test_attendance_of_the_past_keeps_its_votes():
    seat = make.make_seat()
    meeting = make.make_meeting(board=seat.board, held_on=LAST, state="held")
    meeting.participations.create(seat=seat, attendance=Attendance.PRESENT)

    seat.votes_until = LAST - DAY
    with pytest.raises(ValidationError, match=r"Die .* hat den Sitz schon gezählt"):
        seat.full_clean()
    seat.votes_until = LAST
    seat.full_clean()
    seat.save()

    assert [one.is_voting for one in seat.board.as_of(meeting.held_on)] == [True]
    assert [one.is_voting for one in seat.board.as_of(TODAY)] == [False]


def test_a_seat_that_was_not_there_may_be_ended_late_but_not_one_that_was():
    there, gone = make.make_seat(), make.make_seat()
    meeting = make.make_meeting(board=there.board, held_on=LAST, state="held")
    gone.board = there.board
    gone.save()
    meeting.participations.create(seat=there, attendance=Attendance.PRESENT)
    meeting.participations.create(seat=gone, attendance=Attendance.ABSENT)

    there.ends_on = gone.ends_on = LAST - DAY

    gone.full_clean()
    with pytest.raises(ValidationError, match="hat den Sitz schon gezählt"):
        there.full_clean()


# --- Seats that were there before ----------------------------------------------------


@pytest.mark.parametrize(
    ("is_voting", "former", "expected"),
    [
        (True, [], (make.LONG_AGO, None)),
        (False, [], (None, None)),
        (True, [(False, FIRST), (True, LAST)], (LAST, None)),
        (False, [(True, FIRST), (False, LAST)], (make.LONG_AGO, LAST - DAY)),
        # Put right on the day it was entered.
        (False, [(True, make.LONG_AGO), (False, make.LONG_AGO)], (None, None)),
    ],
)
def test_seats_keep_the_vote_they_had(is_voting, former, expected):
    class Version:
        def __init__(self, is_voting, day, hour):
            self.is_voting = is_voting
            self.history_date = dt.datetime.combine(day, dt.time(hour), dt.UTC)

    seat = make.make_seat()
    seat.is_voting = is_voting
    known = [Version(*version, hour) for hour, version in enumerate(former, start=9)]
    migration = import_module("partners.migrations.0004_voting_periods")

    assert migration.period(seat, known) == expected


def test_migrated_digest_is_what_the_seat_makes_of_itself():
    seat = make.make_seat(ends_on=LAST)
    migration = import_module("partners.migrations.0004_voting_periods")

    assert apps.get_model("partners", "Seat").objects.get().public_digest == migration.digest(seat)
