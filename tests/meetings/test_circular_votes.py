"""Circular resolutions: each result with its sentence, and a count by hand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.procedure import Ballot, circular_period, count_circular, in_time
from partners.models import Rules
from tests.meetings.voting import BASIS, CHOICES, own_rules

BERLIN = ZoneInfo("Europe/Berlin")
OPENED = dt.datetime(2027, 1, 10, 9, tzinfo=BERLIN)
CLOSES = dt.datetime(2027, 1, 21, tzinfo=BERLIN)


def ballot(seat, vote="yes", procedure="yes", by="member", hours=1):
    return Ballot(seat, by, OPENED + dt.timedelta(hours=hours), procedure, vote)


def test_circular_is_adopted_by_majority_and_participation():
    votes = [ballot(1), ballot(2), ballot(3, "no"), ballot(4, "abstain")]

    found = count_circular(votes, range(1, 7), CLOSES, own_rules())

    assert found.state == "adopted"
    assert found.text == (
        "mehrheitlich angenommen: 2 Ja, 1 Nein, 1 Enthaltung; nötig mehr Ja als Nein, "
        f"Enthaltungen zählen nicht {BASIS}; beteiligt 4 von 6 Sitzen, nötig mindestens 3"
    )


def test_one_objection_to_the_procedure_ends_it():
    votes = [ballot(seat) for seat in range(1, 11)] + [ballot(11, "yes", procedure="no")]

    found = count_circular(votes, range(1, 12), CLOSES, own_rules())

    assert found.state == "failed"
    assert found.text == (
        "nicht zustande gekommen: 1 Widerspruch gegen das Umlaufverfahren; "
        f"die Sache kommt auf die Tagesordnung der nächsten Sitzung {BASIS}"
    )


def test_too_few_answers_decide_nothing():
    found = count_circular([ballot(1), ballot(2)], range(1, 12), CLOSES, own_rules())

    assert found.state == "failed"
    assert found.text == (
        "nicht zustande gekommen: beteiligt 2 von 11 Sitzen, nötig mindestens 6 " + BASIS
    )


@pytest.mark.parametrize("deputy_hours", [1, 3])
def test_members_vote_replaces_the_deputys_whoever_was_first(deputy_hours):
    votes = [ballot(1, "no", by="deputy", hours=deputy_hours), ballot(1, "yes", hours=2)]

    found = count_circular(votes, [1], CLOSES, own_rules())

    assert [(one.by, one.vote) for one in found.counted] == [("member", "yes")]
    assert found.state == "adopted"


def test_late_vote_is_refused_with_the_moment_it_missed():
    late = in_time(CLOSES, CLOSES, own_rules())
    just = in_time(CLOSES - dt.timedelta(seconds=1), CLOSES, own_rules())

    assert (just.holds, just.text) == (True, f"Die Stimme ist rechtzeitig eingegangen {BASIS}.")
    assert late.holds is False
    assert late.text == (
        "Diese Stimme kam zu spät und zählt nicht: Die Frist endete am 20.01.2027 um 24:00 Uhr "
        f"{BASIS}."
    )


@pytest.mark.parametrize(("days", "holds"), [(7, True), (6, False), (10, True)])
def test_circular_takes_a_week_at_least(days, holds):
    start = dt.date(2027, 1, 10)

    found = circular_period(start, start + dt.timedelta(days=days), own_rules())

    assert found.holds is holds
    assert found.text == f"{days} Tage Frist; üblich 10, mindestens 7 Tage {BASIS}"


BALLOTS = st.builds(
    Ballot,
    seat=st.integers(1, 6),
    by=st.sampled_from(["member", "deputy"]),
    cast_at=st.integers(0, 400).map(lambda hours: OPENED + dt.timedelta(hours=hours)),
    procedure=st.sampled_from(CHOICES),
    vote=st.sampled_from(CHOICES),
)


@given(
    st.lists(BALLOTS, max_size=25, unique_by=lambda one: one.cast_at),
    st.integers(0, 6),
    st.integers(0, 100),
    st.sampled_from(Rules.Tie.values),
)
def test_circular_agrees_with_a_count_by_hand(ballots, seats, percent, tie):
    rules = own_rules(circular_participation=percent, tie=tie)

    found = count_circular(ballots, range(1, seats + 1), CLOSES, rules, chair_seat=1)

    assert found.state == by_hand(ballots, seats, percent, tie)


def by_hand(ballots, seats, percent, tie):
    """Go through the seats one by one, as an office with paper ballots would."""
    slips = {}
    for seat in range(1, seats + 1):
        mine = [one for one in ballots if one.seat == seat and one.cast_at < CLOSES]
        pile = [one for one in mine if one.by == "member"] or mine
        if pile:
            slips[seat] = max(pile, key=lambda one: one.cast_at)
    if any(slip.procedure == "no" for slip in slips.values()):
        return "failed"
    if not slips or len(slips) * 100 < seats * percent:
        return "failed"
    votes = [slip.vote for slip in slips.values()]
    if votes.count("yes") == votes.count("no") > 0 and tie == "chair" and 1 in slips:
        return "adopted" if slips[1].vote == "yes" else "rejected"
    return "adopted" if votes.count("yes") > votes.count("no") else "rejected"
