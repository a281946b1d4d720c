"""
Sending: save-the-date, invitation, addendum, change, cancellation.

Nothing is sent by saving a session; these acts are asked for. Each locks the
session first and writes everything in one transaction, so that it happens once
or not at all. The mails leave the house later (post.delivery).
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings import facts, ical
from meetings.access import open_until
from meetings.letters import Letters
from meetings.models import Delivery, Dispatch, Meeting, Participation
from meetings.obstacles import already_sent, notice_of, obstacles, sent_note
from meetings.planning import rules_for
from meetings.preparation import calendar_state
from meetings.recipients import Recipient, Role, in_a_row, recipients, told_off
from meetings.snapshot import Shown, differences, snapshot
from post import outbox
from post.outbox import Circumstances

Kind = Dispatch.Kind
# These say all that waiting mails of the session say, and newer.
REPLACES_ALL = {Kind.CHANGE, Kind.CANCELLATION}


class AlreadySentError(ValidationError):
    """Somebody else was faster, or the button was pressed twice."""


class StaleError(ValidationError):
    """Something else would go out, or to others, than the preview showed."""


@transaction.atomic
def send(meeting, kind, by, message="", shown=None, **conditions):
    """
    Send `kind` to all its recipients once, and return the Dispatch.

    `shown` is what the preview showed; without it, the next one goes out as it
    is. `conditions` are those of `conditions_of`. Raise AlreadySentError if the
    one shown has gone out, StaleError if it would say something else by now,
    ValidationError for everything else that stands in the way (meetings.obstacles).
    """
    meeting = locked(meeting)
    shown = shown or Shown(next_number(meeting, kind))
    refuse_second(meeting, kind, shown.number)
    if found := obstacles(meeting, kind, message):
        raise ValidationError(found)
    dispatch = Dispatch(
        meeting=meeting,
        kind=kind,
        number=shown.number,
        **conditions_of(meeting, kind, **conditions),
    )
    refuse_stale(dispatch, shown.mark)
    dispatch.message, dispatch.sent_by = printable(message).strip(), by
    if kind == Kind.INVITATION:
        open_to_members(meeting, by)
    send_out(dispatch)
    return dispatch


def send_out(dispatch):
    """Store `dispatch` with its recipients and their mails."""
    dispatch.sequence = sequence_told(dispatch)
    letters = Letters(dispatch)
    addressed = addressees(letters, recipients(dispatch.meeting, dispatch.kind))
    if not addressed:
        raise ValidationError(_("Es gibt niemanden, an den das geht. Besetzen Sie zuerst Sitze."))
    # Only now: what was told is looked up later as the session's state at this moment.
    dispatch.sent_at = timezone.now()
    dispatch.save()
    ensure_participations(dispatch.meeting)
    for recipient in addressed:
        deliver(letters, recipient)


@transaction.atomic
def send_to(meeting, person):
    """
    Send the invitation to somebody who is invited since it went out; return the Delivery.

    Raise AlreadySentError if they have it, ValidationError if they are not
    invited, or nobody is any more.
    """
    meeting = locked(meeting)
    dispatch = meeting.dispatches.filter(kind=Kind.INVITATION).first()
    refuse_late(meeting, dispatch)
    known = dispatch.deliveries.filter(person=person).first()
    if known and person.pk not in told_off(meeting):
        raise AlreadySentError(_("%s hat die Einladung schon.") % person.full_name)
    found = [one for one in recipients(meeting, Kind.INVITATION) if one.person == person]
    if not found:
        raise ValidationError(_("%s ist zu dieser Sitzung nicht eingeladen.") % person.full_name)
    dispatch.meeting = meeting
    ensure_participations(meeting)
    letters = Letters(dispatch)
    return deliver_anew(letters, found[0], known) if known else deliver(letters, found[0])


def refuse_late(meeting, dispatch):
    if dispatch is None:
        raise ValidationError(_("Zu dieser Sitzung ist noch nicht eingeladen."))
    if meeting.is_cancelled:
        raise ValidationError(_("Die Sitzung ist abgesagt. Eine Einladung geht nicht mehr hinaus."))
    if meeting.has_begun or meeting.state == Meeting.State.HELD:
        raise ValidationError(_("Die Sitzung hat begonnen. Eine Einladung käme zu spät."))


def locked(meeting):
    """Return the session as it is now; whoever else sends about it waits until we are done."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def next_number(meeting, kind) -> int:
    return meeting.dispatches.filter(kind=kind).count() + 1


def refuse_second(meeting, kind, number):
    sent = already_sent(meeting, kind)
    if sent is None and number != next_number(meeting, kind):
        sent = meeting.dispatches.filter(kind=kind).first()
    if sent:
        raise AlreadySentError(sent_note(sent))


def refuse_stale(dispatch, seen):
    if seen is None:
        return
    now = snapshot(Letters(dispatch), recipients(dispatch.meeting, dispatch.kind))
    if changed := differences(seen, now):
        text = _("Seit Sie die Vorschau geöffnet haben, hat sich etwas geändert")
        what = ": ".join(filter(None, [text, in_a_row(changed)]))
        again = _("Versandt ist noch nichts. Bitte prüfen Sie die Vorschau noch einmal.")
        raise StaleError(f"{what}. {again}")


