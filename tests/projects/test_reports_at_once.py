"""Many clicks at the same moment: one report, one request."""

import pytest

from tests.processes import manage, migrate, on_postgres
from tests.projects import rush_of_reports as rush

RUSH = """
from tests.projects import rush_of_reports as rush
print(*rush.careful(), rush.careless())
"""


def test_on_sqlite_one_comes_of_many_and_more_without_the_lock(tmp_path):
    migrate(tmp_path)

    *careful, careless = map(int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split())

    assert careful == [1, 0, 1, 1, 1, 1]
    assert careless > 1


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_one_comes_of_many():
    assert rush.careful() == (1, 0, 1, 1, 1, 1)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_more_come_without_the_lock():
    assert rush.careless() > 1
