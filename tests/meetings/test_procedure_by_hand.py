"""The rules of procedure against somebody with a calendar on the wall and slips on the table."""

import calendar
import datetime as dt
import re
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from meetings.procedure import (
    circular_period,
    consensus,
    expected_quorum,
    in_time,
    minutes_dates,
    objections_deadline,
    quorum,
)
from tests.meetings.voting import own_rules

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31))
PERIOD = st.integers(0, 365)
# By the hour, so that midnight has its turn.
START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
MOMENTS = st.integers(0, 300_000).map(lambda hours: START + dt.timedelta(hours=hours))
SOURCE = "Geschäftsordnung vom 01.02.2026"


def leafed(day, leaves):
    """Return the day on the wall after turning so many leaves of a calendar."""
    year, month, number = day.year, day.month, day.day
    for _leaf in range(leaves):
        number += 1
        if number > calendar.monthrange(year, month)[1]:
            number, month = 1, month + 1
        if month > 12:
            month, year = 1, year + 1
    return dt.date(year, month, number)


def counted(number, one, many):
    return f"{number} {one if number == 1 else many}"


# --- Days ---------------------------------------------------------------------


@given(DAYS, PERIOD, PERIOD)
def test_minutes_are_due_so_many_leaves_after_the_session(held_on, days, latest):
    rules = own_rules(minutes_days=days, minutes_latest_days=latest)

    found = minutes_dates(held_on, rules)

    assert [(one.code, one.due_on) for one in found] == [
        ("minutes", leafed(held_on, days)),
        ("minutes_latest", leafed(held_on, latest)),
    ]
    assert [one.rule for one in found] == [
        f"{counted(one, 'Tag', 'Tage')} nach der Sitzung, {SOURCE}" for one in (days, latest)
    ]


@given(DAYS, PERIOD)
def test_objections_are_possible_for_so_many_leaves_after_the_release(released_on, days):
    found = objections_deadline(released_on, own_rules(objection_days=days))

    assert (found.code, found.due_on) == ("objections", leafed(released_on, days))
    assert found.rule == f"{counted(days, 'Tag', 'Tage')} nach der Freigabe, {SOURCE}"


@given(DAYS, st.integers(-30, 60))
def test_circular_runs_long_enough_if_seven_leaves_do_not_pass_its_last_day(starts_on, days):
    due_on = starts_on + dt.timedelta(days=days)

    found = circular_period(starts_on, due_on, own_rules())

    assert found.holds == (leafed(starts_on, 7) <= due_on)
    assert found.text.startswith(f"{counted(days, 'Tag', 'Tage')} Frist; ")


# --- The last moment ----------------------------------------------------------


@given(MOMENTS, st.integers(-100_000, 100_000), st.sampled_from([dt.UTC, BERLIN]))
def test_vote_is_in_time_while_seconds_are_left_wherever_its_clock_stands(closes_at, left, zone):
    cast_at = (closes_at - dt.timedelta(seconds=left)).astimezone(zone)

    found = in_time(cast_at, closes_at, own_rules())

    assert found.holds == (left > 0)
    assert ("zu spät" in found.text) == (left <= 0)


@given(MOMENTS)
def test_late_voters_are_told_the_very_minute_at_which_it_ended(closes_at):
    told = in_time(closes_at, closes_at, own_rules()).text

    day, hour, minute = re.search(r"am ([\d.]{10}) um (\d\d):(\d\d) Uhr", told).groups()
    said = dt.datetime.strptime(day, "%d.%m.%Y").replace(tzinfo=BERLIN)
    said += dt.timedelta(hours=int(hour), minutes=int(minute))
    ended = closes_at.astimezone(BERLIN).replace(second=0, microsecond=0)
    assert said.replace(tzinfo=None) == ended.replace(tzinfo=None)


# --- Hands and slips ----------------------------------------------------------


@given(st.lists(st.booleans(), max_size=30))
def test_consensus_is_when_no_hand_goes_up_against_it(hands):
    against = hands.count(True)

    found = consensus(against, own_rules())

    assert found.is_adopted == (not any(hands))
    words = f"kein Einvernehmen: {counted(against, 'Gegenrede', 'Gegenreden')}"
    assert found.text.startswith(words if any(hands) else "einvernehmlich: ohne Gegenrede")


@given(
    st.lists(st.sampled_from(["member", "deputy", "nobody"]), max_size=30),
    st.integers(0, 12),
    st.booleans(),
)
def test_deputy_counts_for_the_quorum_like_the_member_and_is_named(seats, minimum, invited):
    rules = own_rules(quorum_minimum=minimum)
    here = [one for one in seats if one != "nobody"]
    deputies = seats.count("deputy")

    found = quorum(len(seats), len(here), deputies, rules, all_invited=invited)
    promised = expected_quorum(len(seats), len(here), deputies, rules)

    is_enough = len(here) > seats.count("nobody") and len(here) >= minimum
    assert (found.is_reached, promised.is_reached) == (is_enough and invited, is_enough)
    named = f", {deputies} durch Vertretung"
    assert (named in found.text, "durch Vertretung" in found.text) == (deputies > 0, deputies > 0)
    assert (f", davon {deputies} durch" in promised.text) == (deputies > 0)
