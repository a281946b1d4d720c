"""
The circular procedure: begun on purpose, closed at its end, by an objection or early.

Every act holds the resolution's row first. So each vote comes either before
the count and is in it, or after it and is refused.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings import entitlement
from meetings.models import Choice, Resolution
from meetings.models.days import midnight
from meetings.obstacles import closed_board
from meetings.planning import rules_on
from meetings.procedure import Ballot, CircularCount, circular_period, count_circular, majority
from meetings.procedure.circular import tally_of
from meetings.resolutions import agenda, mails, register, voters
from partners.models import Mandate, Seat

State = Resolution.State
INSTANT = dt.timedelta(microseconds=1)


def locked(resolution) -> Resolution:
    """Return the resolution as it is now; who else votes or closes waits."""
    found = Resolution.objects.select_related("board").select_for_update(of=("self",))
    return found.get(pk=resolution.pk)


def rules_of(resolution):
    return rules_on(resolution.board, entitlement.day_of(resolution))


# --- Beginning ----------------------------------------------------------------


def last_day(resolution) -> dt.date:
    """Return the last day for votes: the office's, or after the usual period from today."""
    usual = dt.timedelta(days=rules_of(resolution).circular_days)
    return resolution.due_on or timezone.localdate() + usual


def period(resolution):
    """Judge the time given for votes if the procedure began now."""
    return circular_period(timezone.localdate(), last_day(resolution), rules_of(resolution))


def as_begun(resolution) -> Resolution:
    """Set what a beginning today would set; nothing is saved."""
    resolution.due_on, resolution.opened_at = last_day(resolution), timezone.now()
    resolution.closes_at = midnight(resolution.due_on + dt.timedelta(days=1))
    return resolution


def obstacles(resolution) -> Iterable[str]:
    """Yield in words what stands in the way of beginning now."""
    if not resolution.is_circular or resolution.state != State.DRAFT:
        yield _("Dieser Umlauf hat schon begonnen.")
        return
    if not resolution.title:
        yield _("Bitte geben Sie dem Beschluss eine Überschrift.")
    if resolution.visibility == Visibility.OFFICE:
        yield _("Bitte machen Sie den Beschluss für die Mitglieder sichtbar.")
    if resolution.board.visibility == Visibility.OFFICE:
        yield closed_board()
    judged = period(resolution)
    if not judged.holds:
        yield _("Die Frist ist zu kurz: %s.") % judged.text
    if not any(one.votes and one.person.email for one in voters.asked(resolution)):
        yield _("Das Gremium hat kein stimmberechtigtes Mitglied mit E-Mail-Adresse.")


@transaction.atomic
def begin(resolution, by) -> list:
    """
    Ask every voting seat, and return whom; its members vote from now on.

    Raise ValidationError with all that stands in the way.
    """
    resolution = locked(resolution)
    if problems := list(obstacles(resolution)):
        raise ValidationError(problems)
    as_begun(resolution)
    resolution.state, resolution._history_user = State.OPEN, by
    resolution.save()
    people = voters.asked(resolution)
    for one in people:
        mails.ask(resolution, one)
    return people


# --- Counting -----------------------------------------------------------------


def ballots_of(resolution) -> list[Ballot]:
    return [
        Ballot(one.seat_id, one.by, one.cast_at, one.procedure, one.vote)
        for one in resolution.votes.all()
    ]


def count(resolution) -> CircularCount:
    """Count as of now; every vote that was accepted is in it, whatever became of its seat."""
    ballots = ballots_of(resolution)
    seats = {one.pk for one in voters.seats_of(resolution)} | {one.seat for one in ballots}
    chair = chair_seat(resolution)
    lost = sum(one.seat.pk in seats for one in spent(resolution))
    rules = rules_of(resolution)
    return count_circular(ballots, seats, resolution.closes_at, rules, chair, spent=lost)


def chair_seat(resolution):
    """Return the seat that holds the chair today, if one does."""
    mandates = entitlement.sitting(resolution).filter(office=Mandate.Office.CHAIR)
    seats = {one.seat_id for one in mandates}
    return seats.pop() if len(seats) == 1 else None


@dataclass(frozen=True)
class Spent:
    """A seat that stays without a vote: whoever could vote for it has voted for `other`."""

    seat: Seat
    other: Seat


def missing(resolution) -> list[Seat]:
    """Return the seats whose member, or deputy where there is none, has not voted and may yet."""
    return without_vote(resolution)[0]


def spent(resolution) -> list[Spent]:
    return without_vote(resolution)[1]


def without_vote(resolution) -> tuple[list[Seat], list[Spent]]:
    """
    Return the seats for which a vote may come yet, and those for which none can.

    Each person has one vote. Of a seat whose member has given it for another one a deputy is
    waited for, if there is one who has not.
    """
    votes, people = list(resolution.votes.all()), defaultdict(list)
    for person, place in voters.places(resolution):
        people[place.seat].append((person.pk, place))
    given = {vote.person_id: vote for vote in votes}
    awaited, lost = [], []
    for seat, places in people.items():
        if is_decided(seat, places, votes, given):
            continue
        free = [pk for pk, _place in places if pk not in given or given[pk].seat_id == seat.pk]
        if free:
            awaited.append(seat)
        else:
            lost.append(Spent(seat, given[places[0][0]].seat))
    return awaited, lost


def is_decided(seat, places, votes, given) -> bool:
    """Tell whether the seat has the vote that counts for it: nobody else's can come before."""
    own = {str(vote.by) for vote in votes if vote.seat_id == seat.pk}
    deciding = [(pk, str(place.by)) for pk, place in places if place.decides]
    if own & {by for _pk, by in deciding}:
        return True
    return bool(own) and all(pk in given for pk, _by in deciding)


# --- Closing ------------------------------------------------------------------


@transaction.atomic
def close(resolution, by=None) -> Resolution:
    """
    Count and tell the result, at the end of the period or once all have voted.

    Raise ValidationError if it does not run, or before that.
    """
    resolution = locked(resolution)
    if resolution.state != State.OPEN:
        raise ValidationError(_("Dieser Umlauf läuft nicht."))
    if timezone.now() < resolution.closes_at and missing(resolution):
        raise ValidationError(
            _(
                "Vor dem Ende der Frist lässt sich der Umlauf erst schließen, wenn alle "
                "abgestimmt haben."
            )
        )
    return finish(resolution, by)


def finish(resolution, by=None) -> Resolution:
    """Write down the count of a procedure whose row is held, and tell everybody."""
    found, now = count(resolution), timezone.now()
    resolution.state, resolution.explanation = found.state, found.text
    resolution.closed_at = now
    resolution.decided_on = timezone.localdate(min(now, resolution.closes_at - INSTANT))
    resolution._history_user = by
    if found.state == State.FAILED:
        resolution.save()
        if is_objected(found):
            agenda.put_on_next(resolution)
            resolution.refresh_from_db(fields=["continued_in"])
    else:
        note_votes(resolution, found)
        register.enter(resolution)
    mails.tell_result(resolution)
    return resolution


def is_objected(found) -> bool:
    return any(one.procedure == Choice.NO for one in found.counted)


def note_votes(resolution, found):
    tally = tally_of(found.counted, chair_seat(resolution))
    resolution.yes, resolution.no = tally.yes, tally.no
    resolution.abstentions, resolution.chair_vote = tally.abstentions, tally.chair or ""
    resolution.manner = majority(tally, rules_of(resolution)).manner
