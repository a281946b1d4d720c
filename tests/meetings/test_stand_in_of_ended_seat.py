"""Who stands in for a seat for once loses with the seat what that opened."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.door import kept_minutes, takes_part_still
from meetings.models import AgendaItem, Document, Meeting
from meetings.models.afterwards import spoke_at
from meetings.places import announced_to
from partners.reader import Reader, ask_anew
from tests import factories as make
from tests.held import make_minutes

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def stand_in(meeting):
    """Return the reader who comes to the session for a seat, and the seat."""
    seat, person = make.make_seat(board=meeting.board), make.make_person()
    make.make_mandate(seat=seat)
    meeting.participations.create(seat=seat, response="delegated", deputy=person)
    return Reader(person), seat


def doors(reader):
    return (
        Meeting.objects.visible_to(reader).exists(),
        AgendaItem.objects.visible_to(reader).exists(),
        Document.objects.visible_to(reader).exists(),
        announced_to(reader).exists(),
        takes_part_still(reader),
    )


def test_stand_in_reads_the_session_while_its_seat_is_there_on_its_day():
    meeting = make.make_meeting(visibility=make.MEMBERS)
    item = make.make_agenda_item(meeting=meeting, visibility=make.MEMBERS)
    make.make_document(agenda_item=item, visibility=make.MEMBERS)
    reader, seat = stand_in(meeting)
    seen = {}

    for days in (0, -1):
        seat.ends_on = meeting.held_on + days * DAY
        seat.save()
        # As the next request does.
        ask_anew(reader)
        seen[days] = doors(reader)

    assert seen == {0: (True,) * 5, -1: (False,) * 5}


def test_stand_in_keeps_no_minutes_of_a_session_after_the_seat():
    today = timezone.localdate()
    meeting = make.make_meeting(held_on=today - DAY, state="held", visibility=make.MEMBERS)
    make_minutes(
        meeting=meeting, state="released", released_at=timezone.now(), objections_until=today
    )
    reader, seat = stand_in(meeting)
    kept = {}

    for days in (0, -1):
        seat.ends_on = meeting.held_on + days * DAY
        seat.save()
        kept[days] = (kept_minutes(reader).exists(), spoke_at(meeting).exists())

    assert kept == {0: (True, True), -1: (False, False)}
