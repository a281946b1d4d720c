"""Seats, mandates and votes in time: a breach past every check is found."""

import datetime as dt

import pytest

from meetings.models import Vote
from tests import factories as make
from tests.gremium.breaking import broken, change, found, key
from tests.meetings.balloting import begun, make_voters, seat_of, vote

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 1, 1)


@pytest.mark.parametrize("days", [{"starts_on": dt.date(2018, 1, 2)}, {"ends_on": DAY}])
def test_mandate_outside_of_its_seat(days):
    mandate = make.make_mandate()

    assert broken(mandate.seat, **days) == {"mandate_of_seat": [key(mandate)]}


def test_one_person_on_two_seats():
    _board, (first, second) = make_voters(2)
    mandate = second.mandates.get()

    assert set(broken(mandate, person=first)) == {"one_seat"}
    change(mandate, role="deputy")
    assert found() == {}


def test_two_chairs_on_one_day():
    _board, people = make_voters(2)
    first, second = (one.mandates.get() for one in people)
    change(first, office="chair", ends_on=DAY)
    change(second, starts_on=DAY + dt.timedelta(days=1))

    assert broken(second, office="chair") == {}
    change(second, starts_on=DAY)
    assert found() == {"one_chair": [key(second)]}


def test_vote_of_a_seat_without_one():
    board, people = make_voters()
    cast = vote(begun(board), people[0])

    assert broken(seat_of(people[0]), votes_from=None) == {"vote_of_seat": [key(cast)]}


def test_two_votes_of_one_person():
    board, people = make_voters()
    resolution = begun(board)
    votes = [vote(resolution, person) for person in people[:2]]
    deputy = make.make_mandate(seat=votes[1].seat, person=people[0], role="deputy")
    assert found() == {}

    change(votes[1], person=deputy.person)

    assert found() == {"one_vote": sorted(key(one) for one in Vote.objects.all())}
