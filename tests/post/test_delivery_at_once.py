"""Several workers, and workers that die: each mail is handed over once, or with the same id."""

import ast
import os
import shutil
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.post import rush_of_workers as rush
from tests.post.mail_server import Sink, serving
from tests.processes import migrate

RUSH = """
from tests.post import rush_of_workers as rush
print([
    rush.careful_results(), rush.careless_results(),
    rush.is_free_while_the_server_is_slow(), rush.supersede_in_flight(),
])
"""
WRITE = """
from tests.factories import make_mail
print(make_mail().message_id)
"""
DEAD = """
from django.utils import timezone
from post.models import Mail
mail = Mail.objects.get()
print(mail.state, mail.attempts)
Mail.objects.update(claimed_until=timezone.now())
"""
ONCE = [1] * rush.MAILS
IN_ORDER = (["Einladung", "Absage"], "sent")
on_postgres = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="The database in memory bears no threads."
)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("migrated")
    migrate(folder)
    return folder


@pytest.fixture
def folder(tmp_path, migrated):
    """A folder with an empty database that processes can share."""
    shutil.copytree(migrated, tmp_path / "var")
    return tmp_path / "var"


def start(folder, *command, **more):
    environment = {**os.environ, "VAR_DIR": str(folder), **more}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def manage(folder, *command, **more):
    process = start(folder, *command, **more)
    answer = process.communicate()[0]
    assert process.returncode == 0
    return answer


def shell(folder, code):
    return manage(folder, "shell", "-v0", "-c", code).strip()


def test_on_sqlite_each_mail_is_handed_over_once(folder):
    careful, careless, is_free, order = ast.literal_eval(shell(folder, RUSH))

    assert careful == ONCE
    assert max(careless) > 1
    assert is_free
    assert order == IN_ORDER


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_each_mail_is_handed_over_once():
    assert rush.careful_results() == ONCE


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_mails_are_repeated_without_the_claim():
    assert max(rush.careless_results()) > 1


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_others_write_and_replace_meanwhile():
    assert rush.is_free_while_the_server_is_slow()
    assert rush.supersede_in_flight() == IN_ORDER


def test_worker_killed_before_it_hears_250_leaves_the_mail_to_the_next_with_the_same_id(
    folder, settings
):
    message_id = shell(folder, WRITE)
    sink, workers = Sink(), []
    with serving(settings, sink) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        sink.before_250 = lambda: os.kill(workers[0].pid, signal.SIGKILL)
        workers.append(start(folder, "outbox", "--once", EMAIL_URL=url))
        assert workers[0].wait() == -signal.SIGKILL
        workers[0].stdout.close()

        sink.before_250 = None
        assert manage(folder, "outbox", "--once", EMAIL_URL=url).endswith(": 0\n")
        assert shell(folder, DEAD) == "queued 1"
        assert manage(folder, "outbox", "--once", EMAIL_URL=url).endswith(": 1\n")

    assert [one["Message-ID"] for one in sink.mails] == [message_id, message_id]


def test_worker_delivers_what_comes_and_ends_when_asked(folder, settings):
    sink = Sink()
    with serving(settings, sink) as server:
        worker = start(folder, "outbox", EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        message_id = shell(folder, WRITE)
        sink.wait_for(1)
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(10) == 0
        assert worker.communicate()[0] == ""
    assert [one["Message-ID"] for one in sink.mails] == [message_id]
