"""
An empty SQLite database after all migrations, kept from one run to the next.

Migrating takes longer than most tests. The file is named after the state of
migrations and models, so that a change of them makes a new one.
"""

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import django

BASE = Path(__file__).resolve().parent.parent


def kept() -> Path:
    """Return where the database of this state is kept, whether it is there or not."""
    sources = [*BASE.glob("*/migrations/*.py"), *BASE.glob("*/models/*.py")]
    mark = hashlib.sha256(django.__version__.encode())
    for path in sorted([*sources, *BASE.glob("*/models.py")]):
        mark.update(path.read_bytes())
    return Path(tempfile.gettempdir()) / f"gremium-migrated-{mark.hexdigest()[:16]}.sqlite3"


def keep(database):
    """Keep what is open, whole or not at all: others may read it at the same moment."""
    part = kept().with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(part)) as target:
        database.backup(target)
    part.replace(kept())


def fill(database):
    with closing(sqlite3.connect(kept())) as source:
        source.backup(database)
