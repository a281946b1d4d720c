"""
What every test stands on.

Django is set up here and not by pytest-django, which would do so before this
file is read: the settings get a folder of their own, and no variable of the
developer's shell but DATABASE_URL.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import django
import pytest
from django.db import connection

FOREIGN = (
    "ALLOWED_HOSTS",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "MEDIA_ROOT",
    "SECRET_KEY",
    "SITE_URL",
    "STATIC_ROOT",
    "TRUSTED_PROXIES",
)
VAR_DIR = Path(tempfile.mkdtemp(prefix="gremium-tests-"))

for name in FOREIGN:
    os.environ.pop(name, None)
os.environ["VAR_DIR"] = str(VAR_DIR)
os.environ["DJANGO_SETTINGS_MODULE"] = "gremium.settings"
# WhiteNoise warns about a missing folder, and warnings are errors.
(VAR_DIR / "static").mkdir()
django.setup()


def pytest_unconfigure(config):
    shutil.rmtree(VAR_DIR, ignore_errors=True)


# --- The migrated database, kept from one run to the next ---------------------

BASE = Path(__file__).resolve().parent.parent


def migrated() -> Path | None:
    """Return the file that keeps an empty SQLite database after all migrations of this state."""
    if connection.vendor != "sqlite":
        return None
    sources = [*BASE.glob("*/migrations/*.py"), *BASE.glob("*/models/*.py")]
    mark = hashlib.sha256(django.__version__.encode())
    for path in sorted([*sources, *BASE.glob("*/models.py")]):
        mark.update(path.read_bytes())
    return Path(tempfile.gettempdir()) / f"gremium-migrated-{mark.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_use_migrations(django_db_use_migrations):
    """Migrate only once for each state of the models: it takes longer than many tests."""
    kept = migrated()
    return django_db_use_migrations and not (kept and kept.exists())


@pytest.fixture(scope="session")
def django_db_setup(django_db_use_migrations, django_db_setup, django_db_blocker):
    kept = migrated()
    with django_db_blocker.unblock():
        if kept is None:
            return
        connection.ensure_connection()
        if django_db_use_migrations:
            keep(kept)
        else:
            with sqlite3.connect(kept) as source:
                source.backup(connection.connection)
            source.close()


def keep(path):
    """Write the database to `path`, whole or not at all: others may read it at the same moment."""
    part = path.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(part) as target:
        connection.connection.backup(target)
    target.close()
    part.replace(path)


@pytest.fixture(autouse=True)
def quick_and_clean(settings, tmp_path):
    """No manifest to build, no slow password hash, no file left behind."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
