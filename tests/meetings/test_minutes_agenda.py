"""The approval of the last minutes on the next agenda."""

import pytest

from meetings.minutes import acts
from meetings.models import AgendaItem, Meeting, Minutes, MinutesVersion
from tests import factories as make
from tests.held import (
    make_held_meeting,
)

pytestmark = pytest.mark.django_db

State, Occasion = Minutes.State, MinutesVersion.Occasion


# --- The next agenda --------------------------------------------------------


def titles(meeting):
    found = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    return [(one.position, one.title) for one in found]


def planned_after(meeting, *names):
    following = make.make_meeting(board=meeting.board, state=Meeting.State.PLANNED)
    for name in names:
        make.make_agenda_item(meeting=following, title=name, kind="formal")
    return following


def test_approval_comes_second_after_the_welcome_and_once():
    meeting = make_held_meeting()
    following = planned_after(meeting, "Begrüßung", "Verschiedenes")

    acts.begin(meeting)
    acts.begin(meeting)

    assert titles(following) == [
        (1, "Begrüßung"),
        (2, "Genehmigung des Protokolls der 1. Sitzung"),
        (3, "Verschiedenes"),
    ]


def test_standard_item_is_filled_with_the_number():
    meeting = make_held_meeting()
    following = planned_after(meeting, "Genehmigung des Protokolls der letzten Sitzung")

    acts.begin(meeting)

    assert titles(following) == [(1, "Genehmigung des Protokolls der 1. Sitzung")]


def test_announced_agenda_is_left_to_the_office():
    meeting = make_held_meeting()
    following = planned_after(meeting, "Berichte")
    Meeting.objects.filter(pk=following.pk).update(state=Meeting.State.INVITED)

    acts.begin(meeting)

    assert titles(following) == [(1, "Berichte")]
