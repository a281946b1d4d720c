"""What is left to who has gone: the minutes of their last sessions, and until when."""

from meetings.door import kept_minutes
from meetings.models.afterwards import last_day_of
from partners.models.board import member_of


def kept_for(door) -> list:
    """Return the minutes that the person reads on as a former member only, the latest first."""
    found = kept_minutes(door.reader).exclude(member_of(door.reader, "meeting__board"))
    kept = list(found.select_related("meeting__board").order_by("-meeting__held_on", "-pk"))
    for minutes in kept:
        minutes.address = door.url("minutes", minutes.meeting.slug)
        minutes.last_day = last_day_of(minutes)
    return kept
