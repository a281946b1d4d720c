"""Objections at the same moment: all are kept, equal ones once, none is overtaken."""

import pytest

from tests.meetings import rush_of_objections as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_objections as rush
print(*rush.careful_results(), *rush.careless_results())
"""
CAREFUL = (rush.MANY, 1, 1, 1, 0)


def test_on_sqlite_all_are_kept_once_and_not_without_the_lock(tmp_path):
    migrate(tmp_path)

    numbers = list(map(int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split()))

    equal, answers, overtaken = numbers[5:]
    assert tuple(numbers[:5]) == CAREFUL
    assert min(equal, answers) > 1
    assert overtaken > 0


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_all_are_kept_once():
    assert rush.careful_results() == CAREFUL


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_not_without_the_lock():
    equal, answers, overtaken = rush.careless_results()

    assert min(equal, answers) > 1
    assert overtaken > 0
