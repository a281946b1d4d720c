"""
Who is asked in a circular procedure, and who may vote for a seat.

Asked are the voting seats of the day it begins. A vote needs a mandate on that
seat on the day it is cast; a deputy's counts until the member votes.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import speakers
from meetings.planning import rules_on
from meetings.procedure import who_votes
from meetings.speakers import Asked, Place
from partners.models import Mandate, Person, Seat
from partners.standing import has_vote, is_active


def day_of(resolution):
    """Return the day whose seats are asked: that of the beginning, or today before it."""
    return (
        timezone.localdate(resolution.opened_at) if resolution.opened_at else timezone.localdate()
    )


def seats_of(resolution):
    """Return the voting seats asked, with their organisations."""
    found = Seat.objects.voting_on(day_of(resolution)).filter(board=resolution.board_id)
    return found.select_related("organisation")


def places(resolution) -> list[tuple[Person, Place]]:
    """Return who may vote today for which seat, members before deputies."""
    return speakers.places_on(seats_of(resolution))


def places_of(resolution, person) -> list[Place]:
    return speakers.places_of(seats_of(resolution), person)


def asked(resolution) -> list[Asked]:
    """Return whom to write to, members first, in the order of their names."""
    return speakers.asked_on(seats_of(resolution))


def why_not(resolution, person) -> str:
    """Return in words why the person may not vote."""
    today, begun = timezone.localdate(), day_of(resolution)
    mandates = Mandate.objects.active_on(today).filter(
        person=person, seat__board=resolution.board_id
    )
    held = [mandate.seat for mandate in mandates.select_related("seat")]
    if not held:
        return _("Sie haben in diesem Gremium zurzeit keinen Sitz.")
    if not any(has_vote(seat, today) for seat in held):
        rules = rules_on(resolution.board, begun)
        return who_votes(rules, is_voting=False, member_present=True, deputy_present=False).text
    if any(is_active(seat, begun) for seat in held):
        return _("Ihr Sitz war beim Beginn des Umlaufs beratend und stimmt nicht mit.")
    return _("Ihr Sitz kam erst nach dem Beginn des Umlaufs dazu und stimmt nicht mit.")


def place_on(resolution, person, seat_pk) -> Place:
    """Return the person's place on the seat; raise ValidationError if they may not vote for it."""
    for one in places_of(resolution, person):
        if one.seat.pk == seat_pk:
            return one
    raise ValidationError(why_not(resolution, person))
