"""What the office does about one recipient after a sending."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.invitations import REPLACES_ALL, locked, write_mail
from meetings.letters import Letters
from meetings.models import Dispatch
from meetings.recipients import recipient_of
from post import outbox


@transaction.atomic
def mark_printed(delivery):
    """Note that the letter was printed. Raise ValidationError if it was, or is none."""
    locked(delivery.dispatch.meeting)
    delivery.refresh_from_db()
    if not delivery.is_letter:
        raise ValidationError(_("Das ist kein Brief: Diese Person hat eine Mail bekommen."))
    if delivery.letter_printed_at:
        raise ValidationError(_("Der Brief ist schon als gedruckt vermerkt."))
    delivery.letter_printed_at = timezone.now()
    delivery.save(update_fields=["letter_printed_at"])


@transaction.atomic
def mail_letter(delivery):
    """
    Mail what was a letter, to somebody who has an address by now.

    Raise ValidationError if there is none, or it says nothing that still holds.
    """
    meeting = locked(delivery.dispatch.meeting)
    delivery.refresh_from_db()
    if not delivery.is_letter:
        raise ValidationError(_("Diese Person hat die Mail schon."))
    if not delivery.person.email:
        raise ValidationError(_("Diese Person hat keine E-Mail-Adresse."))
    if meeting.has_passed:
        raise ValidationError(_("Die Sitzung ist vorbei. Dazu wird nichts mehr versandt."))
    later = meeting.dispatches.filter(pk__gt=delivery.dispatch_id, kind__in=REPLACES_ALL)
    recipient = recipient_of(delivery)
    if later.exists() or recipient.is_former:
        raise ValidationError(_("Das ist überholt und geht nicht mehr hinaus."))
    delivery.dispatch.meeting = meeting
    delivery.mail = write_mail(Letters(delivery.dispatch), recipient)
    delivery.save(update_fields=["mail"])


@transaction.atomic
def send_again(delivery):
    """
    Try a mail once more that could not be delivered, at the person's address of today.

    Raise ValidationError if it is through, replaced or of no use any more.
    """
    meeting = locked(delivery.dispatch.meeting)
    if delivery.is_letter:
        raise ValidationError(_("Das ist ein Brief: Er wird gedruckt, nicht gemailt."))
    if meeting.is_cancelled and delivery.dispatch.kind != Dispatch.Kind.CANCELLATION:
        raise ValidationError(_("Die Sitzung ist abgesagt. Das geht nicht mehr hinaus."))
    if meeting.has_passed:
        raise ValidationError(_("Die Sitzung ist vorbei. Dazu wird nichts mehr versandt."))
    outbox.retry(delivery.mail)
