"""
Who joined a session since its invitation went out, and who is not invited any more.

Nothing of it is sent by saving a seat, a mandate or a guest: the office sees it
and tells them with one act each.
"""

from collections import defaultdict
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings import facts, invitations
from meetings.models import Delivery, Dispatch, Guest, Meeting, Participation, Response
from meetings.recipients import (
    Recipient,
    recipients,
    told_before,
    told_off,
    told_off_by_session,
)
from partners.models import Mandate
from partners.standing import is_seated

Kind = Dispatch.Kind


class Turnover:
    """Who joined a session and who left it since they were written to; each is read once."""

    def __init__(self, meeting):
        self.meeting = meeting

    @cached_property
    def entitled(self) -> list[Recipient]:
        return recipients(self.meeting, Kind.CHANGE, with_former=False)

    @cached_property
    def told_off(self) -> set[int]:
        return told_off(self.meeting)

    @cached_property
    def joiners(self) -> list[Recipient]:
        """Who is invited and has no invitation, or was told since that it does not hold."""
        meeting = self.meeting
        if meeting.is_cancelled or meeting.has_begun or meeting.state != Meeting.State.INVITED:
            return []
        invitation = meeting.dispatches.filter(kind=Kind.INVITATION)
        have_it = set(invitation.values_list("deliveries__person", flat=True))
        if not have_it:
            return []
        have_it -= self.told_off
        return [one for one in self.entitled if one.person.pk not in have_it]

    @cached_property
    def leavers(self) -> list[Recipient]:
        """Who knows of the session, is not invited any more and has not heard so."""
        meeting = self.meeting
        if meeting.is_cancelled or facts.is_over(meeting) or not facts.last_announcement(meeting):
            return []
        return told_before(meeting, self.entitled, self.told_off)


def turnovers(meetings) -> list[tuple[Meeting, int, int]]:
    """
    Return each of the sessions that somebody joined or left, with how many did.

    The same as `Turnover` for each, from six queries for all of them.
    """
    meetings = [one for one in meetings if not (one.is_cancelled or facts.is_over(one))]
    sent = defaultdict(lambda: defaultdict(set))
    rows = Delivery.objects.filter(dispatch__meeting__in=meetings)
    for key, kind, person in rows.values_list("dispatch__meeting", "dispatch__kind", "person"):
        sent[key][kind].add(person)
    meetings = [one for one in meetings if one.pk in sent]
    entitled, off = entitled_by_session(meetings), told_off_by_session(meetings)
    found = []
    for meeting in meetings:
        own = sent[meeting.pk]
        is_asked = meeting.state == Meeting.State.INVITED and not meeting.has_begun
        has_it = own.get(Kind.INVITATION)
        joined = entitled[meeting.pk] - (has_it - off[meeting.pk]) if is_asked and has_it else ()
        left = set().union(*own.values()) - entitled[meeting.pk] - off[meeting.pk]
        if not own.keys() - set(Dispatch.BESIDE):
            left = ()
        if joined or left:
            found.append((meeting, len(joined), len(left)))
    return found


def entitled_by_session(meetings) -> dict[int, set[int]]:
    """Return for each session's key the persons who are written to, as `recipients` does."""
    if not meetings:
        return {}
    boards = {one.board_id for one in meetings}
    mandates = Mandate.objects.filter(seat__board__in=boards).select_related("seat")
    of_board = defaultdict(list)
    for mandate in mandates:
        of_board[mandate.seat.board_id].append(mandate)
    found = {
        one.pk: {each.person_id for each in of_board[one.board_id] if is_seated(each, one.held_on)}
        for one in meetings
    }
    named = Participation.objects.filter(is_theirs=True, response=Response.DELEGATED)
    for key, person in named.filter(meeting__in=meetings).values_list("meeting", "deputy"):
        found[key].update({person} - {None})
    invited = [one for one in meetings if one.state != Meeting.State.PLANNED]
    for key, person in Guest.objects.filter(meeting__in=invited).values_list("meeting", "person"):
        found[key].add(person)
    return found


@transaction.atomic
def invite(meeting) -> list:
    """Send the invitation to all who joined; raise ValidationError if there are none."""
    meeting = invitations.locked(meeting)
    people = [one.person for one in Turnover(meeting).joiners]
    if not people:
        raise ValidationError(_("Alle Eingeladenen haben die Einladung schon."))
    return [invitations.send_to(meeting, one) for one in people]


def tell(meeting, by) -> Dispatch:
    """Tell all who left that the session is not theirs any more; raise ValidationError if none."""
    return invitations.send(meeting, Kind.FAREWELL, by)
