"""What standing items tell: composed for who reads, known by their role, kept nowhere."""

import pytest

from gremium.gate.kinds import KINDS
from meetings import packs
from meetings.models import AgendaItem
from meetings.tasks.agenda import is_something_left, take_over
from tests import factories as make
from tests.held import make_task
from tests.meetings.papers import make_packs
from tests.meetings.standing_scene import (
    BESIDE,
    BOARD,
    DRAFT,
    INSIDE,
    OUTSIDE,
    RELEASED,
    at_the_item,
    birds_in,
    everywhere,
    in_print,
    make_scene,
)

pytestmark = pytest.mark.django_db

OWN = "Eigene Worte der Geschäftsstelle"


def as_it_is(item):
    pass


def edited(item):
    """One click in the editor, in the middle of what was there, and another heading and kind."""
    item.text = item.text.replace("Gimpel", "<strong>Gim</strong>pel") + f"<p>{OWN}</p>"
    item.title, item.kind = "Was aus Ihren Hinweisen wurde", AgendaItem.Kind.DISCUSSION


def translated(item):
    item.title = "Feedback on advice"


EDITS = [as_it_is, edited, translated]


def expected(name, level):
    """Return the birds that the reader hears at the item, if it is at `level`."""
    # An answer that is released reads the same inside and outside.
    reads = {
        "public": (*INSIDE, *BESIDE, *OUTSIDE),
        "members": (*INSIDE, "guest", "stand-in", "office without the right"),
        "office": ("office", "office without the right"),
    }
    if name not in reads[level]:
        return set()
    return BOARD | {"Elster"} if name in INSIDE else RELEASED


@pytest.mark.parametrize("edit", EDITS)
def test_each_reader_hears_at_the_item_what_they_may_and_no_more(client, edit):
    scene = make_scene()
    edit(scene.item)
    KINDS["top"].show(scene.item, None)

    heard = {}
    for level in ("public", "members", "office"):
        AgendaItem.objects.filter(pk=scene.item.pk).update(visibility=level)
        for name in (*INSIDE, *BESIDE, *OUTSIDE):
            heard[name, level] = birds_in(at_the_item(client, scene, name))

    assert heard == {(name, level): expected(name, level) for name, level in heard}


@pytest.mark.parametrize("edit", EDITS)
def test_visitor_hears_nothing_unreleased_wherever_they_go(client, edit):
    scene = make_scene()
    edit(scene.item)
    KINDS["top"].show(scene.item, None)
    make_packs()
    assert packs.find(scene.meeting, scene.users["member"])[1]

    heard = birds_in(everywhere(client))

    assert heard == RELEASED
    assert birds_in(in_print(client, scene, "visitor")) == RELEASED
    assert birds_in(in_print(client, scene, "member")) >= BOARD


def test_nothing_of_others_is_stored(client):
    scene = make_scene()

    assert [one.text for one in AgendaItem.objects.all()] == [""] * AgendaItem.objects.count()
    assert DRAFT.isdisjoint(birds_in(at_the_item(client, scene, "member")))


def test_words_of_the_office_stand_beside_what_is_told(client):
    scene = make_scene()
    edited(scene.item)
    KINDS["top"].show(scene.item, None)

    page = at_the_item(client, scene, "visitor")

    assert page.index(OWN) < page.index("Wendehals")
    scene.item.refresh_from_db()
    assert scene.item.text == f"<p>{OWN}</p>"


def test_release_taken_back_is_gone_at_the_next_request_everywhere(client):
    scene = make_scene()
    KINDS["top"].show(scene.item, None)
    make_packs()
    advice = scene.meeting.board.advice.get(public_text="Wendehals")
    assert birds_in(everywhere(client)) >= RELEASED

    KINDS["anregung"].hide(advice, None)

    assert birds_in(everywhere(client)) == set()
    readers = ("visitor", "guest", "stand-in", "office without the right", "foreign member")
    for name in readers:
        heard = at_the_item(client, scene, name) + in_print(client, scene, name)
        assert birds_in(heard) == set()
    assert birds_in(at_the_item(client, scene, "member")) == BOARD | {"Elster"}


# --- Known by their role ------------------------------------------------------------


def standing_items(meeting):
    return list(meeting.agenda_items.exclude(role="").order_by("position"))


def facts_of(meeting):
    """Return all that hangs on standing items, but for their headings."""
    return [
        (item.position, item.kind, item.role, item.visibility, item.text)
        for item in meeting.agenda_items.order_by("position", "pk")
    ]


@pytest.mark.parametrize("title", ["Anders genannt", "Offene Aufgaben", "Open tasks", "1."])
def test_renaming_every_standing_item_changes_nothing_else(client, title):
    scene = make_scene()
    make_task(board=scene.meeting.board, title="Aufgabe der Eule")
    make.make_agenda_item(meeting=scene.meeting, role="any_other_business", kind="formal")
    take_over(scene.meeting)
    AgendaItem.objects.filter(meeting=scene.meeting).update(visibility="members")
    before = facts_of(scene.meeting), birds_in(at_the_item(client, scene, "member"))
    roles = [item.role for item in standing_items(scene.meeting)]
    assert sorted(roles) == ["any_other_business", "approval", "feedback", "open_tasks"]

    AgendaItem.objects.filter(meeting=scene.meeting).exclude(role="").update(title=title)

    assert not is_something_left(scene.meeting)
    assert take_over(scene.meeting) == 0
    page = at_the_item(client, scene, "member")
    assert (facts_of(scene.meeting), birds_in(page)) == before
    assert page.count("Aufgabe der Eule") >= 2
    late = AgendaItem.objects.room_at_end(scene.meeting)
    assert late == scene.meeting.agenda_items.get(role="any_other_business").position - 1
