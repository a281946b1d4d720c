"""Preparing a session: its agenda from what was there before, its dates, its timetable."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings.models import AgendaItem, AgendaTemplate, Meeting
from meetings.procedure import Deadline, latest_dates
from meetings.tasks.agenda import postponed, take_over
from partners.models import Rules

COPIED = ("position", "kind", "role", "title", "minutes_planned", "visibility")


# --- Dates ------------------------------------------------------------------


def rules_on(board, day) -> Rules:
    """Return the board's rules in force on `day`, else the usual ones, unsaved."""
    # In Python, so that a list of sessions can prefetch the rules of their boards.
    versions = [one for one in board.rules.all() if one.valid_from <= day]
    return max(versions, key=lambda one: one.valid_from, default=None) or Rules()


class Matter(Enum):
    """What of a session the rules are asked for."""

    # Quorum, votes and minutes.
    SESSION = "session"
    # The invitation, and all that is due before the session.
    PREPARATION = "preparation"


def rules_for(meeting, matter=Matter.SESSION, asked_on=None) -> Rules:
    """
    Return the rules that count for a matter of the session.

    In the session and after it those of its day. Before it those in force when the board was
    invited, which stay from then on; until then those of today. Who judges another day of sending
    says so with `asked_on`. A circular procedure has the rules of the day it began.
    """
    if matter is Matter.SESSION:
        return rules_on(meeting.board, meeting.held_on)
    today = min(timezone.localdate(), meeting.held_on)
    return rules_on(meeting.board, asked_on or invited_on(meeting) or today)


def invited_on(meeting) -> dt.date | None:
    # In Python, so that a list of sessions can prefetch what was sent.
    sent = (one.sent_at for one in meeting.dispatches.all() if one.kind == one.Kind.INVITATION)
    return next(map(timezone.localdate, sent), None)


def deadlines(meeting) -> list[Deadline]:
    rules = rules_for(meeting, Matter.PREPARATION)
    return latest_dates(meeting.held_on, rules, meeting.answers_due_on)


def deadline(meeting, code) -> Deadline:
    """Return the latest day for `code`, with the rule it comes from."""
    return next(one for one in deadlines(meeting) if one.code == code)


# --- The agenda -------------------------------------------------------------


@transaction.atomic
def fill_from_template(meeting, template):
    """
    Give the session the items of `template`, and what earlier sessions left open.

    Raise ValidationError if it has an agenda, or the template is another board's.
    """
    check_empty(meeting)
    if template.board_id not in {None, meeting.board_id}:
        raise ValidationError(_("Diese Vorlage gehört zu einem anderen Gremium."))
    for item in template.items.all():
        values = {name: getattr(item, name) for name in (*COPIED, "text")}
        AgendaItem.objects.create(meeting=meeting, **values)
    take_over(meeting)


@transaction.atomic
def copy_agenda(meeting, source):
    """
    Give the session the items of an earlier one: headings, not papers or results.

    Raise ValidationError if it has an agenda, or the other is of another board.
    """
    check_empty(meeting)
    if source.board_id != meeting.board_id:
        raise ValidationError(_("Diese Sitzung gehört zu einem anderen Gremium."))
    back = {one.pk for one in postponed(meeting)}
    for old in source.agenda_items.prefetch_related("rapporteurs"):
        values = {name: getattr(old, name) for name in COPIED}
        continues = old if old.pk in back else None
        new = AgendaItem.objects.create(
            meeting=meeting, continues=continues, copied_from=old, **values
        )
        if rapporteurs := old.rapporteurs.all():
            new.rapporteurs.set(rapporteurs)
            new.skip_history_when_saving = True
            new.refresh_public_face()
    take_over(meeting)


def check_empty(meeting):
    # The second of two at once waits here until the first is done.
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.agenda_items.exists():
        raise ValidationError(_("Die Sitzung hat schon eine Tagesordnung."))


@transaction.atomic
def save_as_template(meeting, name):
    """
    Keep the session's agenda as a template of its board, and return it.

    Raise ValidationError without items or name, or if the board has that name.
    """
    name = " ".join(printable(name).split())
    if len(name) > AgendaTemplate._meta.get_field("name").max_length:
        raise ValidationError(_("Bitte kürzen Sie den Namen auf höchstens 100 Zeichen."))
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not name:
        raise ValidationError(_("Bitte nennen Sie einen Namen für die Vorlage."))
    if AgendaTemplate.objects.filter(board=meeting.board_id, name__iexact=name).exists():
        raise ValidationError(_("Eine Vorlage mit diesem Namen hat das Gremium schon."))
    items = list(meeting.agenda_items.all())
    if not items:
        raise ValidationError(_("Die Sitzung hat noch keine Tagesordnung."))
    template = AgendaTemplate(board_id=meeting.board_id, name=name)
    template.full_clean()
    template.save()
    for item in items:
        template.items.create(**{one: getattr(item, one) for one in (*COPIED, "text")})
    return template


# --- The timetable ----------------------------------------------------------


@dataclass(frozen=True)
class Timetable:
    """The planned minutes against the session's own; None where a time is not known."""

    planned: int
    available: int | None
    is_complete: bool

    @property
    def surplus(self) -> int:
        """Minutes planned beyond the end; 0 if they fit or the end is not known."""
        return 0 if self.available is None else max(0, self.planned - self.available)

    @property
    def text(self) -> str:
        parts = [_("%s geplant") % duration(self.planned)]
        if self.available is not None:
            parts.append(_("die Sitzung dauert %s") % duration(self.available))
        if self.surplus:
            parts.append(_("%s zu lang") % duration(self.surplus))
        if not self.is_complete:
            parts.append(_("nicht alle TOP haben eine Dauer"))
        return ", ".join(parts)


def timetable(meeting, items) -> Timetable:
    """
    Set `begins_at` of each of `items`, in order, and return the sum.

    `begins_at` is a time, or None from the first item on whose predecessor's
    duration is not known, to this reader or at all.
    """
    moment = meeting.starts_at and dt.datetime.combine(meeting.held_on, meeting.starts_at)
    for item in items:
        item.begins_at = moment and moment.time()
        known = moment and item.minutes_planned
        moment = moment + dt.timedelta(minutes=item.minutes_planned) if known else None
    return Timetable(
        planned=minutes_of(items),
        available=length_of(meeting),
        is_complete=all(item.minutes_planned for item in items),
    )


def minutes_of(items) -> int:
    return sum(item.minutes_planned or 0 for item in items)


def length_of(meeting) -> int | None:
    """Return the minutes from beginning to end, or None while one is not known."""
    if not meeting.starts_at or not meeting.ends_at:
        return None
    day = meeting.held_on
    begins, ends = (dt.datetime.combine(day, one) for one in (meeting.starts_at, meeting.ends_at))
    return int((ends - begins).total_seconds()) // 60


def duration(minutes: int) -> str:
    """2 Std. 30 Min."""
    hours, rest = divmod(minutes, 60)
    parts = [_("%d Std.") % hours] if hours else []
    if rest or not hours:
        parts.append(_("%d Min.") % rest)
    return " ".join(parts)
