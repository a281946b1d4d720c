"""Two at once on the same minutes: one release, one mail each, and no text lost."""

import pytest

from tests.meetings import rush_of_releases as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_releases as rush
print(*rush.careful_results(), *rush.careless_results())
"""
# Versions, mails, people, refusals; versions, refusals; saved, told; text and version agree.
CAREFUL = (1, 3, 3, 3, 2, 3, 1, 3, 1)


def assert_broken(results):
    saved, refusals, agree = results
    assert saved > 1
    assert not agree
    assert refusals < rush.MANY - 1


def test_on_sqlite_it_happens_once_and_without_the_lock_it_breaks(tmp_path):
    migrate(tmp_path)

    numbers = tuple(map(int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split()))

    assert numbers[:9] == CAREFUL
    assert_broken(numbers[9:])


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_it_happens_once():
    assert rush.careful_results() == CAREFUL


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_it_breaks_without_the_lock():
    assert_broken(rush.careless_results())
