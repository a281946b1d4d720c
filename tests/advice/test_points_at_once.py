"""Twenty sets of points at once: one valid set a seat, and what was accepted is what is told."""

import pytest

from tests.advice import rush_of_points as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.advice import rush_of_points as rush
print(*rush.{}_results())
"""
# One row of five points, none broken; accepted = told, told once.
CAREFUL = (1, 5, 0, 0, 1)


def assert_broken(results):
    rows, total, _broken, untold, _told = results
    assert rows > 1
    assert total > 5
    assert untold > 0


def of_rush(tmp_path, kind):
    migrate(tmp_path)
    return tuple(map(int, manage(tmp_path, "shell", "-v0", "-c", RUSH.format(kind)).split()))


def test_on_sqlite_a_seat_has_one_valid_set(tmp_path):
    assert of_rush(tmp_path, "careful") == CAREFUL


def test_on_sqlite_it_breaks_without_the_lock(tmp_path):
    assert_broken(of_rush(tmp_path, "careless"))


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_a_seat_has_one_valid_set():
    assert rush.careful_results() == CAREFUL


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_it_breaks_without_the_lock():
    assert_broken(rush.careless_results())
