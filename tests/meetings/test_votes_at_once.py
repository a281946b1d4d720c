"""Fifty votes at once: one row a seat, and what was accepted is what was counted."""

import pytest

from tests.meetings import rush_of_votes as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_votes as rush
print(*rush.{}())
"""
# One row, none broken, told as it is; accepted = counted, none broken, told once, one number;
# ten numbers for ten.
CAREFUL = (1, 0, 1, 0, 0, 1, 1, 10)


def assert_broken(results):
    _rows, broken, _told, uncounted, _broken, _results, _numbers, numbers = results
    assert broken > 0
    assert uncounted > 0
    assert numbers < 10


def of_rush(tmp_path, kind, what="results"):
    migrate(tmp_path)
    act = RUSH.format(f"{kind}_{what}")
    return tuple(map(int, manage(tmp_path, "shell", "-v0", "-c", act).split()))


def test_on_sqlite_every_accepted_vote_counts(tmp_path):
    assert of_rush(tmp_path, "careful") == CAREFUL


def test_on_sqlite_it_breaks_without_the_lock(tmp_path):
    assert_broken(of_rush(tmp_path, "careless"))


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_every_accepted_vote_counts():
    assert rush.careful_results() == CAREFUL


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_it_breaks_without_the_lock():
    assert_broken(rush.careless_results())


# --- One person on two seats -------------------------------------------------------------


@pytest.mark.parametrize(("kind", "votes"), [("careful", 1), ("careless", 2)])
def test_on_sqlite_one_person_has_one_vote_with_the_lock_only(tmp_path, kind, votes):
    assert of_rush(tmp_path, kind, "person") == (votes,)


@on_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("act", "votes"), [(rush.careful_person, 1), (rush.careless_person, 2)])
def test_on_postgres_one_person_has_one_vote_with_the_lock_only(act, votes):
    assert act() == (votes,)
