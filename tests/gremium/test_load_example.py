"""Example data: marked, once, never beside real people."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from meetings.models import AgendaItem, Document, DocumentVersion, Meeting
from news.models import Article
from partners.models import Board, Mandate, Organisation, Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    call_command("load_board", str(Path(settings.BASE_DIR) / "data" / "first_session.yaml"))
    return Board.objects.get()


def test_example_needs_a_board():
    with pytest.raises(CommandError, match="Es gibt noch kein Gremium"):
        call_command("load_example")


def test_every_example_is_marked_and_no_real_fact_is(board):
    call_command("load_example")

    for model in (Person, Organisation, Board, Meeting, Article):
        real = set(model.objects.filter(is_example=False).values_list("pk", flat=True))
        assert len(real) == {Person: 0, Organisation: 16}.get(model, 1)
        assert model.objects.filter(is_example=True).exists()


def test_example_seats_a_member_and_a_deputy_on_each_seat(board):
    call_command("load_example")

    assert Mandate.objects.filter(seat__board=board, role="main").count() == 11
    assert Mandate.objects.filter(seat__board=board, role="deputy").count() == 11
    assert Person.objects.exclude(email__endswith="@example.org").count() == 0


def test_no_real_organisation_speaks_in_example_data(board):
    call_command("load_example")

    real = Organisation.objects.filter(is_example=False)
    assert not Article.objects.filter(is_example=True, organisations__in=real).exists()


def test_second_session_has_agenda_with_a_hidden_item_and_documents(board):
    call_command("load_example")

    meeting = board.meetings.get(number=2)
    items = meeting.agenda_items.order_by("position")
    assert [item.position for item in items] == [1, 2, 3, 4, 5, 6]
    assert {item.visibility for item in items} == {"public", "members"}
    assert meeting.documents.count() == 3
    assert not meeting.has_passed


def test_example_twice_is_harmless(board, capsys):
    call_command("load_example")
    models = (Person, Mandate, Meeting, AgendaItem, Document, DocumentVersion, Article)
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
