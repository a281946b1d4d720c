"""iCalendar text: folded, escaped, and nothing typed in can add to it."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from meetings import ical
from tests.calendars import raw_of, requested
from tests.factories import (
    make_agenda_item,
    make_board,
    make_centre,
    make_meeting,
    make_person,
    make_venue,
)

pytestmark = pytest.mark.django_db

UNKIND = "Ende\r\nATTENDEE:mailto:x@example.org\u2028BEGIN:VALARM\x85X-A:1\x0bX-B:2\rX-C:3"


def test_lines_are_folded_at_75_octets():
    meeting = make_meeting(venue=make_venue(name="Straße der Übungen 😀" * 8, directions="ü" * 900))
    make_agenda_item(meeting=meeting, title="😀" * 300)

    lines = raw_of(meeting, make_person(family_name="Ärmel" * 16)).encode().split(b"\r\n")

    assert max(len(line) for line in lines) == 75
    assert b"\n" not in b"".join(lines)


def test_commas_semicolons_breaks_and_emoji_survive():
    title = "A, B; C \\ D „E“ 😀 \\n: ende"
    venue = make_venue(name="Haus; 3. OG, links", directions="Hof 2\r\nTreppe, dann rechts")
    meeting = make_meeting(venue=venue)
    make_agenda_item(meeting=meeting, title=title)

    _, event = requested(meeting, make_person())

    assert f"TOP 1: {title}" in event["DESCRIPTION"].split("\n")
    assert event["LOCATION"] == "Haus; 3. OG, links, Beispielstraße 1, 09111 Chemnitz"
    assert "Hof 2\nTreppe, dann rechts" in event["DESCRIPTION"]


NAMES = {
    "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "TZID", "DTSTART", "RRULE",
    "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTEND",
    "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "ORGANIZER", "ATTENDEE",
}  # fmt: skip


def properties(text):
    """Property names of a calendar, however a program splits lines."""
    unfolded = text.replace("\r\n ", "")
    return [line.replace(":", ";").split(";")[0] for line in unfolded.splitlines()]


@pytest.mark.parametrize("words", [UNKIND, UNKIND.replace(":", ";X="), "a\x00b\x1fc\nX:1"])
def test_nothing_typed_in_adds_a_property(words):
    make_centre(name=words, email="buero@example.org")
    venue = make_venue(name=words, street=words, city=words, directions="Hof")
    meeting = make_meeting(venue=venue, board=make_board(short_name=words))
    make_agenda_item(meeting=meeting, title=words)
    person = make_person(family_name=words, email='"a,b\r\nX:1"@example.org')
    clean = raw_of(make_meeting(venue=make_venue()), make_person())

    text = raw_of(meeting, person)

    assert set(properties(text)) == NAMES
    assert sorted(properties(text)) == sorted(properties(clean))


@given(st.text(max_size=300))
@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_text_stays_one_value(words):
    words = words.replace("\x00", "")
    meeting = make_meeting(venue=make_venue(name=words[:200], directions=words))
    person = make_person(family_name=words[:80])

    text = raw_of(meeting, person)

    assert set(properties(text)) <= NAMES
    assert requested(meeting, person)[1]["UID"] == ical.uid(meeting)
