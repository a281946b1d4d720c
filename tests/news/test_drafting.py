"""After a session a draft waits for the office: public facts only, once, never out by itself."""

import datetime as dt

import pytest
from django.utils import timezone

from news import drafting
from news.models import Article
from tests import factories as make
from tests.advising import make_topic
from tests.held import make_held_meeting

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-4711"


@pytest.fixture
def held():
    board = make.make_board(short_name="Begleitgremium")
    make.make_seat(board=board, organisation=make.make_organisation(name="Verband Nord e. V."))
    venue = make.make_venue(name="Haus der Technik", city="Chemnitz")
    day = timezone.localdate() - dt.timedelta(days=1)
    meeting = make_held_meeting(board=board, held_on=day, venue=venue, note=CANARY)
    make.make_agenda_item(meeting=meeting, title="Bericht aus der Werkstatt")
    make.make_agenda_item(meeting=meeting, title=CANARY, visibility="members")
    return meeting


def test_draft_holds_the_public_facts(held):
    topic = make_topic(board=held.board, agenda_items=list(held.agenda_items.all()))
    make_topic(board=held.board, visibility="members", agenda_items=[held.agenda_items.first()])

    assert drafting.draft_due() == 1

    found = Article.objects.get()
    assert found.title == "1. Sitzung: Begleitgremium"
    assert found.published_from is None
    assert found.meeting == held
    assert "fand die 1. Sitzung statt: Haus der Technik" in found.teaser
    assert found.body == (
        "<h3>Auf der Tagesordnung</h3><ul><li><p>Bericht aus der Werkstatt</p></li></ul>"
        "<h3>Im Gremium vertreten</h3><ul><li><p>Verband Nord e. V.</p></li></ul>"
    )
    assert list(found.topics.all()) == [topic]
    assert [one.name for one in found.organisations.all()] == ["Verband Nord e. V."]


def test_draft_is_nowhere_outside(client, held):
    drafting.draft_due()
    address = Article.objects.get().get_absolute_url()

    assert client.get(address).status_code == 404
    assert address not in client.get("/sitemap.xml").content.decode()


def test_draft_comes_once_even_when_it_is_thrown_away(held):
    drafting.draft_due()
    again = drafting.draft_due()
    Article.objects.all().delete()

    assert again == drafting.draft_due() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"visibility": "members"},
        {"state": "invited"},
        {"held_on": dt.date(2020, 1, 1)},
    ],
)
def test_nothing_is_written_about_other_sessions(held, values):
    type(held).objects.filter(pk=held.pk).update(**values)

    assert drafting.draft_due() == 0
    assert not Article.objects.exists()
