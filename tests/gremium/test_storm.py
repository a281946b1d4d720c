"""kill -9 while somebody saves, releases and sends: whatever was begun is there whole or not."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from gremium.integrity import RULES
from tests.gremium import storm
from tests.post.mail_server import Sink, serving
from tests.processes import migrate, on_postgres

pytestmark = pytest.mark.slow

CODE = "import json; from tests.gremium import storm; print(json.dumps(storm.{}()))"


def started(*command, **environment):
    """Run `manage.py` with a database that others can reach."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def outcome(results, **environment) -> dict:
    """Let a process do it; return what it found, and what the command says of the data."""
    done = started("shell", "-v0", "-c", CODE.format(results), **environment)
    assert done.returncode == 0, done.stderr
    checked = started("integrity", "--json", **environment)
    report = json.loads(checked.stdout)
    return json.loads(done.stdout.splitlines()[-1]) | {
        "exit": checked.returncode,
        "rules": report["rules"],
        "breaches_afterwards": report["breaches"],
    }


def weather(settings, results, **environment):
    """Return what is true after the storm, and the mails that arrived."""
    sink = Sink()
    with serving(settings, sink) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        found = outcome(results, EMAIL_URL=url, **environment)
    return found, [one["Message-ID"] for one in sink.mails]


def assert_whole(found, arrived):
    """Some acts came through and some did not, none by half; every mail arrived."""
    assert (found["breaches"], found["breaches_afterwards"], found["exit"]) == ([], [], 0)
    assert found["rules"] == len(RULES)
    assert found["deaths"] > storm.ROUNDS * 0.6
    assert found["released"] * found["in_review"] > 0
    assert found["told"] == found["released"] * storm.MEMBERS
    assert 0 < found["invited"] < storm.ROUNDS
    assert found["asked"] == found["invited"] * storm.MEMBERS
    assert found["unsent"] == 0
    # Again only if its process died between the handing over and hearing „250“.
    assert set(arrived) == set(found["message_ids"])
    assert len(arrived) - len(set(arrived)) <= found["deaths"]


@pytest.fixture
def sqlite(tmp_path, monkeypatch):
    """An empty database in a file."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    migrate(tmp_path)
    return {"VAR_DIR": str(tmp_path)}


@pytest.fixture
def postgres(transactional_db, tmp_path):
    """The tests' own database, for another process."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    return {"VAR_DIR": str(tmp_path), "DATABASE_URL": server._replace(path=f"/{name}").geturl()}


def test_on_sqlite_nothing_is_there_by_half(sqlite, settings):
    assert_whole(*weather(settings, "careful_results", **sqlite))


def test_on_sqlite_without_the_transaction_something_is(sqlite, settings):
    found, _arrived = weather(settings, "careless_results", **sqlite)

    for told in ("breaches", "breaches_afterwards"):
        assert {one["rule"] for one in found[told]} == {"version"}
    assert found["exit"] == 1


@on_postgres
def test_on_postgres_nothing_is_there_by_half(postgres, settings):
    assert_whole(*weather(settings, "careful_results", **postgres))
