"""
Who is asked in a circular procedure, and who may vote for a seat.

Asked are the voting seats of the day it begins. A vote needs a mandate on that
seat on the day it is cast; a deputy's counts until the member votes. The rules
are those of meetings.entitlement.
"""

from django.core.exceptions import ValidationError

from meetings import entitlement, speakers
from meetings.entitlement import Act, may
from meetings.speakers import Asked, Place
from partners.models import Person


def seats_of(resolution):
    """Return the voting seats asked, with their organisations."""
    return entitlement.seats(Act.VOTE, resolution)


def places(resolution) -> list[tuple[Person, Place]]:
    """Return who may vote today for which seat, members before deputies."""
    return speakers.places_on(seats_of(resolution))


def places_of(resolution, person) -> tuple[Place, ...]:
    return may(person, Act.VOTE, resolution).places


def asked(resolution) -> list[Asked]:
    """Return whom to write to, members first, in the order of their names."""
    return speakers.asked_on(seats_of(resolution))


def why_not(resolution, person) -> str:
    """Return in words why the person may not vote."""
    return entitlement.why_no_vote(person, resolution)


def place_on(resolution, person, seat_pk) -> Place:
    """Return the person's place on the seat; raise ValidationError if they may not vote for it."""
    for one in places_of(resolution, person):
        if one.seat.pk == seat_pk:
            return one
    raise ValidationError(why_not(resolution, person))
