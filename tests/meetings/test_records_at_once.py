"""Two write at once: one is saved, the others are told; nothing comes in after the end."""

import pytest

from tests.meetings import rush_of_records as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_records as rush
print(*rush.careful_results(), *rush.careless_results())
"""


def test_on_sqlite_one_is_saved_and_without_the_lock_texts_get_lost(tmp_path):
    migrate(tmp_path)

    numbers = list(map(int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split()))

    assert numbers[:3] == [1, rush.MANY - 1, 0]
    saved, after_end = numbers[3:]
    assert saved > 1
    assert after_end > 0


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_one_is_saved_and_nothing_comes_after_the_end():
    assert rush.careful_results() == (1, rush.MANY - 1, 0)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_texts_get_lost_without_the_lock():
    saved, after_end = rush.careless_results()

    assert saved > 1
    assert after_end > 0
