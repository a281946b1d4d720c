"""
Who joined a session since its invitation went out, and who is not invited any more.

Nothing of it is sent by saving a seat, a mandate or a guest: the office sees it
and tells them with one act each.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings import facts, invitations
from meetings.models import Dispatch, Meeting
from meetings.recipients import Recipient, former, recipients, told_off

Kind = Dispatch.Kind


def joiners(meeting) -> list[Recipient]:
    """Return who is invited and has no invitation, or was told since that it does not hold."""
    invitation = meeting.dispatches.filter(kind=Kind.INVITATION).first()
    if invitation is None or meeting.is_cancelled or meeting.has_begun:
        return []
    if meeting.state != Meeting.State.INVITED:
        return []
    have_it = set(invitation.deliveries.values_list("person", flat=True)) - told_off(meeting)
    return [one for one in recipients(meeting, Kind.INVITATION) if one.person.pk not in have_it]


def leavers(meeting) -> list[Recipient]:
    """Return who knows of the session, is not invited any more and has not heard so."""
    if meeting.is_cancelled or facts.is_over(meeting) or not facts.last_announcement(meeting):
        return []
    return former(meeting)


@transaction.atomic
def invite(meeting) -> list:
    """Send the invitation to all who joined; raise ValidationError if there are none."""
    meeting = invitations.locked(meeting)
    people = [one.person for one in joiners(meeting)]
    if not people:
        raise ValidationError(_("Alle Eingeladenen haben die Einladung schon."))
    return [invitations.send_to(meeting, one) for one in people]


def tell(meeting, by) -> Dispatch:
    """Tell all who left that the session is not theirs any more; raise ValidationError if none."""
    return invitations.send(meeting, Kind.FAREWELL, by)
