"""Moving a session on by hand: it was held, it is cancelled, it takes place after all."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings import answer_mails, facts
from meetings.minutes import acts
from meetings.models import Dispatch, Meeting
from post import outbox
from post.models import Mail

State = Meeting.State
# What people have to know. Reminders are written again, and the page shows one's answer.
TELLING = [*Dispatch.Kind.values, answer_mails.STAND_IN, answer_mails.VACANCY]


def locked(meeting):
    """Return the session as it is now; whoever else acts on it waits until we are done."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


@transaction.atomic
def mark_held(meeting, by):
    """
    Note that the session took place; its minutes are there from then on.

    Raise ValidationError for one that is cancelled, held already or still ahead.
    """
    meeting = locked(meeting)
    if meeting.is_cancelled:
        raise ValidationError(_("Eine abgesagte Sitzung wurde nicht durchgeführt."))
    if meeting.state == State.HELD:
        raise ValidationError(_("Die Sitzung ist schon als durchgeführt vermerkt."))
    if not meeting.has_begun:
        raise ValidationError(_("Die Sitzung hat noch nicht begonnen."))
    meeting.state, meeting._history_user = State.HELD, by
    meeting.save()
    acts.begin(meeting, by)
    return meeting


@transaction.atomic
def cancel(meeting, reason, by):
    """
    Cancel the session for everybody who looks; who was invited is told by a sending.

    Mails about it that still wait are dropped. Raise ValidationError without a
    reason, or if it is cancelled already or was held.
    """
    meeting = locked(meeting)
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError(_("Bitte nennen Sie den Grund der Absage."))
    if meeting.is_cancelled:
        raise ValidationError(_("Die Sitzung ist schon abgesagt."))
    if meeting.state == State.HELD:
        raise ValidationError(_("Eine durchgeführte Sitzung lässt sich nicht absagen."))
    meeting.is_cancelled, meeting.cancelled_at = True, timezone.now()
    meeting.cancellation_reason, meeting._history_user = reason, by
    meeting.full_clean()
    meeting.save()
    drop_waiting_mails(meeting)
    return meeting


def drop_waiting_mails(meeting):
    # Failed ones too: nobody shall send an invitation again after its cancellation.
    unsent = Mail.objects.filter(
        thread__startswith=f"meeting:{meeting.pk}:",
        state__in=[Mail.State.QUEUED, Mail.State.FAILED],
        is_superseded=False,
    )
    last = {one.thread: one for one in unsent.order_by("pk")}
    for thread, mail in last.items():
        # That somebody is not invited any more stays true, and is the last they hear.
        if mail.calendar_method != "CANCEL":
            outbox.stop(thread, TELLING)


@transaction.atomic
def reinstate(meeting, by):
    """
    Take a cancellation back; raise ValidationError if there is none or the day is over.

    Mails it stopped stay where they are. Unless the cancellation was sent, the
    change that is to be told then says what they would have said.
    """
    meeting = locked(meeting)
    if not meeting.is_cancelled:
        raise ValidationError(_("Die Sitzung ist nicht abgesagt."))
    if meeting.has_begun:
        raise ValidationError(_("Der Termin der Sitzung ist schon vorbei."))
    meeting.is_cancelled, meeting.cancelled_at = False, None
    meeting.cancellation_reason, meeting._history_user = "", by
    meeting.save()
    return meeting


def is_expected(meeting) -> bool:
    """
    Tell whether the session stands ahead in calendars of people outside the office.

    Such a session is cancelled, so that they hear of it; deleted, it would just be gone.
    """
    if meeting.is_cancelled or facts.is_over(meeting):
        return False
    levels = {meeting.visibility, meeting.board.visibility}
    return meeting.state != State.PLANNED or levels == {Visibility.PUBLIC}
