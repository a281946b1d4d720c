"""Of a vote and a conflict at the same moment one is refused; without the lock both are noted."""

import pytest

from tests.meetings import rush_of_conflicts as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_conflicts as rush
print(*rush.careful_results(), *rush.careless_results())
"""


def test_on_sqlite_one_is_refused_and_without_the_lock_they_disagree(tmp_path):
    migrate(tmp_path)

    numbers = list(map(int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split()))

    assert numbers[:2] == [rush.ITEMS, 0]
    assert numbers[3] > 0


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_one_is_refused_and_they_agree():
    assert rush.careful_results() == (rush.ITEMS, 0)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_they_disagree_without_the_lock():
    _refused, disagreeing = rush.careless_results()

    assert disagreeing > 0
