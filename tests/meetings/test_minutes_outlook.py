"""The next session as minutes name it: filled in when the session ends, changed by nobody else."""

import datetime as dt

import pytest

from accounts.visibility import Visibility
from meetings import facts
from meetings.cockpit import ending
from meetings.minutes import acts, checklist, outlook
from meetings.models import Meeting, Minutes
from tests import factories as make
from tests.held import make_held_meeting, make_minutes
from tests.meetings.sitting import make_running

pytestmark = pytest.mark.django_db

DAY = dt.date(2031, 1, 16)
SENTENCE = (
    "Die 2. Sitzung ist am Donnerstag, 16. Januar 2031, 14:00–16:30 Uhr, "
    "Werkhalle, Weg 1, 09111 Chemnitz und online."
)


def planned_after(meeting, **overrides):
    venue = make.make_venue(name="Werkhalle", street="Weg 1")
    values = {
        "board": meeting.board,
        "number": 2,
        "held_on": DAY,
        "starts_at": dt.time(14),
        "ends_at": dt.time(16, 30),
        "venue": venue,
        "video_link": "https://video.example.org/2",
        "state": Meeting.State.PLANNED,
    }
    return make.make_meeting(**values | overrides)


def closing_of(meeting):
    return Minutes.objects.get(meeting=meeting).closing


def test_ending_the_session_names_the_next_one():
    meeting = make_running(number=1)
    planned_after(meeting)

    ending.end(meeting, None)

    assert closing_of(meeting) == SENTENCE


def test_session_without_time_and_place_is_named_by_its_day():
    meeting = make_held_meeting(number=1)
    planned_after(meeting, starts_at=None, ends_at=None, venue=None, video_link="")

    assert outlook.sentence(meeting) == "Die 2. Sitzung ist am Donnerstag, 16. Januar 2031."


def test_nearest_session_is_named_but_none_that_is_cancelled_hidden_or_of_another_board():
    meeting = make_held_meeting(number=1)
    day = DAY - dt.timedelta(days=7)
    planned_after(meeting, number=3, held_on=DAY + dt.timedelta(days=7))
    planned_after(meeting, number=4, held_on=day, is_cancelled=True, cancellation_reason="Schnee")
    planned_after(meeting, number=5, held_on=day, visibility=Visibility.OFFICE)
    planned_after(meeting, board=make.make_board(), held_on=day)
    assert outlook.sentence(meeting).startswith("Die 3. Sitzung ist am")

    planned_after(meeting)

    assert outlook.sentence(meeting) == SENTENCE


def test_words_of_the_office_stay():
    meeting = make_running(number=1)
    planned_after(meeting)
    Minutes.objects.update(closing="Ende um fünf")

    ending.end(meeting, None)

    assert closing_of(meeting) == "Ende um fünf"


def test_session_opened_again_names_the_next_one_anew():
    meeting = make_running(number=1)
    following = planned_after(meeting)
    ending.end(meeting, None)
    ending.reopen(meeting, None)
    following.held_on = DAY + dt.timedelta(days=1)
    following.save()

    ending.end(meeting, None)

    assert "Freitag, 17. Januar 2031" in closing_of(meeting)


def test_minutes_begun_after_the_session_name_the_next_one_at_once():
    meeting = make_held_meeting(number=1)
    planned_after(meeting)

    assert acts.begin(meeting).closing == SENTENCE


def test_checklist_hints_at_a_session_planned_later():
    minutes = make_minutes(meeting=make_held_meeting(number=1))
    planned_after(minutes.meeting)

    (point,) = [one for one in checklist.points(minutes) if one.url == "#id_kopf-closing"]

    assert (point.text, point.is_met, point.is_blocking) == (
        f"Nächste Sitzung nicht genannt: {SENTENCE}",
        False,
        False,
    )


@pytest.mark.parametrize(
    ("place", "is_online", "words"),
    [
        ("Halle", False, "Halle"),
        ("Halle", True, "Halle und online"),
        ("", True, "Videokonferenz"),
        ("", False, ""),
    ],
)
def test_place_says_whether_one_may_join_online(place, is_online, words):
    assert facts.where(place, is_online=is_online) == words
