"""Several people press „erinnern“ at the same moment: one mail to each member."""

import ast

import pytest

from tests.meetings import rush_of_reminders as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_reminders as rush
print([rush.careful_results(), rush.careless_results()])
"""
# One hand asks both members and the others hear so; the rounds write two mails.
ONE_EACH = [(1, 2), 2]


def assert_twice(careless):
    """By hand nothing but the lock helps; of the rounds each mail has an occasion of its own."""
    (hands, mails), rounds = careless
    assert hands > 1
    assert mails > 2
    assert rounds == 2


def test_on_sqlite_each_is_asked_once(tmp_path):
    migrate(tmp_path)

    careful, careless = ast.literal_eval(manage(tmp_path, "shell", "-v0", "-c", RUSH))

    assert careful == ONE_EACH
    assert_twice(careless)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_each_is_asked_once():
    assert rush.careful_results() == ONE_EACH


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_the_lock_is_what_helps():
    assert_twice(rush.careless_results())
