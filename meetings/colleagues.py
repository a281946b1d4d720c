"""Who sits on the boards of a person, as their members know each other."""

from django.db.models import Prefetch
from django.utils import timezone

from partners.models import Board, Mandate, Person, Seat


def boards_of(reader) -> list[Board]:
    """
    Return the boards the reader sits on today, each with `seats_now`.

    Members know each other by name, organisation and function; how to reach
    somebody only with that person's consent (`may_show_contact`).
    """
    day = timezone.localdate()
    people = Prefetch(
        "mandates",
        Mandate.objects.active_on(day)
        .prefetch_related(Prefetch("person", Person.objects.with_consent()))
        .order_by("-role", "pk"),
        to_attr="people",
    )
    seats = Seat.objects.active_on(day).with_names_of(day).prefetch_related(people)
    boards = Board.objects.with_member(reader, day)
    return list(boards.prefetch_related(Prefetch("seats", seats, to_attr="seats_now")))
