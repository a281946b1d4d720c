"""A session of today, and the requests the cockpit makes."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from meetings.cockpit import beginning
from meetings.models import Meeting
from partners.models import Mandate, Rules
from tests import factories as make

JSON = {"Accept": "application/json"}


def make_sitting(seats=4, items=2, **overrides):
    """An invited session of today, with members on its seats; the first one chairs."""
    board = overrides.pop("board", None) or make.make_board()
    for number in range(seats):
        office = Mandate.Office.CHAIR if number == 0 else Mandate.Office.NONE
        make.make_mandate(seat=make.make_seat(board=board), office=office)
    values = {"held_on": timezone.localdate(), "starts_at": dt.time(0, 1), "ends_at": dt.time(23)}
    meeting = make.make_meeting(**values | overrides, board=board)
    invite(meeting)
    for _number in range(items):
        make.make_agenda_item(meeting=meeting, minutes_planned=10)
    return meeting


def invite(meeting, days=30, **overrides):
    """Leave the trace of an invitation to every seat, by letters printed so many days before."""
    sent_at = timezone.make_aware(dt.datetime.combine(meeting.held_on, dt.time(9)))
    sent_at -= dt.timedelta(days=days)
    dispatch = make.make_dispatch(meeting=meeting, sent_at=sent_at, **overrides)
    for mandate in Mandate.objects.filter(seat__board=meeting.board).select_related("person"):
        values = {"person": mandate.person, "seat": mandate.seat, "role": "member"}
        make.make_delivery(dispatch=dispatch, letter_printed_at=sent_at, **values)
    return dispatch


def make_running(by=None, **overrides):
    """A session of today that has begun, everybody present."""
    meeting = make_sitting(**overrides)
    beginning.begin(meeting, by)
    meeting.participations.update(attendance="present")
    return Meeting.objects.get(pk=meeting.pk)


def ask_for_quorum(meeting, **values):
    values = {"valid_from": make.LONG_AGO, "has_quorum": True, "mode": "voting"} | values
    return Rules.objects.create(board=meeting.board, **values)


def address(meeting, name="", *more):
    view = f"cockpit_{name}" if name else "cockpit"
    return reverse(f"admin:meetings_meeting_{view}", args=[meeting.pk, *more])


def save_address(item):
    return address(item.meeting, "save", item.pk)


def act_address(item, act):
    return address(item.meeting, "item", item.pk, act)
