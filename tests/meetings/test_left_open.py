"""What was left open comes back on the next agenda, and nothing of a draft with it."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import composing, planning
from meetings.models import ItemRecord, Minutes, Task
from meetings.tasks import agenda
from partners.reader import Anybody
from tests import factories as make
from tests.held import make_held_meeting, make_minutes, make_record, make_task
from tests.meetings.test_hints import page_of
from tests.office import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def person(board):
    return make.make_member(board).person


@pytest.fixture
def before(board):
    """An earlier session with one postponed item."""
    meeting = make_held_meeting(board=board, number=1)
    item = make.make_agenda_item(meeting=meeting, title="Datenschutz", minutes_planned=20)
    make_record(agenda_item=item, result=ItemRecord.Result.POSTPONED)
    now = timezone.now()
    make_minutes(meeting=meeting, state="approved", released_at=now, approved_at=now)
    return meeting


def told_to_members(meeting):
    """Return title → what is composed at each item for members."""
    items = list(meeting.agenda_items.with_circulars())
    composing.compose(meeting, items, Anybody(meeting.board_id))
    return {item.title: item.composed for item in items}


def test_open_tasks_and_postponed_items_come_back_once(board, before, person):
    make_task(board=board, person=person, title="Zahlen <b>", due_on=dt.date(2027, 3, 5))
    make_task(board=board, title="Geheim", is_announced=False)
    make_task(board=board, title="Fertig", state=Task.State.DONE)
    meeting = make.make_planned_meeting(board=board, number=2)
    make.make_agenda_item(meeting=meeting, title="Verschiedenes", role="any_other_business")

    added = [agenda.take_over(meeting), agenda.take_over(meeting)]

    items = list(meeting.agenda_items.order_by("position"))
    assert added == [2, 0]
    assert [one.title for one in items[1:]] == ["Datenschutz", "Offene Aufgaben", "Verschiedenes"]
    assert [one.position for one in items] == [1, 2, 3, 4]
    told = told_to_members(meeting)
    assert told["Datenschutz"] == "<p>Vertagt in der 1. Sitzung.</p>"
    assert told["Offene Aufgaben"] == (
        f"<ul><li><p>Zahlen &lt;b&gt; ({person.full_name}, bis 05.03.2027)</p></li></ul>"
    )
    assert {item.text for item in items} == {""}


def test_list_of_tasks_is_as_of_today(board, before):
    task = make_task(board=board, title="Eins")
    meeting = make.make_planned_meeting(board=board, number=2)
    agenda.take_over(meeting)

    task.state = Task.State.DONE
    task.save()
    make_task(board=board, title="Zwei")

    assert told_to_members(meeting)["Offene Aufgaben"] == "<ul><li><p>Zwei</p></li></ul>"


def test_agenda_from_a_template_brings_what_was_left(board, before):
    make_task(board=board)
    meeting = make.make_meeting(board=board, number=2)

    planning.fill_from_template(meeting, make.make_agenda_template("Begrüßung"))

    titles = [one.title for one in meeting.agenda_items.order_by("position")]
    assert titles == ["Begrüßung", "Datenschutz", "Offene Aufgaben"]


def test_copied_agenda_has_the_postponed_item_once(board, before):
    meeting = make.make_meeting(board=board, number=2)

    planning.copy_agenda(meeting, before)

    (item,) = meeting.agenda_items.all()
    assert (item.title, item.continues) == ("Datenschutz", before.agenda_items.get())


def test_draft_postpones_nothing_until_it_is_released(board, before):
    Minutes.objects.update(state="in_review", released_at=None)
    meeting = make.make_planned_meeting(board=board, number=2)

    early = [agenda.take_over(meeting), list(agenda.postponed(meeting))]
    Minutes.objects.update(state="released", released_at=timezone.now())
    late = agenda.take_over(meeting)

    assert early == [1, []]
    assert late == 1
    assert told_to_members(meeting)["Datenschutz"] == "<p>Vertagt in der 1. Sitzung.</p>"


def test_item_copied_early_is_the_one_that_goes_on_whatever_its_heading(board, before):
    Minutes.objects.update(state="draft", released_at=None)
    meeting = make.make_meeting(board=board, number=2)
    planning.copy_agenda(meeting, before)
    early = meeting.agenda_items.get(title="Datenschutz")
    early.text, early.title = "<p>Mit Gast</p>", "Datenschutz mit Gast"
    early.save()
    Minutes.objects.update(state="released", released_at=timezone.now())

    agenda.take_over(meeting)

    item = meeting.agenda_items.exclude(role="approval").get()
    assert (item.pk, item.continues) == (early.pk, before.agenda_items.get())
    assert item.text == "<p>Mit Gast</p>"
    assert told_to_members(meeting)[item.title] == "<p>Vertagt in der 1. Sitzung.</p>"
    assert early.continues is None


def test_other_boards_leave_nothing(board, before):
    meeting = make.make_planned_meeting()
    make_task(board=board)

    assert agenda.take_over(meeting) == 0


def test_office_that_plans_early_is_told_what_will_come_back(client, office, board, before):
    Minutes.objects.update(state="draft", released_at=None)
    meeting = make.make_planned_meeting(board=board, number=2)
    words = "Laut Entwurf des Protokolls vertagt: Datenschutz (1. Sitzung)."

    early = page_of(office, meeting)
    Minutes.objects.update(state="approved", released_at=timezone.now())
    late = page_of(office, meeting)
    Minutes.objects.update(state="draft", released_at=None)
    client.force_login(make.make_staff("meetings.view_meeting", "meetings.change_meeting"))
    without_right = page_of(client, meeting)

    assert (words in early, words in late, words in without_right) == (True, False, False)
    assert ("Offenes übernehmen" in late, "Datenschutz" in late) == (True, False)
