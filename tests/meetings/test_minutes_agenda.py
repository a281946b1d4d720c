"""The approval of the last minutes on the next agenda."""

import pytest
from django.utils import timezone

from meetings import pack_contents
from meetings.audiences import MEMBERS
from meetings.minutes import acts
from meetings.models import AgendaItem, Meeting, Minutes, MinutesVersion
from meetings.tasks.agenda import take_over
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


def planned_after(meeting, **titles):
    """A session with standing items: role and title of each."""
    following = make.make_meeting(board=meeting.board, state=Meeting.State.PLANNED)
    for role, title in titles.items():
        make.make_agenda_item(meeting=following, title=title, role=role, kind="formal")
    return following


def told(meeting):
    """Return what the item on the approval says to members."""
    front = pack_contents.for_audience(meeting, MEMBERS).front()
    return str(front["items"])


def test_approval_comes_second_after_the_welcome_and_once():
    meeting = make_held_meeting()
    following = planned_after(meeting, welcome="Anfang", any_other_business="Ende")

    acts.begin(meeting)
    acts.begin(meeting)

    assert titles(following) == [
        (1, "Anfang"),
        (2, "Genehmigung des Protokolls der 1. Sitzung"),
        (3, "Ende"),
    ]
    assert "Protokoll der 1. Sitzung" in told(following)


def test_standard_item_keeps_its_heading_and_names_the_sessions():
    first = make_held_meeting()
    second = make_held_meeting(board=first.board)
    following = planned_after(first, approval="Rückblick")

    acts.begin(first)
    one = told(following)
    acts.begin(second)

    assert titles(following) == [(1, "Rückblick")]
    assert "Protokoll der 1. Sitzung" in one
    assert "Protokolle der 1. und 2. Sitzung" in told(following)


def test_heading_given_here_follows_what_is_open():
    first = make_held_meeting()
    second = make_held_meeting(board=first.board)
    following = planned_after(first, welcome="Anfang")
    acts.begin(first)
    acts.begin(second)
    both = titles(following)[1]

    at = timezone.now()
    Minutes.objects.filter(meeting=first).update(
        state=State.APPROVED, released_at=at, approved_at=at
    )
    take_over(following)

    assert both == (2, "Genehmigung der Protokolle der 1. und 2. Sitzung")
    assert titles(following)[1] == (2, "Genehmigung des Protokolls der 2. Sitzung")
    assert "Protokoll der 2. Sitzung" in told(following)


def test_announced_agenda_is_left_to_the_office():
    meeting = make_held_meeting()
    following = planned_after(meeting, feedback="Berichte")
    Meeting.objects.filter(pk=following.pk).update(state=Meeting.State.INVITED)

    acts.begin(meeting)

    assert titles(following) == [(1, "Berichte")]
