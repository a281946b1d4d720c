"""Deadlines: every period counts by the day, in Europe/Berlin."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models.meeting import ANSWERS_DUE_DAYS
from meetings.procedure.basis import basis_of
from partners.models import Rules


@dataclass(frozen=True)
class Deadline:
    """The latest day for something, and why that day."""

    code: str
    label: str
    due_on: dt.date
    rule: str


def source_of(rules: Rules) -> str:
    """Return where the periods come from, in words that follow a period."""
    if rules.pk is None:
        return _("übliche Frist; für das Gremium ist keine Geschäftsordnung hinterlegt")
    return basis_of(rules)


def days_before(days: int, rules: Rules) -> str:
    period = ngettext("%d Tag vor der Sitzung", "%d Tage vor der Sitzung", days) % days
    return f"{period}, {source_of(rules)}"


def periods(rules: Rules) -> Iterable[tuple[str, str, int]]:
    """Yield code, label and days before the session of what the rules set a date for."""
    yield "save_the_date", _("Save-the-Date"), rules.save_the_date_days
    yield "invitation", _("Einladung"), rules.invitation_days
    yield "proposals", _("Vorschläge für die Tagesordnung"), rules.proposals_days
    yield "papers", _("Unterlagen"), rules.papers_days


def latest_dates(
    held_on: dt.date, rules: Rules, answers_due_on: dt.date | None = None
) -> list[Deadline]:
    """Return the latest days for a session on `held_on`, the earliest of them first."""
    found = [
        Deadline(code, label, held_on - dt.timedelta(days=days), days_before(days, rules))
        for code, label, days in periods(rules)
    ]
    found.append(answers_deadline(held_on, answers_due_on))
    return sorted(found, key=lambda one: one.due_on)


def answers_deadline(held_on: dt.date, answers_due_on: dt.date | None) -> Deadline:
    """No rule sets this day: the office does, or it is a week before the session."""
    usual = held_on - dt.timedelta(days=ANSWERS_DUE_DAYS)
    rule = _("für diese Sitzung festgelegt") if answers_due_on else _("eine Woche vor der Sitzung")
    return Deadline("answers", _("Antworten"), answers_due_on or usual, rule)


NoticeCode = Literal["in_time", "shortened", "too_late"]


@dataclass(frozen=True)
class Notice:
    """Whether an invitation is in time."""

    code: NoticeCode
    days: int
    text: str
    # The usual period in days, and the one for urgent cases.
    usual: int
    urgent: int

    @property
    def needs_reason(self) -> bool:
        return self.code != "in_time"


def invitation_notice(sent_on: dt.date, held_on: dt.date, rules: Rules) -> Notice:
    """
    Judge the notice given by an invitation sent on `sent_on`.

    In time from the usual period on; shortened, with a reason, down to the one
    for urgent cases; below that too late, which a reason does not heal.
    """
    days = (held_on - sent_on).days
    usual, urgent = rules.invitation_days, rules.urgent_invitation_days
    code: NoticeCode = "in_time" if days >= usual else "shortened" if days >= urgent else "too_late"
    numbers = {"usual": usual, "urgent": urgent, "source": source_of(rules)}
    text = f"{lead_time(days)} {VERDICTS[code]() % numbers}"
    return Notice(code, days, text, usual, urgent)


def lead_time(days: int) -> str:
    if days < 0:
        return _("Die Sitzung liegt schon zurück.")
    if days == 0:
        return _("Die Sitzung ist heute.")
    return ngettext("Noch %d Tag bis zur Sitzung.", "Noch %d Tage bis zur Sitzung.", days) % days


VERDICTS: dict[NoticeCode, Callable[[], str]] = {
    "in_time": lambda: _("Die Einladungsfrist von %(usual)d Tagen ist gewahrt (%(source)s)."),
    "shortened": lambda: _(
        "Die Einladungsfrist von %(usual)d Tagen ist unterschritten; in Eilfällen genügen "
        "%(urgent)d Tage, mit Begründung (%(source)s)."
    ),
    "too_late": lambda: _(
        "Auch die verkürzte Einladungsfrist von %(urgent)d Tagen ist unterschritten (%(source)s)."
    ),
}


# --- After the session ------------------------------------------------------


def minutes_dates(held_on: dt.date, rules: Rules) -> tuple[Deadline, Deadline]:
    """Return by when the minutes should be out, and the last day they may be."""
    return (
        Deadline(
            "minutes",
            _("Protokoll"),
            held_on + dt.timedelta(days=rules.minutes_days),
            days_after(rules.minutes_days, _("der Sitzung"), rules),
        ),
        Deadline(
            "minutes_latest",
            _("Protokoll spätestens"),
            held_on + dt.timedelta(days=rules.minutes_latest_days),
            days_after(rules.minutes_latest_days, _("der Sitzung"), rules),
        ),
    )


def objections_deadline(released_on: dt.date, rules: Rules) -> Deadline:
    """Return the last day for objections to minutes released on `released_on`."""
    return Deadline(
        "objections",
        _("Einwendungen"),
        released_on + dt.timedelta(days=rules.objection_days),
        days_after(rules.objection_days, _("der Freigabe"), rules),
    )


def days_after(days: int, event: str, rules: Rules) -> str:
    period = ngettext("%d Tag nach", "%d Tage nach", days) % days
    return f"{period} {event}, {source_of(rules)}"
