"""
Weighing topics: begun on purpose, counted at the end of its last day or early.

Each seat of the day it begins distributes five points. Every act holds the
row of the weighing first, so points come before the end or are refused.
"""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from advice import weighing_mails
from advice.models import Weighing
from meetings import entitlement, speakers
from meetings.obstacles import closed_board
from partners.models import Board

REMIND_BEFORE = dt.timedelta(days=2)


def locked(weighing) -> Weighing:
    """Return the weighing as it is now; who else gives points or closes it waits."""
    found = Weighing.objects.select_related("board").select_for_update(of=("self",))
    return found.get(pk=weighing.pk)


def running():
    return Weighing.objects.running().select_related("board").order_by("due_on", "pk")


# --- Seats ----------------------------------------------------------------------


def seats_of(weighing):
    """Return the seats asked, advisory ones too: it is advice, not a vote."""
    return entitlement.seats(entitlement.Act.WEIGH, weighing)


def places_of(weighing, person) -> tuple[speakers.Place, ...]:
    return entitlement.may(person, entitlement.Act.WEIGH, weighing).places


def asked(weighing) -> list[speakers.Asked]:
    return speakers.asked_on(seats_of(weighing))


def place_on(weighing, person, seat_pk) -> speakers.Place:
    """Return the person's place on the seat; raise ValidationError if they have none."""
    for one in places_of(weighing, person):
        if one.seat.pk == seat_pk:
            return one
    raise ValidationError(_("Für diesen Sitz können Sie keine Punkte vergeben."))


def weighed(weighing) -> set[int]:
    """Return the keys of the seats that have given points; not more is told before the end."""
    return set(weighing.weights.values_list("seat", flat=True))


def turnout(weighing) -> tuple[int, int]:
    """Return how many seats have given points, and of how many."""
    done = weighed(weighing)
    return len(done), len(done | {one.pk for one in seats_of(weighing)})


# --- Beginning ------------------------------------------------------------------


def obstacles(weighing) -> Iterable[str]:
    """Yield in words what stands in the way of beginning now."""
    if weighing.opened_at:
        yield _("Diese Gewichtung hat schon begonnen.")
        return
    if weighing.due_on <= timezone.localdate():
        yield _("Der letzte Tag muss nach heute liegen.")
    if Weighing.objects.running().filter(board=weighing.board_id).exists():
        yield _("In diesem Gremium läuft schon eine Gewichtung.")
    if weighing.board.visibility == Visibility.OFFICE:
        yield closed_board()
    yield from obstacles_in(list(weighing.topics.all()), weighing.board_id)
    if not any(one.votes and one.person.email for one in asked(weighing)):
        yield _("Das Gremium hat kein Mitglied mit E-Mail-Adresse.")


def obstacles_in(topics, board_pk) -> Iterable[str]:
    """Yield in words which of `topics` cannot be weighed."""
    if len(topics) < 2:
        yield _("Bitte wählen Sie mindestens zwei Themen.")
    for one in topics:
        if one.board_id != board_pk:
            yield _("„%s“ gehört zu einem anderen Gremium.") % one.title
        elif one.visibility == Visibility.OFFICE:
            yield _("„%s“ ist für die Mitglieder nicht sichtbar.") % one.title
        elif one.state not in one.WAITING:
            yield _("Über „%s“ ist schon entschieden.") % one.title


@transaction.atomic
def begin(weighing, by) -> list[speakers.Asked]:
    """
    Ask every seat for its points and return whom.

    Raise ValidationError with all that stands in the way.
    """
    # One at a time on a board: who begins another one waits here.
    Board.objects.select_for_update().get(pk=weighing.board_id)
    weighing = locked(weighing)
    if problems := list(obstacles(weighing)):
        raise ValidationError(problems)
    weighing.opened_at, weighing._history_user = timezone.now(), by
    weighing.save(update_fields=["opened_at"])
    people = asked(weighing)
    for one in people:
        weighing_mails.ask(weighing, one)
    return people


# --- The end --------------------------------------------------------------------


@transaction.atomic
def close(weighing, by=None) -> Weighing:
    """End the weighing, now or on its day, and tell the result. Raise ValidationError twice."""
    weighing = locked(weighing)
    if weighing.opened_at is None or weighing.closed_at:
        raise ValidationError(_("Diese Gewichtung läuft nicht."))
    weighing.closed_at, weighing._history_user = timezone.now(), by
    weighing.save(update_fields=["closed_at"])
    weighing_mails.tell_result(weighing)
    return weighing


def close_due(today=None) -> int:
    """Close what has come to its end; return how many. Safe to repeat."""
    closed = 0
    for one in running().filter(due_on__lt=today or timezone.localdate()):
        try:
            close(one)
        except ValidationError:
            # Somebody closed it meanwhile.
            continue
        closed += 1
    return closed


@transaction.atomic
def send_reminders(today=None) -> int:
    """Remind once, two days before the end, whose seat has given no points; return how many."""
    today = today or timezone.localdate()
    due = running().filter(due_on__gte=today, due_on__lte=today + REMIND_BEFORE)
    return sum(remind(locked(one)) for one in due)


def remind(weighing) -> int:
    if weighing.closed_at:
        return 0
    done, written = weighed(weighing), 0
    for one in asked(weighing):
        places = [place for place in one.places if place.decides and place.seat.pk not in done]
        if places and one.person.wants_reminders:
            written += weighing_mails.remind(weighing, speakers.Asked(one.person, places))
    return written
