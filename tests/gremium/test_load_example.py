"""Example data: marked, once, never beside real people."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from advice.models import Advice
from meetings.models import (
    AgendaItem,
    Document,
    DocumentVersion,
    Meeting,
    Minutes,
    MinutesVersion,
    Resolution,
    Task,
)
from news.models import Article
from partners.models import Board, Mandate, Person
from post.models import Mail
from projects.models import ProgressReport, Project
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    call_command("load_board", str(Path(settings.BASE_DIR) / "data" / "first_session.yaml"))
    return Board.objects.get()


def test_example_needs_a_board():
    with pytest.raises(CommandError, match="Es gibt noch kein Gremium"):
        call_command("load_example")


def test_example_twice_is_harmless(board, capsys):
    call_command("load_example")
    models = (
        *(Person, Mandate, Meeting, AgendaItem, Document, DocumentVersion, Article),
        *(Minutes, MinutesVersion, Resolution, Task, Advice, Mail),
        *(Project, ProgressReport),
    )
    before = [model.objects.count() for model in models]

    call_command("load_example")

    assert [model.objects.count() for model in models] == before
    assert "schon da" in capsys.readouterr().out


def test_example_refuses_where_real_people_are(board):
    make_person()

    with pytest.raises(CommandError, match="echte Personen"):
        call_command("load_example")

    assert Person.objects.count() == 1
    assert board.meetings.count() == 1


def test_clock_stands_right_again_and_no_mail_leaves_for_a_server(board, settings, mailoutbox):
    settings.HAS_MAIL_SERVER, settings.MAIL_IS_SHOWN = True, False
    before = dt.datetime.now(tz=dt.UTC)

    call_command("load_example")

    assert before < timezone.now() < dt.datetime.now(tz=dt.UTC)
    assert mailoutbox == []
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.DROPPED}
