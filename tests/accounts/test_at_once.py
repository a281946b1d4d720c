"""Twenty at the door at the same moment: one comes in, ten are heard."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import Attempt
from tests.accounts import rush
from tests.processes import migrate

on_postgres = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="The database in memory bears no threads."
)


def shell(code, folder):
    environment = {**os.environ, "VAR_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", *code]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_on_sqlite_one_comes_in_and_ten_are_heard(tmp_path):
    migrate(tmp_path)

    out = shell(["shell", "-v0", "-c", "from tests.accounts import rush; rush.report()"], tmp_path)

    opened, heard, opened_carelessly, heard_carelessly = map(int, out.split())
    assert opened == 1
    assert 1 <= heard <= 10
    assert opened_carelessly > 1
    assert heard_carelessly > 10


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_one_comes_in_and_ten_are_heard():
    assert rush.opened_by_one_code() == 1
    assert 1 <= rush.tries_let_through() <= 10


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_more_come_in_without_the_guard():
    assert rush.opened_by_one_code(rush.redeem_carelessly) > 1
    assert rush.tries_let_through(rush.wait_carelessly) > 10
    assert Attempt.objects.count() == rush.MANY
