"""
Who is asked in a circular procedure, and who may vote for a seat.

Asked are the voting seats of the day it begins. A vote needs a mandate on that
seat on the day it is cast; a deputy's counts until the member votes.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Vote
from meetings.planning import rules_on
from meetings.procedure import who_votes
from partners.models import Mandate, Person, Seat


@dataclass(frozen=True)
class Place:
    """A seat for which a person may vote, and as what."""

    seat: Seat
    by: str
    # A deputy whose seat has no member votes for it alone.
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


def day_of(resolution):
    """Return the day whose seats are asked: that of the beginning, or today before it."""
    return (
        timezone.localdate(resolution.opened_at) if resolution.opened_at else timezone.localdate()
    )


def seats_of(resolution):
    """Return the voting seats asked, with their organisations."""
    found = Seat.objects.active_on(day_of(resolution)).filter(
        board=resolution.board_id, is_voting=True
    )
    return found.select_related("organisation")


def mandates_of(resolution):
    """Return the mandates that count today, by seat asked."""
    found = defaultdict(list)
    today = timezone.localdate()
    seats = seats_of(resolution).active_on(today)
    mandates = Mandate.objects.active_on(today).filter(seat__in=seats.values("pk"))
    for one in mandates.select_related("person", "seat__organisation").order_by("-role", "pk"):
        found[one.seat_id].append(one)
    return found


def places(resolution) -> list[tuple[Person, Place]]:
    """Return who may vote today for which seat, members before deputies."""
    found = []
    for mandates in mandates_of(resolution).values():
        has_member = any(one.role == Mandate.Role.MAIN for one in mandates)
        for one in mandates:
            is_member = one.role == Mandate.Role.MAIN
            by = Vote.By.MEMBER if is_member else Vote.By.DEPUTY
            found.append((one.person, Place(one.seat, by, not has_member)))
    return found


def places_of(resolution, person) -> list[Place]:
    mine = [place for one, place in places(resolution) if one == person]
    # The same person may be a seat's member and, by an older mandate, its deputy.
    by_seat = {one.seat.pk: one for one in sorted(mine, key=lambda one: one.is_member)}
    return sorted(by_seat.values(), key=lambda one: (not one.decides, one.seat.pk))


def asked(resolution) -> list[Asked]:
    """Return whom to write to, members first, in the order of their names."""
    found = {}
    for person, place in places(resolution):
        found.setdefault(person.pk, Asked(person)).places.append(place)
    people = sorted(found.values(), key=lambda one: (one.person.family_name, one.person.pk))
    return sorted(people, key=lambda one: not one.votes)


def why_not(resolution, person) -> str:
    """Return in words why the person may not vote."""
    today = timezone.localdate()
    seats = Seat.objects.active_on(today).filter(board=resolution.board_id)
    mandates = Mandate.objects.active_on(today).filter(person=person, seat__in=seats.values("pk"))
    held = [one.seat for one in mandates.select_related("seat")]
    if not held:
        return _("Sie haben in diesem Gremium zurzeit keinen Sitz.")
    if not any(one.is_voting for one in held):
        rules = rules_on(resolution.board, day_of(resolution))
        return who_votes(rules, is_voting=False, member_present=True, deputy_present=False).text
    return _("Ihr Sitz kam erst nach dem Beginn des Umlaufs dazu und stimmt nicht mit.")


def place_on(resolution, person, seat_pk) -> Place:
    """Return the person's place on the seat; raise ValidationError if they may not vote for it."""
    for one in places_of(resolution, person):
        if one.seat.pk == seat_pk:
            return one
    raise ValidationError(why_not(resolution, person))
