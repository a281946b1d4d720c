"""Plain builders for what a session leaves behind: records, minutes, resolutions, tasks."""

import datetime as dt
from itertools import count

from django.utils import timezone

from accounts.visibility import Visibility
from meetings.models import (
    Attendance,
    ItemRecord,
    Meeting,
    Minutes,
    Participation,
    Resolution,
    Task,
)
from tests.factories import (
    make_agenda_item,
    make_board,
    make_mandate,
    make_meeting,
    make_seat,
)

numbers = count(1)


def make_held_meeting(**overrides):
    """A session that took place a week ago."""
    held_on = timezone.localdate() - dt.timedelta(days=7)
    values = {"held_on": held_on, "state": Meeting.State.HELD, "starts_at": dt.time(14)}
    return make_meeting(**values | overrides)


def make_record(**overrides):
    """What was noted on an item of a held session."""
    item = overrides.get("agenda_item") or make_agenda_item(meeting=make_held_meeting())
    values = {"result": ItemRecord.Result.NOTED, "text": f"Ergebnis {next(numbers)}"}
    return ItemRecord.objects.create(**values | overrides | {"agenda_item": item})


def make_minutes(**overrides):
    """The draft of a held session's minutes."""
    meeting = overrides.get("meeting") or make_held_meeting()
    return Minutes.objects.create(**overrides | {"meeting": meeting})


def make_resolution(**overrides):
    """A public resolution, adopted in the session of its item."""
    item = overrides.get("agenda_item") or make_agenda_item(meeting=make_held_meeting())
    values = {
        "board": item.meeting.board,
        "meeting": item.meeting,
        "number": item.meeting.board.resolutions.count() + 1,
        "state": Resolution.State.ADOPTED,
        "manner": Resolution.Manner.BY_CONSENSUS,
        "text": f"Wortlaut {next(numbers)}",
        "decided_on": item.meeting.held_on,
        "visibility": Visibility.PUBLIC,
    }
    return Resolution.objects.create(**values | overrides | {"agenda_item": item})


def make_circular(**overrides):
    """A circular resolution being prepared."""
    board = overrides.get("board") or make_board()
    values = {"kind": Resolution.Kind.CIRCULAR, "title": "Umlauf", "text": "Wortlaut"}
    return Resolution.objects.create(**values | overrides | {"board": board})


def make_task(**overrides):
    """An open task that its person knows of."""
    board = overrides.get("board") or make_board()
    values = {"title": f"Aufgabe {next(numbers)}", "is_announced": True}
    return Task.objects.create(**values | overrides | {"board": board})


def make_ready_minutes(**overrides):
    """Minutes in review with nothing missing: one seat present, one item with a result."""
    meeting = overrides.pop("meeting", None) or make_held_meeting()
    if not meeting.board.seats.exists():
        make_mandate(seat=make_seat(board=meeting.board))
    if not meeting.agenda_items.exists():
        make_record(agenda_item=make_agenda_item(meeting=meeting))
    for seat in meeting.board.seats.all():
        Participation.objects.create(meeting=meeting, seat=seat, attendance=Attendance.PRESENT)
    chair = meeting.board.seats.first().mandates.first().person
    values = {"state": Minutes.State.IN_REVIEW, "chair": chair, "minute_taker": "Robin Büro"}
    return make_minutes(meeting=meeting, **values | overrides)
