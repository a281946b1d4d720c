"""
What every test stands on.

Django is set up here and not by pytest-django, which would do so before this
file is read: the settings get a folder of their own, and no variable of the
developer's shell but DATABASE_URL.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.db import connection

from tests import alike, migrated

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


def pytest_collection_modifyitems(items):
    for item in items:
        if alike.is_alike(item):
            item.add_marker(pytest.mark.alike)


def pytest_collection_finish(session):
    """Let the collector leave alone what is there for good, and come by less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config):
    shutil.rmtree(VAR_DIR, ignore_errors=True)


# --- The migrated database, kept from one run to the next ---------------------


def is_kept():
    return connection.vendor == "sqlite" and migrated.kept().exists()


@pytest.fixture(scope="session")
def django_db_use_migrations(django_db_use_migrations):
    """Migrate only once for each state of the models."""
    return django_db_use_migrations and not is_kept()


@pytest.fixture(scope="session")
def django_db_setup(django_db_use_migrations, django_db_setup, django_db_blocker):
    if connection.vendor != "sqlite":
        return
    with django_db_blocker.unblock():
        connection.ensure_connection()
        if django_db_use_migrations:
            migrated.keep(connection.connection)
        else:
            migrated.fill(connection.connection)


@pytest.fixture(autouse=True)
def quick_and_clean(settings, tmp_path):
    """No manifest to build, no slow password hash, no file left behind."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
