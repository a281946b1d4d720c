"""Deputies: stepping in and back by themselves, and what the office says to named ones."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings import answer_mails
from meetings.answers import Reply, one_line, open_meeting, refuse_second_seat, write
from meetings.models import Participation, Response
from meetings.places import Role, places_of
from partners.models import Person


@transaction.atomic
def step_in(meeting, person):
    """A permanent deputy comes for a member who has declined."""
    place = place_where(meeting, person, lambda one: one.may_step_in)
    if place is None:
        raise ValidationError(_("Das Mitglied hat nicht abgesagt, oder es kommt schon jemand."))
    refuse_second_seat(person, meeting, place.seat)
    write(place.row, Reply(Response.DELEGATED, place.row.reason, deputy=person), person)
    return place.row


@transaction.atomic
def step_back(meeting, person):
    """
    Whoever was to stand in cannot come; the member is told.

    The answer is the member's again: open, or declined as it was before the
    deputy stepped in.
    """
    place = place_where(meeting, person, lambda one: one.role == Role.STAND_IN)
    if place is None:
        raise ValidationError(_("Sie vertreten in dieser Sitzung niemanden."))
    row = place.row
    response = Response.DECLINED if row.answered_by_id == person.pk else Response.PENDING
    row.deputy = None
    write(row, Reply(response, row.reason), person)
    if place.member:
        answer_mails.tell_member_of_refusal(row, place.member, person.full_name)
    return row


def place_where(meeting, person, test):
    meeting = open_meeting(meeting)
    return next((one for one in places_of(person, [meeting])[meeting.pk] if test(one)), None)


@transaction.atomic
def confirm_deputy(participation, by):
    """
    Make the named deputy the seat's deputy for this session, and invite them.

    The person is found by e-mail address, or made. Raise ValidationError if
    somebody else was named meanwhile, or the person has another seat there.
    """
    row = awaiting(participation)
    person = find_or_make(row.deputy_name, row.deputy_email, row.meeting.is_example)
    refuse_second_seat(person, row.meeting, row.seat)
    row.deputy, row.deputy_name, row.deputy_email = person, "", ""
    row._history_user = by
    row._change_reason = _("Vertretung bestätigt")
    row.save()
    answer_mails.tell_deputies(row, None)
    return row


@transaction.atomic
def refuse_deputy(participation, reason, by):
    """Open the answer again and tell the member why. Raise ValidationError without a reason."""
    row, reason = awaiting(participation), one_line(reason, 300)
    if not reason:
        raise ValidationError(_("Bitte begründen Sie, warum die Vertretung nicht möglich ist."))
    name = row.deputy_name
    row.response, row.deputy_name, row.deputy_email = Response.PENDING, "", ""
    row.answered_at = None
    row._history_user = by
    row._change_reason = _("Vertretung nicht bestätigt")
    row.save()
    if member := answer_mails.member_of(row):
        answer_mails.tell_member_of_refusal(row, member, name, reason)
    return row


def awaiting(participation):
    """Return the row as it is now, meeting locked; refuse unless this name still waits."""
    meeting = open_meeting(participation.meeting)
    row = Participation.objects.select_related("seat__organisation").get(pk=participation.pk)
    row.meeting = meeting
    named = (participation.deputy_name, participation.deputy_email)
    if not row.awaits_confirmation or (row.deputy_name, row.deputy_email) != named:
        raise ValidationError(_("Hier wartet keine Vertretung mehr auf Bestätigung."))
    return row


def find_or_make(name, email, is_example):
    found = Person.objects.filter(email__iexact=email).first()
    if found:
        return found
    title, given_name, family_name = split(name)
    return Person.objects.create(
        title=title[:40],
        given_name=given_name[:80],
        family_name=family_name[:80],
        email=email,
        is_example=is_example,
    )


def split(name) -> tuple[str, str, str]:
    """
    Return title, given and family name: „Prof. Dr. Robin von Beispiel“.

    The family name begins with a lower-case word, or is the last one.
    """
    words = name.split()
    titles = []
    while len(words) > 1 and words[0].endswith(".") and len(words[0]) > 2:
        titles.append(words.pop(0))
    particle = next((i for i, word in enumerate(words[1:], 1) if word.islower()), len(words) - 1)
    return " ".join(titles), " ".join(words[:particle]), " ".join(words[particle:])
