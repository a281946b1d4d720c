"""Many clicks at the same moment: one proposal, one item, one mail."""

import pytest

from tests.meetings import rush_of_proposals as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_proposals as rush
print(*rush.careful_results(), *rush.careless_results())
"""


def test_on_sqlite_one_comes_of_many_and_more_without_the_lock(tmp_path):
    migrate(tmp_path)

    numbers = list(map(int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split()))

    assert numbers[:4] == [1, 1, 1, 1]
    proposed, accepted, items, _mails = numbers[4:]
    assert min(proposed, accepted, items) > 1


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_one_comes_of_many():
    assert rush.careful_results() == (1, 1, 1, 1)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_more_come_without_the_lock():
    proposed, accepted, items, _mails = rush.careless_results()

    assert min(proposed, accepted, items) > 1
