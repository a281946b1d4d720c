"""What the sendings of a session show of how the board was invited to it."""

from django.utils import timezone

from meetings import facts
from meetings.ical import flat
from meetings.models import Delivery, Dispatch
from meetings.planning import Matter, rules_for
from meetings.procedure import Invited, Summons, summons
from partners.models import Mandate
from post.models import Mail

Kind = Dispatch.Kind


def summons_of(meeting) -> Summons:
    """
    Judge whether the board was properly invited to the session.

    By the rules in force when that went out: later ones do not make it improper.
    """
    found = invited(meeting)
    rules = rules_for(meeting, Matter.PREPARATION, found.sent_on or meeting.held_on)
    return summons(found, meeting.held_on, rules)


def invitation_of(meeting) -> Dispatch | None:
    return meeting.dispatches.filter(kind=Kind.INVITATION).first()


def invited(meeting) -> Invited:
    sendings = telling_of_the_day(meeting)
    if not sendings:
        return Invited(None)
    seats = list(occupied(meeting))
    has_it = reached_by(sendings)
    return Invited(
        sent_on=timezone.localdate(sendings[0].sent_at),
        seats=len(seats),
        missed=[flat(seat.then_short_name) for seat, people in seats if not people <= has_it],
        short_notice_reason=sendings[0].short_notice_reason,
    )


def telling_of_the_day(meeting) -> list[Dispatch]:
    """
    Return the invitation and the changes after it that told of the session's present day.

    A change of the day invites anew, so those before it do not count, nor does
    one that was stopped before it had reached all. Empty without an invitation,
    or if nobody was told of the present day.
    """
    found = list(meeting.dispatches.filter(kind__in=[Kind.INVITATION, Kind.CHANGE]).order_by("pk"))
    while found and found[0].kind != Kind.INVITATION:
        found.pop(0)
    told = []
    for one in reversed(found):
        if facts.as_told(meeting, one).held_on != meeting.held_on:
            break
        told.insert(0, one)
    while len(told) > 1 and was_stopped(told[0]):
        told.pop(0)
    return told


def was_stopped(dispatch) -> bool:
    """Tell whether a cancellation, taken back since, kept it from somebody: they heard later."""
    stopped = dispatch.deliveries.exclude(mail__stopped_at=None)
    return stopped.exclude(mail__state=Mail.State.SENT).exists()


def occupied(meeting):
    """Yield each seat of the day with those to invite for it: the member, else the deputies."""
    for seat in meeting.board.as_of(meeting.held_on):
        main = {one.person for one in seat.people if one.role == Mandate.Role.MAIN}
        if people := main or {one.person for one in seat.people}:
            yield seat, people


def reached_by(sendings) -> set:
    """Return whose last word of these did not fail; a letter reaches when it is printed."""
    rows = Delivery.objects.filter(dispatch__in=sendings).select_related("person", "mail")
    last = {one.person: one for one in rows.order_by("pk")}
    return {person for person, one in last.items() if is_under_way(one)}


def is_under_way(delivery) -> bool:
    if delivery.is_letter:
        return delivery.letter_printed_at is not None
    return delivery.mail.state in {Mail.State.QUEUED, Mail.State.SENT}
