"""A session as iCalendar text: what it says, how it is written, that nothing can be added."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from icalendar import Calendar

from meetings import ical
from meetings.models import Meeting
from partners.reader import Reader
from tests.factories import (
    MEMBERS,
    make_agenda_item,
    make_board,
    make_centre,
    make_meeting,
    make_member,
    make_person,
    make_venue,
)

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
LINK = "https://video.example.org/geheim"
UNKIND = "Ende\r\nATTENDEE:mailto:x@example.org\u2028BEGIN:VALARM\x85X-A:1\x0bX-B:2\rX-C:3"


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


# --- What it says -----------------------------------------------------------


def test_request_names_the_office_and_this_one_person():
    make_centre(name="Zentrum, das", email="buero@example.org")
    meeting = make_meeting()
    person = make_person(given_name="Ada", family_name="Muster, Dr.", email="ada+rat@example.org")

    calendar, event = requested(meeting, person)

    assert calendar["METHOD"] == "REQUEST"
    assert event["ORGANIZER"] == "mailto:buero@example.org"
    assert event["ORGANIZER"].params["CN"] == "Zentrum, das"
    assert event["ATTENDEE"] == "mailto:ada+rat@example.org"
    assert event["ATTENDEE"].params["CN"] == "Ada Muster, Dr."
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def test_without_an_address_of_the_centre_the_sender_organises(settings):
    settings.DEFAULT_FROM_EMAIL = "Gremium <gremium@example.org>"

    _, event = requested(make_meeting(), make_person())

    assert event["ORGANIZER"] == "mailto:gremium@example.org"


def test_times_are_those_of_berlin():
    meeting = make_meeting(
        held_on=dt.date(2027, 1, 14), starts_at=dt.time(14), ends_at=dt.time(16, 30)
    )

    _, event = requested(meeting, make_person())

    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTSTART"].dt == dt.datetime(2027, 1, 14, 14, 0, tzinfo=BERLIN)
    assert event["DTEND"].dt == dt.datetime(2027, 1, 14, 16, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (dt.date(2027, 3, 26), 1),
        (dt.date(2027, 3, 29), 2),
        (dt.date(2027, 10, 29), 2),
        (dt.date(2027, 11, 1), 1),
    ],
)
def test_weeks_of_the_time_change_are_right_by_the_rules_in_the_file(day, offset):
    meeting = make_meeting(held_on=day, starts_at=dt.time(14), ends_at=dt.time(16))
    calendar, event = requested(meeting, make_person())

    [zone] = calendar.walk("VTIMEZONE")
    written = event["DTSTART"].dt.replace(tzinfo=None)

    assert zone.to_tz(lookup_tzid=False).utcoffset(written) == dt.timedelta(hours=offset)
    assert event["DTSTART"].dt.astimezone(dt.UTC).hour == 14 - offset


def test_session_without_a_time_is_a_day():
    meeting = make_meeting(held_on=dt.date(2027, 10, 31))

    _, event = requested(meeting, make_person())

    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTSTART"].dt == dt.date(2027, 10, 31)
    assert event["DTEND"].dt == dt.date(2027, 11, 1)
    assert "Die Uhrzeit ist nicht bekannt." in event["DESCRIPTION"]


def test_session_without_an_end_keeps_two_hours_free():
    meeting = make_meeting(held_on=dt.date(2027, 1, 14), starts_at=dt.time(14))

    _, event = requested(meeting, make_person())

    assert event["DTEND"].dt == dt.datetime(2027, 1, 14, 16, 0, tzinfo=BERLIN)


def test_save_the_date_is_tentative_and_the_invitation_confirms():
    meeting = make_meeting(state=Meeting.State.PLANNED)
    _, first = requested(meeting, make_person())

    meeting.state = Meeting.State.INVITED
    meeting.save()
    _, second = requested(meeting, make_person())

    assert (first["STATUS"], second["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert first["UID"] == second["UID"]


def test_moving_keeps_the_uid_and_raises_the_sequence():
    meeting, person = make_meeting(), make_person()
    _, before = requested(meeting, person)

    meeting.held_on += dt.timedelta(days=7)
    meeting.slug = "anders"
    meeting.save()
    _, after = requested(meeting, person)

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTART"].dt == before["DTSTART"].dt + dt.timedelta(days=7)


def test_cancelling_counts_on_even_for_somebody_who_may_no_longer_see_it():
    meeting = make_meeting(video_link=LINK, visibility=MEMBERS)
    member = make_member(meeting.board).person
    meeting.video_link = f"{LINK}-2"
    meeting.save()
    _, before = requested(meeting, member)
    member.mandates.update(ends_on=dt.date(2020, 1, 1))

    meeting.is_cancelled, meeting.cancellation_reason = True, "Kein Raum"
    meeting.save()
    calendar, after = requested(meeting, member, "CANCEL")

    assert calendar["METHOD"] == "CANCEL"
    assert after["STATUS"] == "CANCELLED"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["SUMMARY"].startswith("Abgesagt: ")
    assert (LINK in before["DESCRIPTION"], LINK in after["DESCRIPTION"]) == (True, False)


def test_link_and_hidden_items_are_for_those_who_take_part():
    meeting = make_meeting(video_link=LINK)
    make_agenda_item(meeting=meeting, title="Begrüßung")
    make_agenda_item(meeting=meeting, title="Personalsache", visibility=MEMBERS)

    _, member = requested(meeting, make_member(meeting.board).person)
    _, stranger = requested(meeting, make_person())

    assert "1  Begrüßung\n2  Personalsache" in member["DESCRIPTION"]
    assert "1  Begrüßung\n2  nichtöffentlich" in stranger["DESCRIPTION"]
    assert LINK in member["DESCRIPTION"]
    assert LINK not in raw_of(meeting, make_person())


def test_save_the_date_of_a_hidden_session_shows_no_empty_agenda():
    meeting = make_meeting(state=Meeting.State.PLANNED, visibility=MEMBERS)
    make_agenda_item(meeting=meeting)

    _, event = requested(meeting, make_member(meeting.board).person)

    assert "Tagesordnung" not in event["DESCRIPTION"]


def test_example_data_says_so():
    _, event = requested(make_meeting(is_example=True), make_person())

    assert event["SUMMARY"].endswith("(Beispieldaten)")


# --- How it is written ------------------------------------------------------


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

    assert f"1  {title}" in event["DESCRIPTION"].split("\n")
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


# --- What it costs ----------------------------------------------------------


@pytest.mark.parametrize("size", [1, 10])
def test_entries_need_two_queries(django_assert_num_queries, size):
    board = make_board()
    for _ in range(size):
        make_agenda_item(meeting=make_meeting(board=board))
    reader = Reader(make_member(board).person)
    meetings = list(Meeting.objects.select_related("board", "venue"))

    with django_assert_num_queries(2):
        found = ical.entries(meetings, reader)

    assert [len(one.agenda) for one in found] == [1] * size
