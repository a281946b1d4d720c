"""A board that decides in writing, and the people on it."""

import datetime as dt

from django.utils import timezone

from meetings.models import Resolution
from meetings.resolutions import ballots, circular
from tests import factories as make
from tests.held import make_circular


def make_voters(size=3, **overrides):
    """A board and the main members of its `size` voting seats."""
    board = overrides.pop("board", None) or make.make_board(**overrides)
    people = [make.make_mandate(seat=make.make_seat(board=board)).person for _ in range(size)]
    return board, people


def seat_of(person):
    return person.mandates.get().seat


def make_deputy(member, **overrides):
    return make.make_mandate(seat=seat_of(member), role="deputy", **overrides).person


def begun(board, **overrides):
    """A circular resolution that runs since now."""
    values = {"title": "Neuer Termin", "text": "Die Sitzung wird verlegt."}
    resolution = make_circular(board=board, **values | overrides)
    circular.begin(resolution, None)
    resolution.refresh_from_db()
    return resolution


def vote(resolution, person, choice="yes", procedure="yes"):
    answers = ballots.Answers(seat_of(person).pk, procedure, choice)
    return ballots.cast(resolution, person, answers)


def run_out(resolution):
    """Let the period end a minute ago; what was cast stays in time."""
    past = timezone.now() - dt.timedelta(minutes=1)
    day = dt.timedelta(days=20)
    Resolution.objects.filter(pk=resolution.pk).update(
        opened_at=past - day, closes_at=past, due_on=timezone.localdate(past)
    )
    resolution.votes.update(cast_at=past - dt.timedelta(hours=1))
    resolution.refresh_from_db()
    return resolution
