"""In which sessions a person is expected who holds no mandate for them: by name, for a while."""

from typing import NamedTuple

from django.db import models
from django.db.models import F, Value

from meetings.models.days import recent
from partners.reader import is_person, on_board
from partners.standing import active_on


class Place(NamedTuple):
    """That a person is expected in a session for which they hold no mandate."""

    session: int
    # None but for guests of one item.
    item: int | None
    is_guest: bool


def read_places(sessions, user) -> list[Place]:
    """Return those among `sessions`, with one query for all of them."""
    sessions = sessions.filter(recent(), on_board(user, "board")).order_by()
    named = is_person(user, "participations__deputy")
    named &= active_on(F("held_on"), "participations__seat__")
    stand_ins = sessions.filter(named).annotate(
        item=Value(None, models.BigIntegerField()), is_guest=Value(value=False)
    )
    guests = sessions.filter(is_person(user, "guests__person")).annotate(
        item=F("guests__agenda_item"), is_guest=Value(value=True)
    )
    columns = ("pk", "item", "is_guest")
    rows = stand_ins.values_list(*columns).union(guests.values_list(*columns))
    return [Place(key, item, bool(is_guest)) for key, item, is_guest in rows]
