"""A session as schema.org Event, for search engines."""

from typing import Any

from django.conf import settings

from meetings.models import Meeting

STATUS = "https://schema.org/"


def as_event(meeting: Meeting) -> dict[str, Any]:
    """Return what a visitor may know of a session they may see."""
    event: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": f"{meeting.title}: {meeting.board.name}",
        "startDate": moment(meeting, meeting.begins),
        "eventStatus": STATUS + ("EventCancelled" if meeting.is_cancelled else "EventScheduled"),
        "url": settings.SITE_URL + meeting.get_absolute_url(),
        "organizer": {"@type": "Organization", "name": meeting.board.name},
    }
    if meeting.ends:
        event["endDate"] = moment(meeting, meeting.ends)
    if meeting.venue:
        event["location"] = {
            "@type": "Place",
            "name": meeting.venue.name,
            "address": meeting.venue.address,
        }
    return event


def moment(meeting, at) -> str:
    """Return the time in ISO 8601, or the day alone while the time is not known."""
    return at.isoformat() if at else meeting.held_on.isoformat()
