"""A board that decides in writing, and the people on it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings.models import Minutes, Resolution
from meetings.resolutions import ballots, circular
from post.models import Mail
from tests import factories as make
from tests.held import make_circular, make_held_meeting, make_minutes, make_resolution
from tests.meetings.voting import USUAL

MUTE = f"Der Sitz ist beratend und hat keine Stimme {USUAL}."


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


def in_session(board, minutes_state, **overrides):
    """A resolution of a session whose minutes have come that far."""
    meeting = make_held_meeting(board=board)
    now = timezone.now()
    is_out = minutes_state in Minutes.RELEASED
    make_minutes(
        meeting=meeting,
        state=minutes_state,
        released_at=now if is_out else None,
        approved_at=now if minutes_state == "approved" else None,
        published_at=overrides.pop("published_at", None),
    )
    return make_resolution(agenda_item=make.make_agenda_item(meeting=meeting), **overrides)


def out(board, **overrides):
    """A resolution of a session whose minutes are published."""
    return in_session(board, "approved", published_at=timezone.now(), **overrides)


def refused(act, *args):
    with pytest.raises(ValidationError) as error:
        act(*args)
    return error.value.messages


def mails(kind):
    return sorted(Mail.objects.filter(kind=kind).values_list("to_address", flat=True))
