"""What the office should know of a session, though nothing stands in its way."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visibility import Visibility
from meetings import facts, planning
from meetings.models import Dispatch
from meetings.obstacles import AGENDA, Pointer
from meetings.recipients import in_a_row
from meetings.tasks import agenda

Kind = Dispatch.Kind
TELLS_OF_AGENDA = {Kind.INVITATION, Kind.ADDENDUM, Kind.CHANGE}


def before_sending(meeting, kind: str, items) -> Iterable[str]:
    """Yield what to know before `kind` is sent, mostly with the place to mend it."""
    if kind in TELLS_OF_AGENDA:
        yield from too_long(meeting, items)
        yield from closed_to_guests(meeting, items)
    if kind == Kind.CHANGE:
        yield from earlier_answers(meeting)


def too_long(meeting, items) -> Iterable[str]:
    timetable = planning.timetable(meeting, items)
    if timetable.surplus:
        text = _("Die Tagesordnung ist länger als die Sitzung: %s.") % timetable.text
        yield Pointer(text, AGENDA)


def kept_back(meeting) -> Iterable[str]:
    """Name what comes back once its minutes are out; only for those who may read the draft."""
    items = list(agenda.kept_back(meeting))
    if not items:
        return
    text = ngettext(
        "Laut Entwurf des Protokolls vertagt: %s. Mit dessen Freigabe können Sie den TOP als "
        "Offenes übernehmen; bis dahin verrät eine Tagesordnung nichts aus dem Entwurf.",
        "Laut Entwurf des Protokolls vertagt: %s. Mit dessen Freigabe können Sie die TOP als "
        "Offenes übernehmen; bis dahin verrät eine Tagesordnung nichts aus dem Entwurf.",
        len(items),
    )
    yield text % in_a_row([f"{one.title} ({one.meeting.title})" for one in items])


def closed_to_guests(meeting, items) -> Iterable[str]:
    """Name the items that guests of the whole session read without their heading."""
    closed = [one for one in items if one.visibility == Visibility.MEMBERS]
    if not closed or not meeting.guests.filter(agenda_item=None).exists():
        return
    text = ngettext(
        "%(count)d TOP sehen Ihre Gäste nur als „nichtöffentlich“: %(names)s. Soll die "
        "Überschrift in ihrer Einladung stehen, stellen Sie den TOP auf „öffentlich“.",
        "%(count)d TOP sehen Ihre Gäste nur als „nichtöffentlich“: %(names)s. Sollen die "
        "Überschriften in ihrer Einladung stehen, stellen Sie die TOP auf „öffentlich“.",
        len(closed),
    )
    names = in_a_row([_("TOP %d") % one.position for one in closed])
    yield Pointer(text % {"count": len(closed), "names": names}, AGENDA)


def earlier_answers(meeting) -> Iterable[str]:
    """Say how many answered for which other day; their answers do not count any more."""
    days = Counter()
    for rows in (meeting.participations, meeting.guests):
        days.update(rows.exclude(given_for=None).values_list("given_for", flat=True))
    for day, count in sorted(days.items()):
        if day != meeting.held_on:
            yield for_another_day(count, day)


def for_another_day(count, day) -> str:
    text = ngettext(
        "%(count)d Antwort galt für den %(day)s und zählt nicht mehr; die Mail zur Änderung "
        "bittet um eine neue.",
        "%(count)d Antworten galten für den %(day)s und zählen nicht mehr; die Mail zur Änderung "
        "bittet um neue.",
        count,
    )
    return text % {"count": count, "day": facts.day_month_year(day)}


def out_of_order(meeting) -> Iterable[str]:
    """Say that another session has the number this one's day would give it."""
    before, after = Q(held_on__lt=meeting.held_on), Q(held_on__gt=meeting.held_on)
    smaller, greater = Q(number__lt=meeting.number), Q(number__gt=meeting.number)
    other = meeting.board.meetings.filter(before & greater | after & smaller).first()
    if other is None:
        return
    text = _(
        "Die %(one)s liegt vor der %(other)s (%(day)s). Stimmt das Datum? Sonst ändern Sie die "
        "laufende Nummer; ist sie vergeben, geben Sie zuerst der anderen Sitzung eine neue."
    )
    if other.held_on < meeting.held_on:
        text = _(
            "Die %(one)s liegt nach der %(other)s (%(day)s). Stimmt das Datum? Sonst ändern Sie "
            "die laufende Nummer; ist sie vergeben, geben Sie zuerst der anderen Sitzung eine neue."
        )
    names = {"one": meeting.title, "other": other.title, "day": f"{other.held_on:%d.%m.%Y}"}
    yield Pointer(text % names, "field-number")
