"""A session as iCalendar text: what it says, how it is written, that nothing can be added."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from meetings.calendar_entries import entries
from meetings.models import Meeting, Participation
from partners.reader import Reader
from tests.calendars import raw_of, requested
from tests.factories import (
    MEMBERS,
    make_agenda_item,
    make_board,
    make_centre,
    make_mandate,
    make_meeting,
    make_member,
    make_person,
    make_seat,
)

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
LINK = "https://video.example.org/geheim"


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


# 02:30 is missing in March, where the old offset goes on, and comes twice in October: then it is
# the first (RFC 5545, 3.3.5). What is missing is written as clocks will show it: programs differ.
@pytest.mark.parametrize(
    ("day", "begins", "written", "in_utc"),
    [
        (dt.date(2027, 3, 28), dt.time(1, 30), "28 01:30", "28 00:30"),
        (dt.date(2027, 3, 28), dt.time(2, 30), "28 03:30", "28 01:30"),
        (dt.date(2027, 3, 28), dt.time(14), "28 14:00", "28 12:00"),
        (dt.date(2027, 10, 31), dt.time(1, 30), "31 01:30", "30 23:30"),
        (dt.date(2027, 10, 31), dt.time(2, 30), "31 02:30", "31 00:30"),
        (dt.date(2027, 10, 31), dt.time(14), "31 14:00", "31 13:00"),
    ],
)
def test_times_on_the_days_of_the_change_are_right_in_utc(day, begins, written, in_utc):
    meeting = make_meeting(held_on=day, starts_at=begins)

    calendar, event = requested(meeting, make_person())

    [zone] = calendar.walk("VTIMEZONE")
    found = event["DTSTART"].dt
    by_rules = found.replace(tzinfo=zone.to_tz(lookup_tzid=False))
    moments = [one.astimezone(dt.UTC) for one in (meeting.begins, found, by_rules)]
    assert f"{found:%d %H:%M}" == written
    assert [f"{one:%d %H:%M}" for one in moments] == [in_utc] * 3


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


def test_page_that_opens_is_the_public_one_if_there_is_one():
    shown, hidden = make_meeting(), make_meeting(visibility=MEMBERS)

    urls = [requested(one, make_person())[1]["URL"] for one in (shown, hidden)]

    assert urls == [
        f"http://127.0.0.1:8000/sitzungen/{shown.slug}/",
        f"http://127.0.0.1:8000/mein/sitzungen/{hidden.slug}/",
    ]


def test_link_and_hidden_items_are_for_those_who_take_part():
    meeting = make_meeting(video_link=LINK)
    make_agenda_item(meeting=meeting, title="Begrüßung")
    make_agenda_item(meeting=meeting, title="Personalsache", visibility=MEMBERS)

    _, member = requested(meeting, make_member(meeting.board).person)
    _, stranger = requested(meeting, make_person())

    assert "TOP 1: Begrüßung\nTOP 2: Personalsache" in member["DESCRIPTION"]
    assert "TOP 1: Begrüßung\nTOP 2: nichtöffentlich" in stranger["DESCRIPTION"]
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


def test_who_is_asked_learns_where_an_answer_counts():
    meeting = make_meeting()
    seat = make_mandate(seat=make_seat(board=meeting.board)).seat
    people = {
        "member": seat.mandates.get().person,
        "deputy": make_mandate(seat=seat, role="deputy").person,
        "stranger": make_person(),
    }
    words = "Bitte antworten Sie über den Link in der Mail."

    def hinted():
        return {
            name
            for name, one in people.items()
            if words in requested(meeting, one)[1]["DESCRIPTION"]
        }

    asked = hinted()
    Meeting.objects.update(state=Meeting.State.PLANNED)
    early = hinted()

    assert (asked, early) == ({"member"}, set())


@pytest.mark.parametrize(
    ("response", "answer"),
    [("pending", "NEEDS-ACTION"), ("accepted", "ACCEPTED"), ("declined", "DECLINED")],
)
def test_calendar_does_not_ask_again_what_was_answered(response, answer):
    meeting = make_meeting()
    mandate = make_mandate(seat=make_seat(board=meeting.board))
    Participation.objects.create(meeting=meeting, seat=mandate.seat, response=response)

    _, event = requested(meeting, mandate.person)

    assert event["ATTENDEE"].params["PARTSTAT"] == answer
    assert event["ATTENDEE"].params["ROLE"] == "REQ-PARTICIPANT"
    assert "TRANSP" not in event


def test_deputy_is_informed_until_they_stand_in():
    meeting = make_meeting()
    seat = make_mandate(seat=make_seat(board=meeting.board)).seat
    deputy = make_mandate(seat=seat, role="deputy").person

    _, before = requested(meeting, deputy)
    Participation.objects.create(meeting=meeting, seat=seat, response="delegated", deputy=deputy)
    _, after = requested(meeting, deputy)

    assert (before["ATTENDEE"].params["ROLE"], before["TRANSP"]) == (
        "NON-PARTICIPANT",
        "TRANSPARENT",
    )
    assert before["ATTENDEE"].params["RSVP"] == "FALSE"
    assert after["ATTENDEE"].params["ROLE"] == "REQ-PARTICIPANT"
    assert after["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


# --- What it costs ----------------------------------------------------------


@pytest.mark.parametrize("size", [1, 10])
def test_entries_need_four_queries(django_assert_num_queries, size):
    board = make_board()
    for _ in range(size):
        make_agenda_item(meeting=make_meeting(board=board))
    reader = Reader(make_member(board).person)
    meetings = list(Meeting.objects.select_related("board", "venue"))

    with django_assert_num_queries(4):
        found = entries(meetings, reader)

    assert [len(one.agenda) for one in found] == [1] * size
