"""
What the office types into minutes: head, findings, and a text for each item;
from the release on attendance and decisions too (meetings.minutes.mending).

Every part counts its saves. Two at once merge where they touch different
fields; where both changed the same one, nothing is saved and both texts shown.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings.minutes import mending
from meetings.minutes.acts import locked
from meetings.models import ItemRecord, Minutes

HEAD = (
    "began_at",
    "ended_at",
    "chair",
    "minute_taker",
    "distribution",
    "is_properly_invited",
    "is_second_invitation",
    "is_agenda_agreed",
    "findings",
    "closing",
)
ITEM = ("result", "text")


@dataclass
class Typed:
    """What somebody typed into one part, and which state of it they saw."""

    values: dict
    revision: int
    # Of an item's text; None for the head.
    item: object = None
    # A seat's or a guest's attendance, or a decision: what only a new version changes.
    fact: object = None
    others: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """Parts that others changed meanwhile, each with their values; empty if saved."""

    conflicts: list[Typed]
    is_released_meanwhile: bool = False

    @property
    def is_saved(self):
        return not self.conflicts


@transaction.atomic
def save(minutes, parts, by, seen_state, makes_version=False, conflicts=()) -> Outcome:
    """
    Save all `parts`, or none if one collides with what others saved.

    `conflicts` are those of interest that change (see mending.note_conflicts).
    `makes_version` tells that they become a version with a reason. Raise
    ValidationError otherwise for approved minutes, and for attendance and votes.
    """
    minutes = locked(minutes)
    rows = [(part, row_of(minutes, part)) for part in parts]
    changed = [(part, row) for part, row in rows if wishes(part, row)]
    if changed and minutes.state == Minutes.State.APPROVED and not makes_version:
        raise ValidationError(_("Ein genehmigtes Protokoll wird nur noch berichtigt."))
    if not makes_version and (conflicts or any(part.fact for part, _row in changed)):
        raise ValidationError(
            _(
                "Anwesenheit, Befangenheit, Wortlaut und Stimmen ändern sich nach der Freigabe "
                "nur mit einer neuen Fassung: Sagen Sie unten, was sich geändert hat."
            )
        )
    was_released = seen_state not in Minutes.RELEASED and minutes.is_released
    for part, row in changed:
        part.others = {
            name: getattr(row, name) for name in wishes(part, row) if is_taken(part, row, name)
        }
    if was_released:
        for part, row in changed:
            part.others = {name: getattr(row, name) for name in wishes(part, row)}
    collided = [part for part, _row in changed if part.others]
    if not collided:
        mending.note_conflicts(conflicts, by)
        store_all(minutes, changed, by)
    return Outcome(collided, was_released)


def store_all(minutes, changed, by):
    wanted = [(part, row, wished(part, row)) for part, row in changed]
    for part, row, values in wanted:
        if not part.fact:
            store(row, values, by)
    if facts := [(row, values) for part, row, values in wanted if part.fact]:
        mending.mend(minutes, facts, by)


def wished(part, row) -> dict:
    return {name: cleaned(part.values[name]) for name in wishes(part, row)}


def row_of(minutes, part):
    if part.fact:
        return mending.as_it_is(part.fact)
    if part.item is None:
        return minutes
    return ItemRecord.objects.get_or_create(agenda_item=part.item)[0]


def wishes(part, row) -> list[str]:
    """Return the fields that the writer changed and that do not say so already."""
    before = as_seen(part, row)
    return [
        name
        for name in part.values
        if not is_alike(part.values[name], getattr(row, name))
        and (before is None or not is_alike(part.values[name], getattr(before, name)))
    ]


def is_alike(one, other) -> bool:
    """Compare as a reader does: browsers send other line ends than the cockpit."""
    return tidy(one) == tidy(other)


def tidy(value):
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def cleaned(value):
    return printable(tidy(value)) if isinstance(value, str) else value


def as_seen(part, row):
    """Return the row as the writer saw it, or None if nobody knows any more."""
    if part.revision == row.revision:
        return row
    seen = {"history_id" if part.fact else "revision": part.revision}
    return row.history.filter(**seen).order_by("history_id").last()


def is_taken(part, row, name) -> bool:
    """Tell whether somebody else changed the field since the writer saw it."""
    before = as_seen(part, row)
    return before is None or getattr(before, name) != getattr(row, name)


def store(row, values, by):
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    row._history_user = by
    row.save()
