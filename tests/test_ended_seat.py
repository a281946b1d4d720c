"""
The period of a seat or a mandate, before, first, last and after, at every door and in every mail.

A seat takes its mandates with it; each door opens on the first day and is shut after the last.
"""

import datetime as dt

import pytest
from django.utils import timezone

from advice import weighing_mails
from advice.models import Weighing
from gremium.signin import may_use_code
from meetings import calendars, colleagues, proposals, speakers
from meetings.door import takes_part_still
from meetings.minutes import mails as minutes_mails
from meetings.models import Meeting, Resolution, Task
from meetings.recipients import recipients
from meetings.resolutions import mails as circular_mails
from meetings.resolutions import voters
from meetings.tasks.acts import people_of
from partners.models import Board, Seat
from partners.models.board import member_of
from partners.reader import Reader
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 11, 9), dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
DAYS = {FIRST - DAY: False, FIRST: True, LAST: True, LAST + DAY: False}


def make_scene(bound):
    """A seat with a member; seat or mandate, as `bound` says, lasts from FIRST to LAST."""
    board, period = make.make_board(), {"starts_on": FIRST, "ends_on": LAST}
    seat = make.make_seat(board=board, **period if bound == "seat" else {})
    person = make.make_person(user=make.make_user())
    make.make_mandate(seat=seat, person=person, **period if bound == "mandate" else {})
    other = make.make_mandate(seat=make.make_seat(board=board)).person
    return board, seat, person, other


def doors(client, board, seat, person, *, is_colleague=True):
    """Return what is still open to the person, by the name of the door."""
    token = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)
    feed = PersonalLink.objects.mint(person, PersonalLink.Purpose.CALENDAR)
    meeting = make.make_meeting(board=board, held_on=timezone.localdate())
    circular = Resolution(board=board, kind=Resolution.Kind.CIRCULAR)
    task = Task(board=board, title="Prüfen", organisation=seat.organisation, is_announced=True)
    task.save()
    weighing, reader = Weighing(board=board), Reader(person)
    return {
        "link": client.get(f"/l/{token}/").status_code == 200,
        "feed": client.get(f"/kalender/{feed}.ics").status_code == 200,
        "calendar": calendars.owner(feed) is not None,
        "door": takes_part_still(reader),
        "sign-in": may_use_code(person),
        "boards": Board.objects.with_member(reader).exists(),
        "sessions": Meeting.objects.filter(member_of(person.user, "board")).exists(),
        "invited": person in [one.person for one in recipients(meeting, "invitation")],
        "minutes": person in minutes_mails.readers_of(meeting),
        "result": person in circular_mails.readers_of(circular),
        "weighed": person in weighing_mails.readers_of(weighing),
        "voter": bool(voters.places_of(circular, person)),
        "speaker": bool(speakers.places_of(Seat.objects.all(), person)),
        **({"colleagues": person in colleagues_of(board, seat)} if is_colleague else {}),
        "proposes": proposals.seat_of(person, board) is not None,
        "task": person in people_of(task),
        "tasks": Task.objects.of_person(person).exists(),
    }


def colleagues_of(board, seat):
    reader = Reader(board.seats.exclude(pk=seat.pk).get().mandates.get().person)
    boards = colleagues.boards_of(reader)
    return [one.person for found in boards for seat in found.seats_now for one in seat.people]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("bound", ["seat", "mandate"])
def test_doors_open_with_the_first_day_and_close_after_the_last(client, time_machine, bound, day):
    board, seat, person, _other = make_scene(bound)
    time_machine.move_to(dt.datetime.combine(day, dt.time(12), dt.UTC))

    found = doors(client, board, seat, person)

    assert found == dict.fromkeys(found, DAYS[day])


def test_doors_of_a_colleague_stay_open(client, time_machine):
    board, _seat, _person, other = make_scene("seat")
    time_machine.move_to(dt.datetime.combine(LAST + DAY, dt.time(12), dt.UTC))
    other.user = make.make_user()
    other.save()

    own = other.mandates.get().seat
    found = doors(client, board, own, other, is_colleague=False)

    assert found == dict.fromkeys(found, True)
