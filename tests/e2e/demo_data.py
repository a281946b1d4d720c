"""The demo's data: loaded once a run, and copied for each start of the product."""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from tests.processes import manage, migrate

# Where the links in the mails of the loaded data lead, until a copy gets an address of its own.
NOWHERE = "http://127.0.0.1:1"
COMMANDS = [
    ("collectstatic", "-v0", "--no-input"),
    ("load_board", "data/first_session.yaml"),
    ("load_example",),
]
WITH_ADDRESSES = ("text", "html", "calendar")


def kept() -> Path:
    """Return the folder that all workers of this run share."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    return Path(tempfile.gettempdir()) / f"gremium-demo-{run}"


def loaded(**variables) -> Path:
    """Return a folder with database, files and static files of the demo; load them once."""
    # With a mail server the examples' mails stay in the house.
    folder = kept() / ("posted" if "EMAIL_URL" in variables else "shown")
    whole = folder.with_suffix(".whole")
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            migrate(folder)
            for command in COMMANDS:
                manage(folder, *command, SITE_URL=NOWHERE, **variables)
            whole.touch()
    return folder


def copy(folder, address, **variables):
    """Put the demo's data into `folder`, with links that lead to `address`."""
    shutil.copytree(loaded(**variables), folder, dirs_exist_ok=True)
    with closing(sqlite3.connect(folder / "gremium.sqlite3")) as database, database:
        for column in WITH_ADDRESSES:
            database.execute(
                f"UPDATE post_mail SET {column} = replace({column}, ?, ?)",  # noqa: S608
                (NOWHERE, address),
            )


def forget():
    shutil.rmtree(kept(), ignore_errors=True)
