"""Several workers at the same moment: one of them makes the pack."""

import pytest

from tests.meetings import rush_of_packs as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_packs as rush
print(*rush.begun_by_many(), *rush.begun_by_many(rush.careless_claim))
"""


def test_on_sqlite_one_worker_makes_it_and_more_without_the_claim(tmp_path):
    migrate(tmp_path)

    careful, version, careless, _last = map(
        int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split()
    )

    assert (careful, version) == (1, 1)
    assert careless > 1


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_one_worker_makes_it():
    assert rush.begun_by_many() == (1, 1)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_more_make_it_without_the_claim():
    assert rush.begun_by_many(rush.careless_claim)[0] > 1
