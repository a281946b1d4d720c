"""Commands in a process of their own: threads need a database in a file."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

on_postgres = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="The database in memory bears no threads."
)


def manage(folder, *command):
    """Run `manage.py` with its SQLite database in `folder`; return what it prints."""
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
