"""Twenty answers of one person at once: one row, the last one holds, one confirmation."""

import pytest

from tests.meetings import rush_of_answers as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_answers as rush
print(*rush.careful_results(), *rush.careless_results())
"""
CAREFUL = (1, 1, 1, 0, 1, 1)


def assert_broken(results):
    _rows, _waiting, _told, broken, changes, mails = results
    assert broken > 0
    assert min(changes, mails) > 1


def test_on_sqlite_the_last_one_holds_and_without_the_lock_it_breaks(tmp_path):
    migrate(tmp_path)

    numbers = tuple(map(int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split()))

    assert numbers[:6] == CAREFUL
    assert_broken(numbers[6:])


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_the_last_one_holds():
    assert rush.careful_results() == CAREFUL


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_it_breaks_without_the_lock():
    assert_broken(rush.careless_results())
