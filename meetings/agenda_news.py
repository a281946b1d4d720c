"""
Which items of an agenda are new, changed or gone since people were told of it.

Compared is what an item said then and what it says now: a form that was saved
without a change leaves no news, nor does a line that a browser ended otherwise.
"""

from accounts.untouched import plain_ends
from meetings.models import AgendaItem

CAME, CHANGED, WENT = "+", "~", "-"
SAID = ("position", "kind", "title", "minutes_planned", "visibility", "text", "is_late")


def fresh_items(meeting, since, closed=()) -> dict[int, str]:
    """
    Return item → CAME, CHANGED or WENT; at most four queries.

    What happened to an item while it was `closed`, by its level, counts for nothing.
    """
    records = AgendaItem.history.filter(meeting=meeting.pk, history_date__gt=since)
    records = records.exclude(visibility__in=closed).order_by("history_date", "history_id")
    firsts, lasts = {}, {}
    for record in records:
        firsts.setdefault(record.id, record)
        lasts[record.id] = record
    kept = [key for key, first in firsts.items() if first.history_type == CHANGED]
    told = records_told(kept, since)
    return {
        key: first.history_type
        for key, first in firsts.items()
        if first.history_type != CHANGED or says_something_else(told.get(key), lasts[key])
    }


def records_told(keys, since):
    """Return item → the record of what was told."""
    if not keys:
        return {}
    records = AgendaItem.history.filter(id__in=keys, history_date__lte=since)
    return {record.id: record for record in records.order_by("history_date", "history_id")}


def says_something_else(then, now) -> bool:
    if then is None or now.history_type == WENT:
        return True
    return said(then) != said(now) or named(then) != named(now)


def said(record):
    values = (getattr(record, name) for name in SAID)
    return [plain_ends(one).strip() if isinstance(one, str) else one for one in values]


def named(record):
    return set(record.rapporteurs.values_list("organisation_id", flat=True))
