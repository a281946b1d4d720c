"""The rules of procedure: dates by the day, notice, expected quorum, each with its reason."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.procedure import expected_quorum, invitation_notice, latest_dates
from partners.models import Rules

DAY = dt.date(2027, 1, 14)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31))
PERIOD = st.integers(0, 365)
USUAL = "übliche Frist; für das Gremium ist keine Geschäftsordnung hinterlegt"


def own_rules(**values):
    """Rules as a board has them, without a database."""
    return Rules(pk=1, valid_from=dt.date(2026, 2, 1), **values)


# --- Latest dates -------------------------------------------------------------


def test_usual_periods_count_back_from_the_session():
    found = [(one.code, one.due_on) for one in latest_dates(DAY, Rules())]

    assert found == [
        ("save_the_date", dt.date(2026, 12, 17)),
        ("invitation", dt.date(2026, 12, 24)),
        ("proposals", dt.date(2026, 12, 31)),
        ("papers", dt.date(2027, 1, 7)),
        ("answers", dt.date(2027, 1, 7)),
    ]


def test_each_date_names_the_rule_it_comes_from():
    usual = {one.code: one.rule for one in latest_dates(DAY, Rules())}
    own = {one.code: one.rule for one in latest_dates(DAY, own_rules(invitation_days=1))}

    assert usual["invitation"] == f"21 Tage vor der Sitzung, {USUAL}"
    assert own["invitation"] == "1 Tag vor der Sitzung, Geschäftsordnung vom 01.02.2026"
    assert own["answers"] == "eine Woche vor der Sitzung"


def test_day_for_answers_can_be_set_for_one_session():
    (answers,) = (
        one for one in latest_dates(DAY, Rules(), dt.date(2027, 1, 2)) if one.code == "answers"
    )

    assert (answers.due_on, answers.rule) == (
        dt.date(2027, 1, 2),
        "für diese Sitzung festgelegt",
    )


@given(DAYS, PERIOD, PERIOD)
def test_dates_lie_as_many_days_before_as_the_rules_say(held_on, invitation, papers):
    rules = own_rules(invitation_days=invitation, papers_days=papers)

    found = latest_dates(held_on, rules)

    by_code = {one.code: one.due_on for one in found}
    assert (held_on - by_code["invitation"]).days == invitation
    assert (held_on - by_code["papers"]).days == papers
    assert [one.due_on for one in found] == sorted(by_code.values())


# --- Notice -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (22, "in_time"),
        (21, "in_time"),
        (20, "shortened"),
        (7, "shortened"),
        (6, "too_late"),
        (0, "too_late"),
        (-1, "too_late"),
    ],
)
def test_notice_changes_by_the_day(days, code):
    notice = invitation_notice(DAY - dt.timedelta(days=days), DAY, Rules())

    assert (notice.code, notice.days, notice.needs_reason) == (code, days, code != "in_time")


def test_notice_says_rule_and_numbers():
    rules = own_rules()
    texts = [
        invitation_notice(DAY - dt.timedelta(days=days), DAY, rules).text for days in (30, 10, 1)
    ]

    assert texts == [
        "Noch 30 Tage bis zur Sitzung. Die Einladungsfrist von 21 Tagen ist gewahrt "
        "(Geschäftsordnung vom 01.02.2026).",
        "Noch 10 Tage bis zur Sitzung. Die Einladungsfrist von 21 Tagen ist unterschritten; "
        "in Eilfällen genügen 7 Tage, mit Begründung (Geschäftsordnung vom 01.02.2026).",
        "Noch 1 Tag bis zur Sitzung. Auch die verkürzte Einladungsfrist von 7 Tagen ist "
        "unterschritten (Geschäftsordnung vom 01.02.2026).",
    ]


@given(DAYS, st.integers(-30, 400), PERIOD, PERIOD)
def test_later_is_never_better(sent_on, days, one, other):
    urgent, usual = sorted((one, other))
    rules = own_rules(invitation_days=usual, urgent_invitation_days=urgent)
    order = ["in_time", "shortened", "too_late"]
    held_on = sent_on + dt.timedelta(days=days)

    earlier = invitation_notice(sent_on, held_on, rules)
    later = invitation_notice(sent_on + dt.timedelta(days=1), held_on, rules)

    assert order.index(earlier.code) <= order.index(later.code)
    assert (earlier.code == "in_time") == (days >= usual)
    assert (earlier.code == "too_late") == (days < urgent)


# --- Expected quorum ----------------------------------------------------------


def test_expected_quorum_names_seats_deputies_and_what_is_needed():
    found = expected_quorum(11, 7, 2, own_rules(has_quorum=True))

    assert found.is_reached is True
    assert found.text == (
        "zugesagt 7 von 11 stimmberechtigten Sitzen, davon 2 durch Vertretung; nötig mehr als 5 "
        "(Geschäftsordnung vom 01.02.2026)"
    )


def test_quorum_is_off_in_advisory_mode_and_says_so():
    found = expected_quorum(11, 7, 0, Rules())

    assert found.is_reached is None
    assert found.text == (
        "zugesagt 7 von 11 stimmberechtigten Sitzen; die Beschlussfähigkeit wird nicht geprüft "
        "(übliche Regel; für das Gremium ist keine Geschäftsordnung hinterlegt)"
    )


def test_small_board_needs_its_minimum():
    found = expected_quorum(3, 2, 0, own_rules(has_quorum=True))

    assert found.is_reached is False
    assert found.text.endswith("nötig mindestens 3 (Geschäftsordnung vom 01.02.2026)")


@given(st.integers(0, 60), st.data())
def test_quorum_is_more_than_half_and_at_least_the_minimum(seats, data):
    promised = data.draw(st.integers(0, seats))
    rules = own_rules(has_quorum=True)

    found = expected_quorum(seats, promised, 0, rules)

    assert found.is_reached == (promised * 2 > seats and promised >= 3)
