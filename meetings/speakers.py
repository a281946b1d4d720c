"""
Who speaks for a seat in writing: its member, and a deputy until the member does.

What counts is a mandate on the day, today if none is named. Used where a seat
votes (resolutions.voters) and where it weighs topics (advice.weighing).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from meetings.models import Vote
from partners.models import Mandate, Person, Seat


@dataclass(frozen=True)
class Place:
    """A seat for which a person may speak, and as what."""

    seat: Seat
    by: str
    # A deputy whose seat has no member speaks for it alone.
    is_alone: bool = False

    @property
    def is_member(self):
        return self.by == Vote.By.MEMBER

    @property
    def decides(self):
        return self.is_member or self.is_alone


@dataclass
class Asked:
    """A person who is written to, with all their places."""

    person: Person
    places: list[Place] = field(default_factory=list)

    @property
    def votes(self):
        """False for a deputy, who is informed."""
        return any(one.decides for one in self.places)


def mandates_on(seats, day=None):
    """Return the mandates that count on `day`, by seat."""
    found = defaultdict(list)
    day = day or timezone.localdate()
    active = seats.active_on(day)
    mandates = Mandate.objects.active_on(day).filter(seat__in=active.values("pk"))
    for one in mandates.select_related("person", "seat__organisation").order_by("-role", "pk"):
        found[one.seat_id].append(one)
    return found


def places_on(seats, day=None) -> list[tuple[Person, Place]]:
    """Return who may speak on `day` for which of `seats`, members before deputies."""
    found = []
    for mandates in mandates_on(seats, day).values():
        has_member = any(one.role == Mandate.Role.MAIN for one in mandates)
        for one in mandates:
            is_member = one.role == Mandate.Role.MAIN
            by = Vote.By.MEMBER if is_member else Vote.By.DEPUTY
            found.append((one.person, Place(one.seat, by, not has_member)))
    return found


def places_of(seats, person, day=None) -> list[Place]:
    """Return the person's places on `seats`, those that decide first."""
    mine = [place for one, place in places_on(seats, day) if one == person]
    # The same person may be a seat's member and, by an older mandate, its deputy.
    by_seat = {one.seat.pk: one for one in sorted(mine, key=lambda one: one.is_member)}
    return sorted(by_seat.values(), key=lambda one: (not one.decides, one.seat.pk))


def asked_on(seats) -> list[Asked]:
    """Return whom to write to, members first, in the order of their names."""
    found = {}
    for person, place in places_on(seats):
        found.setdefault(person.pk, Asked(person)).places.append(place)
    people = sorted(found.values(), key=lambda one: (one.person.family_name, one.person.pk))
    return sorted(people, key=lambda one: not one.votes)
