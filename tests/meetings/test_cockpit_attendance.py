"""Who is there, who votes, and whether the board is quorate, as the cockpit notes it."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from meetings.cockpit import attendance, clock, presence, results
from meetings.cockpit.page import Cockpit
from meetings.models import Guest
from partners.models import Mandate, Person, Rules
from tests import factories as make
from tests.meetings.sitting import JSON, address, ask_for_quorum, make_running
from tests.meetings.test_cockpit import first_item, record_of, refusal
from tests.test_office_forms import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

NOON = dt.datetime(2027, 3, 4, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_noon():
    """One o'clock in Berlin."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def seats_of(meeting):
    return list(meeting.board.seats.order_by("pk"))


def row_of(meeting, seat):
    return meeting.participations.get(seat=seat)


def mark(meeting, seat, value):
    return attendance.mark(meeting, seat.pk, value, None)


def test_one_tap_notes_a_seat(office):
    meeting = make_running()
    seat = seats_of(meeting)[0]

    answer = office.post(
        address(meeting, "seat", seat.pk), {"attendance": "excused"}, headers=JSON
    ).json()

    assert row_of(meeting, seat).attendance == "excused"
    pressed = 'name="attendance" value="excused" aria-pressed="true"'
    assert pressed in answer["parts"][f"seat-{seat.pk}"][1]


def test_permanent_deputy_is_named_by_the_tap_and_another_by_hand():
    meeting = make_running()
    seat = seats_of(meeting)[0]
    person = make.make_person(given_name="Kim", family_name="Ersatz")
    make.make_mandate(seat=seat, person=person, role=Mandate.Role.DEPUTY)

    mark(meeting, seat, "represented")
    assert row_of(meeting, seat).deputy_person_name == "Kim Ersatz"
    attendance.detail(meeting, seat.pk, {"deputy": " Toni  Spontan "}, None)

    assert row_of(meeting, seat).deputy_person_name == "Toni Spontan"


def test_who_comes_after_the_first_item_came_just_now(at_noon):
    meeting = make_running()
    one, two = seats_of(meeting)[:2]
    mark(meeting, one, "absent")
    mark(meeting, two, "absent")
    mark(meeting, one, "present")
    clock.begin_item(first_item(meeting), timezone.now(), None)
    at_noon.shift(600)
    clock.end_item(first_item(meeting), timezone.now(), None)

    mark(meeting, two, "present")

    assert row_of(meeting, one).arrived_at is None
    assert row_of(meeting, two).arrived_at == dt.time(13, 10)


def test_times_are_noted_and_taken_back():
    meeting = make_running()
    seat = seats_of(meeting)[0]

    attendance.detail(meeting, seat.pk, {"arrived_at": "13:20", "leaves": ""}, None)
    assert row_of(meeting, seat).arrived_at == dt.time(13, 20)
    attendance.detail(meeting, seat.pk, {"arrived_at": ""}, None)

    assert row_of(meeting, seat).arrived_at is None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"arrived_at": "halb drei"}, "keine Uhrzeit"),
        ({"left_at": "25:00"}, "keine Uhrzeit"),
        ({"arrived_at": "14:00", "left_at": "13:00"}, "vorher gekommen"),
    ],
)
def test_impossible_times_are_refused(values, reason):
    meeting = make_running()

    act = attendance.detail
    assert reason in refusal(act, meeting, seats_of(meeting)[0].pk, values, None)


def test_seat_of_another_board_is_refused():
    meeting, other = make_running(), make.make_seat()

    assert "gibt es am Tag" in refusal(attendance.mark, meeting, other.pk, "present", None)


# --- Quorum ---------------------------------------------------------------------------


def test_quorum_follows_who_comes_and_goes(at_noon):
    meeting = make_running(seats=5)
    ask_for_quorum(meeting)
    one, two, three = seats_of(meeting)[:3]
    assert Cockpit(meeting).quorum.text.startswith("beschlussfähig: 5 von 5 Stimmen")

    mark(meeting, one, "absent")
    mark(meeting, two, "represented")
    assert Cockpit(meeting).quorum.text.startswith(
        "beschlussfähig: 4 von 5 Stimmen, 1 durch Vertretung; nötig mehr als 2"
    )
    attendance.detail(meeting, two.pk, {"leaves": "1"}, None)
    attendance.detail(meeting, three.pk, {"arrived_at": "13:30"}, None)

    found = Cockpit(meeting)
    assert found.quorum.is_reached is False
    assert found.headcount == "Anwesend 2 von 5"
    at_noon.shift(1800)
    assert Cockpit(meeting).quorum.is_reached is True


def test_advisory_seats_are_there_but_have_no_vote():
    meeting = make_running(seats=3)
    ask_for_quorum(meeting)
    make.make_mandate(seat=make.make_seat(board=meeting.board, is_voting=False))
    attendance.prefill(meeting, None)
    meeting.participations.update(attendance="present")

    found = Cockpit(meeting)

    assert "3 von 3 Stimmen" in found.quorum.text
    assert found.headcount == "Anwesend 4 von 4"


def test_conflicted_seat_has_no_vote_on_that_item_only():
    meeting = make_running(seats=3)
    one, two = meeting.agenda_items.all()
    seat = seats_of(meeting)[0]

    results.set_conflicts(one, [seat.pk, 987654], None)

    found = presence.places(meeting)
    counts = [len(presence.eligible(record_of(x), found, Rules())) for x in (one, two)]
    assert counts == [2, 3]
    assert list(record_of(one).conflicted.all()) == [seat]


# --- Guests ---------------------------------------------------------------------------


def test_guest_without_invitation_is_noted_once(office):
    meeting = make_running()
    data = {"name": "Dr. Robin von  Gast", "organisation": "Musterwerk"}

    for _twice in "ab":
        office.post(address(meeting, "new_guest"), data, headers=JSON)

    guest = Guest.objects.get(meeting=meeting)
    person = guest.person
    assert (guest.is_present, guest.organisation_name) == (True, "Musterwerk")
    assert (person.title, person.given_name, person.family_name) == ("Dr.", "Robin", "von Gast")
    assert Person.objects.filter(family_name="von Gast").count() == 1


def test_invited_guest_comes_and_leaves(office):
    meeting = make_running()
    guest = make.make_guest(meeting=meeting)
    where = address(meeting, "guest", guest.pk)

    office.post(where, {"present": "1"}, headers=JSON)
    office.post(where, {"arrived_at": "13:05", "left_at": "13:50"}, headers=JSON)

    guest.refresh_from_db()
    assert guest.is_present is True
    assert (guest.arrived_at, guest.left_at) == (dt.time(13, 5), dt.time(13, 50))