def conditions_of(meeting, kind, *, short_notice_reason="", is_second_invitation=False) -> dict:
    """Return what only an invitation says: why at short notice, and that it is the second."""
    return {
        "short_notice_reason": checked_reason(meeting, kind, short_notice_reason),
        "is_second_invitation": is_second_invitation and may_be_second(meeting, kind),
    }


def checked_reason(meeting, kind, reason) -> str:
    """Return the reason of a shorter notice; "" where none is needed."""
    if kind != Kind.INVITATION or not notice_of(meeting).needs_reason:
        return ""
    reason = " ".join(reason.split())
    if not reason:
        text = _("%s Bitte nennen Sie den Grund.") % notice_of(meeting).text
        raise ValidationError({"short_notice_reason": text})
    if len(reason) > Dispatch._meta.get_field("short_notice_reason").max_length:
        text = _("Bitte begründen Sie kürzer: höchstens 300 Zeichen.")
        raise ValidationError({"short_notice_reason": text})
    return reason


def may_be_second(meeting, kind) -> bool:
    """Only an invitation says that the number does not matter, where a quorum is asked for."""
    return kind == Kind.INVITATION and rules_for(meeting).has_quorum


def open_to_members(meeting, by):
    meeting.state, meeting._history_user = Meeting.State.INVITED, by
    meeting._change_reason = str(_("Einladung versandt"))
    meeting.save(update_fields=["state"])


def sequence_told(dispatch) -> int:
    """Return the state of the calendar that people know after this sending."""
    last = facts.last_announcement(dispatch.meeting)
    if dispatch.kind in Dispatch.BESIDE and last:
        return last.sequence
    return calendar_state(dispatch.meeting)


def addressees(letters, entitled) -> list[Recipient]:
    """Return who gets it; guests get no addendum in which there is nothing new for them."""
    dispatch = letters.dispatch
    if dispatch.kind != Kind.ADDENDUM or dispatch.message:
        return entitled
    return [one for one in entitled if one.role != Role.GUEST or letters.has_news_for(one)]


def ensure_participations(meeting):
    """From the invitation on, each seat of the day has a row for its answer."""
    if meeting.state == Meeting.State.PLANNED:
        return
    answered = meeting.participations.values("seat")
    for seat in meeting.board.seats.active_on(meeting.held_on).exclude(pk__in=answered):
        Participation.objects.create(meeting=meeting, seat=seat)


# --- One recipient ----------------------------------------------------------


def thread_of(meeting, person) -> str:
    return f"meeting:{meeting.pk}:person:{person.pk}"


def deliver(letters, recipient) -> Delivery:
    """Note the recipient and write the mail; somebody without an address gets a letter."""
    dispatch, person = letters.dispatch, recipient.person
    replace_waiting(dispatch, person)
    return Delivery.objects.create(
        dispatch=dispatch,
        person=person,
        seat=recipient.seat,
        role=recipient.role,
        mail=None if recipient.is_letter else write_mail(letters, recipient),
    )


def deliver_anew(letters, recipient, delivery) -> Delivery:
    """Invite somebody again who was told meanwhile that they are not invited any more."""
    outbox.supersede(thread_of(letters.meeting, recipient.person))
    delivery.role, delivery.seat = recipient.role, recipient.seat
    delivery.mail = None if recipient.is_letter else write_mail(letters, recipient, again=True)
    delivery.letter_printed_at = None
    delivery.save()
    return delivery


def replace_waiting(dispatch, person):
    thread = thread_of(dispatch.meeting, person)
    if dispatch.kind in {*REPLACES_ALL, Kind.FAREWELL}:
        outbox.supersede(thread)
    elif dispatch.kind == Kind.INVITATION:
        outbox.supersede(thread, kind=Kind.SAVE_THE_DATE)
        outbox.supersede(thread, kind=Kind.CHANGE)


def write_mail(letters, recipient, *, again=False):
    dispatch, person = letters.dispatch, recipient.person
    moment = f":{timezone.now():%Y%m%d%H%M%S%f}" if again else ""
    method, calendar = calendar_part(letters, recipient)
    circumstances = Circumstances(
        kind=dispatch.kind,
        occasion=f"{dispatch.kind}:{dispatch.pk}:person:{person.pk}{moment}",
        thread=thread_of(dispatch.meeting, person),
        calendar=calendar,
        calendar_method=method,
        reply_to=letters.centre.email,
        link_expires_on=open_until(dispatch.meeting),
    )
    return outbox.write(letters.to(recipient), circumstances, person=person)


def calendar_part(letters, recipient) -> tuple[str, str]:
    """Return method and text of the calendar entry; somebody who left learns nothing new."""
    kind, meeting = letters.dispatch.kind, letters.meeting
    if kind == Kind.ADDENDUM:
        return "", ""
    is_off = kind == Kind.CANCELLATION or recipient.is_former
    method = "CANCEL" if is_off else "REQUEST"
    shown = letters.told if recipient.is_former else meeting
    return method, ical.request(shown, recipient.person, method)
