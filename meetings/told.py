"""What people were told of many sessions, in few queries; see `meetings.facts` for one."""

from collections import defaultdict
from dataclasses import dataclass

from meetings import facts
from meetings.models import Dispatch, Meeting, Venue


@dataclass(frozen=True)
class Former:
    """When and where a session was to be; "" where that is as before or was not known."""

    when: str
    where: str


def records_of(meetings) -> dict[int, list]:
    """Return meeting key → its records, the newest first; one query."""
    found = defaultdict(list)
    for one in Meeting.history.filter(id__in=meetings).order_by("-history_date", "-history_id"):
        found[one.id].append(one)
    return found


def record_at(records, moment):
    """Return what held at `moment`, or None; `records` are the newest first."""
    return next((one for one in records if one.history_date <= moment), None)


def put_on(meetings):
    """Set `former` on sessions that changed since people were told; else None; 1 or 3 queries."""
    last = {}
    for one in Dispatch.objects.filter(meeting__in=meetings).exclude(kind__in=Dispatch.BESIDE):
        last.setdefault(one.meeting_id, one)
    changed = [one for one in meetings if is_changed(one, last.get(one.pk))]
    found = formers(changed, last) if changed else {}
    for one in meetings:
        one.former = found.get(one.pk)


def is_changed(meeting, announcement):
    now = meeting.sequence + meeting.internal_sequence
    return bool(announcement) and not meeting.is_cancelled and announcement.sequence < now


def formers(meetings, last) -> dict[int, Former]:
    records = records_of([one.pk for one in meetings])
    moments = {one.pk: last[one.pk].sent_at for one in meetings}
    then = {one.pk: record_at(records[one.pk], moments[one.pk]) for one in meetings}
    venues = venues_of([one.venue_id for one in then.values() if one])
    found = {}
    for one in meetings:
        if record := then[one.pk]:
            venue = record_at(venues[record.venue_id], moments[one.pk])
            found[one.pk] = former(one, facts.as_recorded(one, record, venue and venue.instance))
    return {key: one for key, one in found.items() if one.when or one.where}


def venues_of(keys) -> dict[int, list]:
    found = defaultdict(list)
    for one in Venue.history.filter(id__in=keys).order_by("-history_date", "-history_id"):
        found[one.id].append(one)
    return found


def former(meeting, told) -> Former:
    was, now = facts.facts_of(told), facts.facts_of(meeting)
    has_moved = was.date != now.date or (was.time and was.time != now.time)
    when = ", ".join(filter(None, [was.date, was.time])) if has_moved else ""
    return Former(when, was.place if was.place != now.place else "")
