"""Deputies: stepping in and back by themselves, and what the office says to named ones."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings import answer_mails
from meetings.answers import Reply, one_line, open_meeting, refuse_second_seat, reply, write
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


@transaction.atomic
def appoint(meeting, person, name, email, by):
    """
    Enter whom a member has named by phone: known or new, with or without an address.

    What the office enters needs no confirmation. Raise ValidationError without a
    name, or if that person has another seat there.
    """
    name, email = one_line(name, 160), email.strip()
    if not name:
        raise ValidationError(_("Bitte nennen Sie den Namen der Vertretung."))
    if email:
        Person._meta.get_field("email").run_validators(email)
    if email and email.lower() == person.email.lower():
        raise ValidationError(_("Das ist die Adresse des Mitglieds selbst."))
    meeting = open_meeting(meeting)
    deputy = named_before(meeting, name, email) or find_or_make(name, email, meeting.is_example)
    return reply(meeting, person, Reply(Response.DELEGATED, deputy=deputy, is_vouched=True), by)


def named_before(meeting, name, email) -> Person | None:
    """Return the person without an address whom the office entered for this session already."""
    rows = meeting.participations.filter(deputy__email="").select_related("deputy")
    found = [one.deputy for one in rows if one.deputy.full_name == name]
    return found[0] if found and not email else None


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
    row.sign(row.given_by)
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
    row.answered_at = row.entered_by = None
    row.sign(None)
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
    found = Person.objects.filter(email__iexact=email).first() if email else None
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
