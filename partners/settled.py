"""
What was asked or counted on a day stays: a seat changes for the days that are open yet.

A circular procedure has asked the voting seats of the day it began, a session
has counted those of its own. Rows of other apps are found by the way back.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.standing import has_vote, is_active

PERIODS = ("starts_on", "ends_on", "votes_from", "votes_until")


@dataclass(frozen=True)
class Settled:
    """A day on which a seat counted, for what, and as what: with a vote, or as there."""

    day: dt.date
    what: str
    counts: Callable


def check(before, seat):
    """Raise ValidationError if the seat counted otherwise, as it stood `before`, on some day."""
    if all(getattr(before, name) == getattr(seat, name) for name in PERIODS):
        return
    for one in settled(before, seat):
        if one.counts(before, one.day) != one.counts(seat, one.day):
            text = _(
                "%(what)s hat den Sitz schon gezählt, wie er am %(day)s war. Das lässt sich erst "
                "für die Tage danach ändern."
            )
            field = "votes_until" if is_active(seat, one.day) else "ends_on"
            raise ValidationError({field: text % {"what": one.what, "day": f"{one.day:%d.%m.%Y}"}})


def settled(before, seat) -> Iterable[Settled]:
    for resolution in seat.board.resolutions.exclude(opened_at=None):
        day = timezone.localdate(resolution.opened_at)
        yield Settled(day, _("Der Umlauf „%s“") % resolution.title, has_vote)
    for vote in seat.votes.select_related("resolution"):
        day = timezone.localdate(vote.cast_at)
        yield Settled(day, _("Der Umlauf „%s“") % vote.resolution.title, is_active)
    meetings = seat.board.meetings
    for meeting in meetings.filter(participations__in=attended(seat)):
        yield Settled(meeting.held_on, _("Die %s") % meeting.title, is_active)
    is_counted = Q(participations__attendance__gt="") | Q(minutes__isnull=False)
    for meeting in meetings.filter(is_counted).distinct():
        # Who left before, and is told so late, was not there: that the office may put right.
        if is_active(before, meeting.held_on) and is_active(seat, meeting.held_on):
            yield Settled(meeting.held_on, _("Die %s") % meeting.title, has_vote)


def attended(seat):
    return seat.participations.filter(attendance__in=["present", "represented"])
