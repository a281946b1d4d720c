"""What counts as news of the agenda: what an item says, not that somebody pressed „Speichern“."""

import pytest

from meetings.contents import Contents
from meetings.models import AgendaItem, Dispatch
from meetings.preparation import Preparation
from post.models import Mail
from tests import factories as make
from tests.meetings.sending import meeting, send, staff
from tests.office import change, office
from tests.submitting import form_with, press

__all__ = ["meeting", "office", "send", "staff"]
pytestmark = pytest.mark.django_db

TEXT = "<p>Zeile\nzwei</p>"


@pytest.fixture
def item(meeting):
    """An item with two lines, of which the members were told."""
    item = meeting.agenda_items.get()
    item.text = TEXT
    item.save()
    return item


@pytest.fixture
def told(item, send):
    return send(Dispatch.Kind.INVITATION)


def news(meeting):
    """Return item → what became of it, and whether the office is asked to tell."""
    meeting.refresh_from_db()
    since = meeting.dispatches.first().sent_at
    return Contents(meeting, since).fresh_items, Preparation(meeting).has_news


def test_saved_unchanged_is_no_news_and_nobody_is_written_to(office, meeting, item, told):
    before = Mail.objects.count()

    for obj in (meeting, item):
        page = office.get(change(obj))
        answer = press(office, page, form_with(page, "_save"), "_save")
        assert answer.status_code == 302

    assert news(meeting) == ({}, False)
    assert Mail.objects.count() == before
    assert item.history.count() == 2


def test_only_what_was_typed_is_news(office, meeting, item, told):
    other = make.make_agenda_item(meeting=meeting, title="Zweitens", text=TEXT)
    page = office.get(change(meeting))

    press(
        office,
        page,
        form_with(page, "_save"),
        "_save",
        **{"agenda_items-1-title": "Anders"},
    )

    assert AgendaItem.objects.get(pk=other.pk).title == "Anders"
    assert news(meeting) == ({other.pk: "+"}, True)
    assert item.history.count() == 2


@pytest.mark.parametrize(
    "values", [{}, {"text": TEXT.replace("\n", "\r\n")}, {"title": "Titel "}], ids=str
)
def test_record_without_another_word_is_no_news(meeting, item, told, values):
    AgendaItem.objects.filter(pk=item.pk).update(title="Titel")
    AgendaItem.history.filter(id=item.pk).update(title="Titel")
    item.refresh_from_db()
    for name, value in values.items():
        setattr(item, name, value)

    item.save()

    assert item.history.count() == 3
    assert news(meeting) == ({}, False)


@pytest.mark.parametrize(
    "values", [{"text": "<p>Zeile zwei</p>"}, {"title": "Anders"}, {"minutes_planned": 25}], ids=str
)
def test_another_word_is_news(meeting, item, told, values):
    for name, value in values.items():
        setattr(item, name, value)

    item.save()

    assert news(meeting) == ({item.pk: "~"}, True)


def test_other_rapporteurs_are_news(meeting, item, told):
    item.rapporteurs.add(make.make_organisation())

    assert news(meeting) == ({item.pk: "~"}, True)


def test_there_and_back_again_is_no_news(meeting, item, told):
    for title in ("Anders", item.title):
        item.title = title
        item.save()

    assert news(meeting) == ({}, False)
