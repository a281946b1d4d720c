"""
Who comes: members, guests and deputies answer, until the session begins.

Each act locks the meeting first, so that of many answers at once the last one
holds and one confirmation goes out. `by` is the office user who enters an
answer given by phone; without it the person answered.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings import answer_mails
from meetings.entitlement import Act, may
from meetings.models import Guest, Meeting, Participation, Response
from meetings.places import Role
from partners.models import Mandate, Person


@dataclass(frozen=True)
class Reply:
    """What is answered: the words of the act, and who comes instead."""

    response: str
    reason: str = ""
    deputy: Person | None = None
    deputy_name: str = ""
    deputy_email: str = ""
    # The office may enter anybody; a member only deputies of the seat.
    is_vouched: bool = False


def accept(meeting, person, by=None):
    """The person comes. Raise ValidationError if there is nothing (more) to answer."""
    return reply(meeting, person, Reply(Response.ACCEPTED), by)


def decline(meeting, person, reason="", by=None):
    """The person does not come; the reason is voluntary."""
    return reply(meeting, person, Reply(Response.DECLINED, one_line(reason, 300)), by)


def delegate(meeting, person, deputy, by=None):
    """A permanent deputy of the person's seat comes instead, and is told so."""
    return reply(meeting, person, Reply(Response.DELEGATED, deputy=deputy), by)


def name_deputy(meeting, person, name, email, by=None):
    """
    Somebody else comes instead, once the office has confirmed.

    The address of a permanent deputy means that deputy.
    """
    name, email = one_line(name, 160), email.strip()
    validate_email(email)
    if not name:
        raise ValidationError(_("Bitte nennen Sie den Namen der Vertretung."))
    if email.lower() == person.email.lower():
        raise ValidationError(_("Das ist die Adresse des Mitglieds selbst."))
    return reply(
        meeting, person, Reply(Response.DELEGATED, deputy_name=name, deputy_email=email), by
    )


@transaction.atomic
def reply(meeting, person, wanted, by=None):
    """Write `wanted` on each place the person answers for; return the rows."""
    meeting = open_meeting(meeting)
    ruling = may(person, Act.ANSWER, meeting)
    if not ruling:
        raise ValidationError(ruling.reason)
    rows = [(row_of(place), checked(wanted, place)) for place in ruling.places]
    changed = [row for row, values in rows if write_over(row, values, person, by)]
    if changed:
        answer_mails.confirm(changed[0], person, by)
    return [row for row, _values in rows]


def open_meeting(meeting):
    """Return the meeting, locked; raise ValidationError if nobody can answer (any more)."""
    meeting = locked(meeting)
    if meeting.is_cancelled:
        raise ValidationError(_("Die Sitzung ist abgesagt. Eine Antwort ist nicht mehr nötig."))
    if meeting.has_begun or meeting.state == Meeting.State.HELD:
        raise ValidationError(_("Die Sitzung hat begonnen. Antworten ändern sich nicht mehr."))
    if meeting.state == Meeting.State.PLANNED and not meeting.dispatches.exists():
        raise ValidationError(_("Zu dieser Sitzung ist noch nicht eingeladen."))
    return meeting


