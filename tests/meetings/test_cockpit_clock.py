"""The clock of the cockpit: items begin and end, and how far behind the plan that is."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from meetings.cockpit import clock
from meetings.models import Meeting
from tests.meetings.sitting import JSON, act_address, make_running
from tests.meetings.test_cockpit import first_item, record_of, refusal
from tests.test_office_forms import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

NOON = dt.datetime(2027, 3, 4, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_next_item_ends_the_one_before(at_noon):
    meeting = make_running()
    one, two = meeting.agenda_items.all()
    clock.begin_item(one, timezone.now(), None)
    at_noon.shift(300)

    clock.begin_item(two, timezone.now(), None)

    assert record_of(one).ended_at == record_of(two).begun_at == NOON + dt.timedelta(minutes=5)
    assert record_of(two).ended_at is None


def test_what_was_sent_late_counts_from_when_it_was_done(at_noon, office):
    meeting = make_running()
    item = first_item(meeting)

    office.post(act_address(item, "beginnen"), {"age": "90"}, headers=JSON)

    assert record_of(item).begun_at == NOON - dt.timedelta(seconds=90)


@pytest.mark.parametrize("age", ["-5", "x", "9" * 30, "100000"])
def test_nonsense_of_a_device_counts_as_now(at_noon, office, age):
    meeting = make_running()
    item = first_item(meeting)

    office.post(act_address(item, "beginnen"), {"age": age}, headers=JSON)

    assert record_of(item).begun_at == NOON


@pytest.mark.parametrize(
    ("begun", "now", "text"),
    [
        ("13:05", "13:06", "+5 Min."),
        ("12:58", "13:06", "−2 Min."),
        ("13:00", "13:14", "+4 Min."),
        ("13:00", "13:05", "im Plan"),
    ],
)
def test_clock_says_how_far_behind_the_plan(begun, now, text):
    def at(words):
        return dt.datetime.fromisoformat(f"2027-03-04T{words}:00+00:00")

    pace = clock.Pace(at(begun), None, at("13:00"), at("13:10"))

    assert clock.signed(pace.behind(at(now))) == text


def test_clock_runs_on_the_day_only():
    meeting = make_running()
    Meeting.objects.filter(pk=meeting.pk).update(
        held_on=timezone.localdate() - dt.timedelta(days=1)
    )

    item = first_item(Meeting.objects.get(pk=meeting.pk))

    assert "am Tag der Sitzung" in refusal(clock.begin_item, item, timezone.now(), None)
