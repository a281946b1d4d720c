"""Noting who is there: for each seat in one tap, with times, deputies and guests."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from meetings.cockpit.presence import HERE, places
from meetings.cockpit.running import is_today, one_line, opened, this_minute, typed_time
from meetings.deputies import split
from meetings.models import Attendance, Guest, Participation, Response
from partners.models import Person

ANSWERED = {
    Response.ACCEPTED: Attendance.PRESENT,
    Response.DECLINED: Attendance.EXCUSED,
    Response.PENDING: Attendance.ABSENT,
}

# In the history: nobody has looked at it yet; see gremium.integrity.
PROMISED = "Nach der Antwort vorbelegt"


def prefill(meeting, by):
    """Give each seat without an attendance what its answer promises; the session is locked."""
    anew = set(unkept(meeting.participations).values_list("seat", flat=True))
    found = places(meeting)
    for one in found:
        if one.row.attendance and one.seat.pk not in anew:
            continue
        is_confirmed = one.row.stand_in is not None
        promised = ANSWERED.get(one.row.standing) or (
            Attendance.REPRESENTED if is_confirmed else Attendance.ABSENT
        )
        settle(one, promised, found)
        if counted_elsewhere(one, found):
            settle(one, Attendance.ABSENT, found)
        one.row._change_reason = PROMISED
        store(one.row, by)


def unkept(rows):
    """Return the rows with an attendance filled in from an answer that does not hold any more."""
    records = Participation.history.filter(id=OuterRef("pk")).order_by("-history_id")
    reason = Subquery(records.values("history_change_reason")[:1])
    promised = rows.annotate(last_reason=reason).filter(last_reason=PROMISED, holds=False)
    return promised.exclude(response=Response.PENDING)


def settle(one, attendance, found):
    """Set the attendance with what follows from it for deputy and times."""
    row = one.row
    row.deputy_person_name = one.known_deputy if attendance == Attendance.REPRESENTED else ""
    row.attendance = attendance
    if one.is_represented and counted_elsewhere(one, found):
        # The usual deputy is there for another seat: somebody else came.
        row.deputy_person_name = ""
    if attendance not in HERE:
        row.arrived_at = row.left_at = None


def speaker(one) -> str:
    """Return the name of who is there for the seat, as the minutes will have it."""
    if one.is_represented:
        return one.row.deputy_person_name
    return one.member.full_name if one.is_here and one.member else ""


def known_speaker(one):
    """Return the person who is there for the seat, where more than a name is known."""
    if not one.is_represented:
        return one.member if one.is_here else None
    named = [one.row.deputy] if one.row.deputy else one.deputies
    return next((who for who in named if who.full_name == speaker(one)), None)


def counted_elsewhere(one, found):
    """Return the other place for which the same person is there, or None."""
    others = (other for other in found if other.seat.pk != one.seat.pk)
    return next((other for other in others if speaks_for_both(one, other)), None)


def speaks_for_both(one, other) -> bool:
    """Tell by the person; by the name, which others may bear too, only where no more is known."""
    known = known_speaker(one), known_speaker(other)
    if all(known):
        return known[0] == known[1]
    return bool(speaker(one)) and speaker(one) == speaker(other)


def refuse_second_seat(one, found):
    """Raise ValidationError if the person is there for another seat: each counts once."""
    if other := counted_elsewhere(one, found):
        words = _("%(who)s ist schon für %(seat)s da. Eine Person zählt nur für einen Sitz.")
        values = {"who": speaker(one), "seat": other.seat.then_short_name}
        raise ValidationError(words % values)


def store(row, by):
    row._history_user = by
    row.full_clean(exclude=["meeting", "seat"])
    row.save()


@transaction.atomic
def mark(meeting, seat_pk, attendance, by):
    """
    Note how the seat is there.

    Whoever comes when the first item is over came just now; see `detail` to
    say otherwise. Raise ValidationError if the session is closed.
    """
    meeting = opened(meeting)
    one, found = place_of(meeting, seat_pk)
    if attendance not in Attendance.values:
        raise ValidationError(_("Diese Anwesenheit gibt es nicht."))
    was_here = one.is_here
    settle(one, attendance, found)
    refuse_second_seat(one, found)
    if one.is_here and not was_here and is_under_way(meeting):
        one.row.arrived_at = this_minute()
    store(one.row, by)
    return one.row


def is_under_way(meeting):
    ended = meeting.agenda_items.filter(record__ended_at__isnull=False)
    return is_today(meeting) and ended.exists()


@transaction.atomic
def detail(meeting, seat_pk, values, by):
    """Note times and the name of whoever stands in; `values` are the texts typed."""
    meeting = opened(meeting)
    one, found = place_of(meeting, seat_pk)
    row = one.row
    if row.attendance not in HERE:
        raise ValidationError(_("Vermerken Sie zuerst, wer anwesend oder vertreten ist."))
    set_times(row, values)
    if row.attendance == Attendance.REPRESENTED:
        row.deputy_person_name = one_line(values.get("deputy"))
        refuse_second_seat(one, found)
    store(row, by)
    return row


def set_times(row, values):
    row.arrived_at = typed_time(values.get("arrived_at"))
    row.left_at = this_minute() if values.get("leaves") else typed_time(values.get("left_at"))
    if row.arrived_at and row.left_at and row.left_at <= row.arrived_at:
        raise ValidationError(_("Wer geht, ist vorher gekommen: Bitte prüfen Sie die Zeiten."))


def place_of(meeting, seat_pk):
    """Return the place of the seat, and all there are."""
    found = places(meeting)
    wanted = next((one for one in found if one.seat.pk == seat_pk), None)
    if wanted is None:
        raise ValidationError(_("Diesen Sitz gibt es am Tag der Sitzung nicht."))
    return wanted, found


# --- Guests -----------------------------------------------------------------


@transaction.atomic
def mark_guest(meeting, guest_pk, values, by):
    """Note whether an invited guest is there, and when they came and left."""
    meeting = opened(meeting)
    guest = meeting.guests.filter(pk=guest_pk).first()
    if guest is None:
        raise ValidationError(_("Diesen Gast gibt es in der Sitzung nicht."))
    if "present" in values:
        guest.is_present = values["present"] == "1"
    else:
        set_times(guest, values)
    guest._history_user = by
    guest.save()
    return guest


@transaction.atomic
def add_guest(meeting, name, organisation, by):
    """
    Note somebody who came without an invitation; the same name twice is one guest.

    A person is made for them, without an address. Raise ValidationError without a name.
    """
    meeting = opened(meeting)
    name, organisation = one_line(name), one_line(organisation, 300)
    if not name:
        raise ValidationError(_("Bitte schreiben Sie, wer gekommen ist."))
    known = meeting.guests.select_related("person")
    guest = next((one for one in known if one.person.full_name == name), None)
    guest = guest or Guest(meeting=meeting, person=person_named(name, meeting.is_example))
    guest.is_present = True
    guest.organisation_name = organisation or guest.organisation_name
    guest._history_user = by
    guest.save()
    return guest


def person_named(name, is_example):
    title, given_name, family_name = split(name)
    return Person.objects.create(
        title=title[:40],
        given_name=given_name[:80],
        family_name=family_name[:80],
        is_example=is_example,
    )
