"""Commands in a process of their own: threads need a database in a file."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from tests import migrated

on_postgres = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="The database in memory bears no threads."
)


def manage(folder, *command, **variables):
    """Run `manage.py` with its SQLite database in `folder`; return what it prints."""
    environment = {**os.environ, "VAR_DIR": str(folder), **variables}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def migrate(folder):
    """Put an empty SQLite database into `folder`, after all migrations."""
    path = folder / "gremium.sqlite3"
    if migrated.kept().exists():
        shutil.copyfile(migrated.kept(), path)
        return
    manage(folder, "migrate", "-v0")
    with closing(sqlite3.connect(path)) as database:
        migrated.keep(database)
