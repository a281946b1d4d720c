"""
What the calendar asks for: reminders, closing at the end, and what the office has to look at.

All of it is safe to repeat.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Resolution
from meetings.resolutions import agenda, circular, mails, voters

BEFORE = dt.timedelta(days=3)


def running():
    found = Resolution.objects.filter(kind=Resolution.Kind.CIRCULAR, state=Resolution.State.OPEN)
    return found.select_related("board").order_by("closes_at", "pk")


def close_due() -> int:
    """Close what has come to its end; return how many."""
    closed = 0
    for one in running().filter(closes_at__lte=timezone.now()):
        try:
            circular.close(one)
        except ValidationError:
            # Somebody closed it meanwhile.
            continue
        closed += 1
    return closed


# --- Reminders ----------------------------------------------------------------


def stage_of(resolution, today) -> str:
    """Return which reminder is due: three days before the last day, and on it."""
    if today == resolution.due_on:
        return "last"
    return "soon" if resolution.due_on - BEFORE <= today < resolution.due_on else ""


@transaction.atomic
def send_reminders(today=None) -> int:
    """Remind everybody whose vote is missing, once a stage; return how many mails."""
    today = today or timezone.localdate()
    due = [one for one in running().filter(closes_at__gt=timezone.now()) if stage_of(one, today)]
    return sum(remind(circular.locked(one), stage_of(one, today)) for one in due)


def remind(resolution, stage) -> int:
    """Return how many mails are new; nothing if it was closed meanwhile."""
    if resolution.state != Resolution.State.OPEN:
        return 0
    missing = {one.pk for one in circular.missing(resolution)}
    # Who has voted for one seat has no second vote to be reminded of.
    done = set(resolution.votes.values_list("person", flat=True))
    written = 0
    for asked in voters.asked(resolution):
        if asked.person.pk in done:
            continue
        places = [one for one in asked.places if one.decides and one.seat.pk in missing]
        if places and asked.person.wants_reminders:
            written += mails.remind(resolution, voters.Asked(asked.person, places), stage)
    return written


# --- For the office -----------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A circular resolution about which the office has to do something."""

    resolution: Resolution
    text: str
    act: str


def waiting(resolutions) -> list[Waiting]:
    """Return in words what of `resolutions` waits for the office; two queries."""
    boards = resolutions.values("board")
    open_ones = running().filter(pk__in=resolutions.values("pk")).prefetch_related("votes")
    found = [
        Waiting(one, _("alle haben abgestimmt"), _("schließen"))
        for one in open_ones
        if one.votes.all() and not circular.missing(one)
    ]
    objected = agenda.objected().filter(board__in=boards).select_related("board")
    words = _("Widerspruch gegen den Umlauf, noch auf keiner Tagesordnung")
    return found + [Waiting(one, words, _("ansehen")) for one in objected]
