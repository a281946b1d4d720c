"""No reminder says what the office has told nobody, nor speaks of a session hidden again."""

import datetime as dt

import pytest

from meetings import digest
from meetings.preparation import calendar_state
from tests import factories as make
from tests.meetings.reminding import EVE, HELD_ON, MEMBER, answer, invited, on, run_on, waiting

pytestmark = pytest.mark.django_db

DAY_BEFORE = HELD_ON - dt.timedelta(days=1)


@pytest.fixture
def meeting():
    """A session of which everybody was told, and whose member comes."""
    with on(HELD_ON - dt.timedelta(days=30)):
        meeting = invited()
        make.make_dispatch(meeting=meeting, sequence=calendar_state(meeting))
        answer(meeting, "accepted")
    return meeting


def change(meeting, **values):
    with on(DAY_BEFORE - dt.timedelta(days=3)):
        for name, value in values.items():
            setattr(meeting, name, value)
        meeting.save()


def told_to_the_office():
    with on(DAY_BEFORE):
        make.make_centre(email="buero@example.org")
        return [
            line
            for section in digest.open_steps(digest.readers()[0], DAY_BEFORE)
            for line in section.lines
        ]


def test_the_eve_reminds_as_long_as_nothing_changed(meeting):
    assert run_on(DAY_BEFORE) == [(EVE, MEMBER)]


@pytest.mark.parametrize(
    "values", [{"starts_at": dt.time(9)}, {"video_link": "https://video.example.org/x"}]
)
def test_the_eve_does_not_tell_a_change_that_nobody_was_told(meeting, values):
    change(meeting, **values)

    assert run_on(DAY_BEFORE) == []
    assert "Die Änderung ist noch nicht mitgeteilt." in told_to_the_office()


def test_session_hidden_again_is_not_spoken_of(meeting):
    change(meeting, visibility=make.OFFICE)

    assert run_on(DAY_BEFORE) == []
    assert told_to_the_office().count(
        "Eingeladen ist, aber nur die Geschäftsstelle sieht die Sitzung."
    )


def test_reminder_that_waits_is_dropped_once_the_session_is_hidden(meeting):
    run_on(DAY_BEFORE, hour=9)
    assert waiting() == [EVE]

    meeting.visibility = make.OFFICE
    meeting.save()
    run_on(DAY_BEFORE, hour=10)

    assert EVE not in waiting()
