"""
Votes in a circular procedure: one per seat, changeable until the end.

A personal link is no login: a vote counts once the code mailed for it comes
back (accounts.codes).
"""

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import codes
from meetings.models import Choice, Resolution, Vote
from meetings.procedure import in_time
from meetings.resolutions import circular, mails, voters


@dataclass(frozen=True)
class Answers:
    """What somebody answers for a seat: to the procedure, and to the matter."""

    seat: int
    procedure: str
    vote: str

    as_dict = asdict


@transaction.atomic
def ask_for_code(resolution, person, answers) -> str:
    """
    Mail a code for these answers; return the nonce that stands for it.

    Raise ValidationError if they could not be given now.
    """
    check(resolution, person, answers, timezone.now())
    if not person.email:
        raise ValidationError(_("Zu Ihnen ist keine E-Mail-Adresse hinterlegt."))
    nonce, code = codes.issue()
    mails.send_code(resolution, person, code)
    return nonce


@transaction.atomic
def cast(resolution, person, answers) -> Vote:
    """
    Keep the answers as the vote of the seat, and send the receipt.

    The same again changes nothing. A member's objection to the procedure ends
    it. Raise ValidationError for somebody without a vote, and after the end.
    """
    resolution = circular.locked(resolution)
    now = timezone.now()
    row, place = check(resolution, person, answers, now)
    if as_given(row) == (person.pk, place.by, answers.procedure, answers.vote):
        return row
    row.person, row.by, row.cast_at = person, place.by, now
    row.procedure, row.vote = answers.procedure, answers.vote
    # The person of a link need not be the one signed in with the same browser.
    row._history_user = None
    row.save()
    mails.confirm(row)
    if answers.procedure == Choice.NO and place.decides:
        circular.finish(resolution)
    return row


def as_given(row):
    return (row.person_id, row.by, row.procedure, row.vote)


def check(resolution, person, answers, now):
    """Return the seat's row and the person's place there; raise ValidationError if none counts."""
    check_open(resolution, now)
    place = voters.place_on(resolution, person, answers.seat)
    if not {answers.procedure, answers.vote} <= set(Choice.values):
        raise ValidationError(_("Bitte beantworten Sie beide Fragen."))
    refuse_second(resolution, person, place)
    row = row_of(resolution, place)
    if row.by == Vote.By.MEMBER and not place.is_member:
        raise ValidationError(_("Das Mitglied hat schon abgestimmt; es zählt seine Stimme."))
    return row, place


def refuse_second(resolution, person, place):
    """Raise ValidationError if the person has voted for another seat: each has one vote."""
    others = resolution.votes.filter(person=person).exclude(seat=place.seat)
    if other := others.select_related("seat__organisation").first():
        words = _("Sie haben hier schon für %s abgestimmt. Eine Person hat nur eine Stimme.")
        raise ValidationError(words % other.seat.organisation.short_name)


def check_open(resolution, now):
    if resolution.state == Resolution.State.DRAFT:
        raise ValidationError(_("Dieser Umlauf hat noch nicht begonnen."))
    late = in_time(now, resolution.closes_at, circular.rules_of(resolution))
    if not late.holds:
        raise ValidationError(late.text)
    if resolution.state != Resolution.State.OPEN:
        words = _("Diese Stimme zählt nicht: Der Umlauf ist beendet (%s).")
        raise ValidationError(words % resolution.get_state_display())


def row_of(resolution, place) -> Vote:
    known = resolution.votes.filter(seat=place.seat).first() or Vote(resolution=resolution)
    known.resolution, known.seat = resolution, place.seat
    return known
