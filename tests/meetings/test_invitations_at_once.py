"""Several people press „senden“ at the same moment: one mail to each recipient."""

import ast

import pytest
from django.db import connection

from meetings.models import Dispatch
from tests.meetings import rush_of_invitations as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests.meetings import rush_of_invitations as rush
print([rush.careful_results(), rush.careless_results(), rush.unlimited_results()])
"""
ONE_EACH = [(1, rush.MANY - 1, 1)] * len(rush.KINDS)


def test_on_sqlite_one_is_sent_and_the_others_are_told(tmp_path):
    migrate(tmp_path)

    careful, careless, unlimited = ast.literal_eval(manage(tmp_path, "shell", "-v0", "-c", RUSH))

    assert careful == ONE_EACH
    assert all(told < rush.MANY - 1 for _sent, told, _mails in careless)
    assert [mails for _sent, _told, mails in careless] == [1, 1, 1]
    assert all(mails > 1 for _sent, _told, mails in unlimited)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_one_is_sent_and_the_others_are_told():
    assert rush.careful_results() == ONE_EACH


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_the_constraint_stops_what_the_lock_would_have_told():
    careless = rush.careless_results()

    assert all(told < rush.MANY - 1 for _sent, told, _mails in careless)
    assert [mails for _sent, _told, mails in careless] == [1, 1, 1]


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_everybody_gets_several_mails_without_lock_and_constraint():
    limits = limits_of(Dispatch)

    unlimited = rush.unlimited_results()

    assert all(mails > 1 for _sent, _told, mails in unlimited)
    assert limits_of(Dispatch) == limits


def limits_of(model):
    """Return the constraints that the database keeps for `model`, by name."""
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, model._meta.db_table)
