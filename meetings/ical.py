"""
Sessions as iCalendar text (RFC 5545), for feeds, files and mails (RFC 5546).

A session has one UID everywhere, and a SEQUENCE that rises with what calendars
show: visitors see the public count, insiders also that of the video link.
"""

import datetime as dt
from dataclasses import replace
from email.utils import parseaddr
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event, vCalAddress, vDuration

from accounts.visibility import printable
from meetings.calendar_entries import Entry, entries
from meetings.models import Meeting, Response
from meetings.places import Place, Role, places_of
from partners.models import Centre, Person
from partners.reader import Reader

PRODUCT = "-//Gremium//Sitzungen//DE"
# A session without an end would block no time in a calendar, and be double-booked.
USUAL_LENGTH = dt.timedelta(hours=2)
REFRESH = dt.timedelta(hours=6)
# Europe/Berlin since 1996, by rule; no session is older.
BERLIN = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


ANSWERS = {
    Response.PENDING: "NEEDS-ACTION",
    Response.ACCEPTED: "ACCEPTED",
    Response.DECLINED: "DECLINED",
    Response.DELEGATED: "DECLINED",
}


# --- Whole calendars --------------------------------------------------------


def feed(entries: list[Entry], name: str = "") -> bytes:
    """Return sessions to subscribe to, or a single one to take along."""
    calendar = empty("PUBLISH")
    if name:
        calendar.add("name", flat(name))
        calendar.add("x-wr-calname", flat(name))
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
    for one in entries:
        calendar.add_component(event(one))
    return calendar.to_ical()


def request(meeting: Meeting, person: Person, method: str = "REQUEST") -> str:
    """
    Return the part of a mail that puts the session into the person's calendar.

    `method` is REQUEST or CANCEL. Call it after the session was saved: what the
    person may know of it is read from the database.
    """
    [known] = entries([meeting], Reader(person))
    place = next(iter(places_of(person, [meeting])[meeting.pk]), None)
    # What was mailed before may have shown the inner count, even to somebody who left.
    known = replace(
        known,
        sequence=meeting.sequence + meeting.internal_sequence,
        changed_at=timezone.now(),
        hint=hint(meeting, place) if method == "REQUEST" else "",
    )
    found = event(known)
    if method == "CANCEL":
        found["status"] = "CANCELLED"
    found.add("organizer", organizer())
    found.add("attendee", attendee(person, place))
    if is_informed_only(place):
        # Their time stays free.
        found.add("transp", "TRANSPARENT")
    calendar = empty(method)
    calendar.add_component(found)
    return calendar.to_ical().decode()


def hint(meeting: Meeting, place: Place | None) -> str:
    """Tell who is invited and has not answered where an answer counts; not without a link."""
    is_asked = place and meeting.state == Meeting.State.INVITED and not is_informed_only(place)
    begins_later = place and place.begins_on and place.begins_on > timezone.localdate()
    if is_asked and not begins_later and place.response == Response.PENDING:
        return _("Bitte antworten Sie über den Link in der Mail.")
    return ""


def empty(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Component.from_ical(BERLIN))
    return calendar


# --- One session ------------------------------------------------------------


def event(known: Entry) -> Event:
    meeting, found = known.meeting, Event()
    found.add("uid", uid(meeting))
    found.add("sequence", known.sequence)
    found.add("dtstamp", known.changed_at)
    found.add("last-modified", known.changed_at)
    for name, moment in zip(("dtstart", "dtend"), period(meeting), strict=True):
        found.add(name, moment)
    found.add("status", status(meeting))
    found.add("summary", summary(meeting))
    if place := location(known):
        found.add("location", place)
    found.add("description", description(known))
    found.add("url", known.url)
    return found


def uid(meeting: Meeting) -> str:
    """Return what names the session in every calendar; its address may change, this does not."""
    return f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}"


def period(meeting: Meeting) -> tuple[dt.date, dt.date]:
    """Return beginning and end: moments, or days while the time is not known."""
    if meeting.begins is None:
        return meeting.held_on, meeting.held_on + dt.timedelta(days=1)
    begins = on_clocks(meeting.begins)
    return begins, on_clocks(meeting.ends) if meeting.ends else begins + USUAL_LENGTH


def on_clocks(moment: dt.datetime) -> dt.datetime:
    """Return the moment as clocks show it: of a time they skip in March, programs make two."""
    return moment.astimezone(dt.UTC).astimezone(moment.tzinfo)


def status(meeting: Meeting) -> str:
    if meeting.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if meeting.state == Meeting.State.PLANNED else "CONFIRMED"


def summary(meeting: Meeting) -> str:
    """Return the title; cancelled is said in it, as not every program shows a status."""
    text = f"{meeting.title} {meeting.board.short_name}"
    if meeting.is_cancelled:
        text = _("Abgesagt: %s") % text
    return flat(f"{text} ({_('Beispieldaten')})" if meeting.is_example else text)


def location(known: Entry) -> str:
    venue = known.meeting.venue
    if venue:
        return flat(", ".join(filter(None, [venue.name, venue.address])))
    return _("Videokonferenz") if known.video_link else ""


def description(known: Entry) -> str:
    meeting = known.meeting
    parts = [
        _("Abgesagt: %s") % meeting.cancellation_reason if meeting.is_cancelled else "",
        "" if meeting.starts_at else _("Die Uhrzeit ist nicht bekannt."),
        meeting.date_note,
        known.hint,
        _("Videokonferenz: %s") % known.video_link if known.video_link else "",
        "\n".join([_("Tagesordnung"), *map(flat, known.agenda)]) if known.agenda else "",
        meeting.venue.directions if meeting.venue else "",
        known.url,
    ]
    return block("\n\n".join(filter(None, parts)))


# --- People -----------------------------------------------------------------


def organizer() -> vCalAddress:
    centre = Centre.objects.current()
    address = centre.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return cal_address(address, flat(centre.name))


def attendee(person: Person, place: Place | None) -> vCalAddress:
    """Return the recipient, and nobody else: who else is invited is not theirs to know."""
    is_copy = is_informed_only(place)
    found = cal_address(person.email, flat(person.full_name))
    found.params.update(
        {
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "NON-PARTICIPANT" if is_copy else "REQ-PARTICIPANT",
            "PARTSTAT": answer_of(place),
            # So that an answer given in the calendar reaches the office at least as a mail.
            "RSVP": "FALSE" if is_copy else "TRUE",
        }
    )
    return found


def is_informed_only(place: Place | None) -> bool:
    """Tell a deputy who gets the mail to know of it from somebody who is expected."""
    return bool(place and place.role == Role.DEPUTY and not place.answers_for_itself)


def answer_of(place: Place | None) -> str:
    """Return what the person answered, so that a calendar does not ask again."""
    if place is None or is_informed_only(place):
        return "NEEDS-ACTION"
    if place.role == Role.STAND_IN:
        return "ACCEPTED"
    return ANSWERS[place.response]


def cal_address(address: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{quote(address, safe='@+')}")
    if name:
        found.params["CN"] = name
    return found


# --- Words ------------------------------------------------------------------


def flat(text: str) -> str:
    """Return `text` in one line; no sign in it can end a property."""
    return " ".join(printable(text).split())


def block(text: str) -> str:
    """Return `text` with line feeds as its only line breaks."""
    return "\n".join(printable(text).splitlines())
