"""In which sessions a person is expected who holds no mandate for them: by name, for a while."""

from typing import NamedTuple

from django.db import models
from django.db.models import F, Q, Value

from meetings.models.days import recent
from partners.reader import is_person, on_board
from partners.standing import sits_on


class Place(NamedTuple):
    """That a person is expected in a session for which they hold no mandate."""

    session: int
    # None but for guests of one item.
    item: int | None
    is_guest: bool


def stands_in_there(user, day) -> Q:
    """
    Return the sessions for which the user was named, without a mandate, by who sits there still.

    Who was named for another day reads on until the session is over.
    """
    row, held_on = "participations__", F("held_on")
    named = is_person(user, f"{row}deputy") & Q(**{f"{row}is_ad_hoc": True})
    named &= Q(**{f"{row}seat__mandates__person": F(f"{row}given_by")})
    named &= sits_on(held_on, f"{row}seat__mandates__")
    is_ahead = Q(held_on__gte=day)
    return named & (Q(**{f"{row}given_for": held_on}) | is_ahead)


def read_places(sessions, user, day) -> list[Place]:
    """Return those among `sessions`, with one query for all of them."""
    sessions = sessions.filter(recent(day), on_board(user, "board")).order_by()
    stand_ins = sessions.filter(stands_in_there(user, day)).annotate(
        item=Value(None, models.BigIntegerField()), is_guest=Value(value=False)
    )
    guests = sessions.filter(is_person(user, "guests__person")).annotate(
        item=F("guests__agenda_item"), is_guest=Value(value=True)
    )
    columns = ("pk", "item", "is_guest")
    rows = stand_ins.values_list(*columns).union(guests.values_list(*columns))
    return [Place(key, item, bool(is_guest)) for key, item, is_guest in rows]
