"""Calendars as a program reads them."""

from icalendar import Calendar

from meetings import ical
from meetings.models import Meeting


def events(answer):
    """UID → event of a calendar that parses without complaint."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar.errors == []
    assert calendar["METHOD"] == "PUBLISH"
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def uid(meeting):
    return f"meeting-{meeting.pk}@127.0.0.1"


def requested(meeting, person, method="REQUEST"):
    """The one event of a mail's calendar part, and the calendar."""
    text = ical.request(Meeting.objects.get(pk=meeting.pk), person, method)
    calendar = Calendar.from_ical(text)
    assert calendar.errors == []
    [event] = calendar.walk("VEVENT")
    assert event.errors == []
    return calendar, event


def raw_of(meeting, person):
    return ical.request(Meeting.objects.get(pk=meeting.pk), person)
