"""Several workers at the same moment: one of them makes the pack."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.meetings import rush_of_packs as rush

RUSH = """
from tests.meetings import rush_of_packs as rush
print(*rush.begun_by_many(), *rush.begun_by_many(rush.careless_claim))
"""
on_postgres = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="The database in memory bears no threads."
)


def manage(folder, *command):
    environment = {**os.environ, "VAR_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_on_sqlite_one_worker_makes_it_and_more_without_the_claim(tmp_path):
    manage(tmp_path, "migrate", "-v0")

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