def locked(meeting):
    """Return the meeting as it is now; other answers wait until this one is written."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def row_of(place):
    if place.row:
        return place.row
    return Participation(meeting=place.meeting, seat=place.seat)


def checked(wanted, place) -> Reply:
    """Return what to write for this place; a guest has no deputy, a seat its own ones."""
    if wanted.response != Response.DELEGATED:
        return wanted
    if place.role == Role.GUEST:
        raise ValidationError(_("Gäste können keine Vertretung benennen."))
    is_own = wanted.is_vouched or wanted.deputy in place.deputies
    if wanted.deputy and not is_own:
        raise ValidationError(_("Diese Person ist nicht die Stellvertretung Ihres Sitzes."))
    if not wanted.deputy:
        address = wanted.deputy_email.lower()
        known = [one for one in place.deputies if one.email.lower() == address]
        wanted = Reply(Response.DELEGATED, deputy=known[0]) if known else wanted
    if wanted.deputy:
        refuse_second_seat(wanted.deputy, place.meeting, place.seat)
    return wanted


def refuse_second_seat(person, meeting, seat):
    """One person speaks for one seat: raise ValidationError if they have another that day."""
    sits = Mandate.objects.active_on(meeting.held_on).filter(
        person=person, role=Mandate.Role.MAIN, seat__board=meeting.board_id
    )
    stands_in = meeting.participations.filter(deputy=person, holds=True).exclude(seat=seat)
    if sits.exists() or stands_in.exists():
        text = _("%s hat in dieser Sitzung schon einen anderen Sitz.")
        raise ValidationError(text % person.full_name)


def write_over(row, wanted, person, by=None) -> bool:
    """Write the answer of `person`, with whom the words of whoever answered before go."""
    is_another = take_over_words(row, person)
    is_changed = write(row, wanted, person, by, giver=person)
    if is_another and not is_changed:
        store(row, person, by)
    return is_changed


def take_over_words(row, person) -> bool:
    """Reason and note are one person's; drop a predecessor's, which stay in the history."""
    if isinstance(row, Guest) or row.written_by_id == person.pk:
        return False
    row.written_by, row.reason, row.note = person, "", ""
    return True


def write(row, wanted, person, by=None, giver=None) -> bool:
    """
    Store `wanted` and tell deputies who come, or no longer; return whether it changed.

    It is the answer of `giver`, or stays that of whom it was: a deputy who steps in
    only adds to it. A new reason alone is kept, but is no other answer; the same
    words are one once the former answer has lapsed.
    """
    values = {
        "response": wanted.response,
        "deputy_id": wanted.deputy.pk if wanted.deputy else None,
        "deputy_name": wanted.deputy_name,
        "deputy_email": wanted.deputy_email,
    }
    if isinstance(row, Guest):
        values = {"response": wanted.response}
    has_lapsed = row.has_lapsed
    is_new = has_lapsed or any(getattr(row, name) != value for name, value in values.items())
    if not is_new and row.reason == wanted.reason:
        return False
    former = getattr(row, "deputy", None)
    for name, value in values.items():
        setattr(row, name, value)
    row.reason = wanted.reason
    row.sign(giver or row.given_by)
    store(row, person, by)
    if is_new and not isinstance(row, Guest):
        answer_mails.tell_deputies(row, former, is_named_anew=has_lapsed)
        answer_mails.tell_of_vacancy(row, person, former)
    return is_new


def store(row, person, by=None):
    """Save the row; its history says who answered, or who of the office entered it."""
    is_answered = row.response != Response.PENDING
    row.answered_at = timezone.now() if is_answered else None
    row.entered_by = by if is_answered else None
    if isinstance(row, Participation):
        row.answered_by = person if is_answered and by is None else None
        # What was filled in for a day before the session was moved ahead.
        row.attendance = row.deputy_person_name = ""
    # The person of a link need not be the one signed in with the same browser.
    row._history_user = by
    row._change_reason = _("Von der Geschäftsstelle eingetragen") if by else _("Selbst geantwortet")
    row.save()


@transaction.atomic
def leave_note(meeting, person, note):
    """Keep the person's note for the office beside the answer; empty removes it."""
    meeting = open_meeting(meeting)
    ruling = may(person, Act.ANSWER, meeting)
    if not ruling:
        raise ValidationError(_("Zu dieser Sitzung können Sie nichts mitteilen."))
    row = row_of(ruling.places[0])
    is_another, before = take_over_words(row, person), row.note
    row.note = printable(note).strip()[:2000]
    if row.note == printable(before).strip() and not (row.pk and is_another):
        return row
    row._history_user = None
    row._change_reason = _("Mitteilung an die Geschäftsstelle")
    row.save()
    return row


def one_line(text, length) -> str:
    return " ".join(printable(text).split())[:length]
