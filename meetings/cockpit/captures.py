"""Resolutions and tasks in a line, as the board speaks."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings.cockpit import votes
from meetings.cockpit.people import found_by
from meetings.cockpit.results import check_taken_up
from meetings.cockpit.running import opened_for, record_of
from meetings.models import Resolution
from meetings.planning import rules_for
from meetings.tasks import acts

# --- Resolutions ------------------------------------------------------------


@transaction.atomic
def note_resolution(item, values, by):
    """
    Note what the board decided, with votes counted or by consensus.

    `values` are the texts typed: text, decided_at, and those of `votes.judged`. The same
    words on the same item again are one resolution: counted anew, it is judged
    anew and keeps its number. Raise ValidationError without words, or for a
    vote that cannot be.
    """
    item = opened_for(item)
    record = record_of(item)
    check_taken_up(item, record)
    text = printable(values.get("text", "")).replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError(_("Bitte schreiben Sie den Wortlaut des Beschlusses."))
    rules = rules_for(item.meeting)
    found = votes.judged(values, rules)
    known = item.resolutions.filter(text=text).first()
    found["decided_at"] = votes.moment_of(values, record, known)
    if known and votes.says(known, found):
        return known
    decision = known or Resolution(text=text, **of_item(item))
    votes.fill(decision, found)
    votes.check(decision, record, rules, is_new=known is None)
    votes.decide(decision, by)
    return decision


def of_item(item):
    meeting = item.meeting
    return {
        "board": meeting.board,
        "meeting": meeting,
        "agenda_item": item,
        "title": item.title,
        "visibility": item.visibility,
        "decided_on": meeting.held_on,
        "is_example": meeting.is_example,
    }


@transaction.atomic
def drop_resolution(item, pk, by):
    """Take a resolution back that was noted by mistake; one with a number stays."""
    item = opened_for(item)
    decision = item.resolutions.filter(pk=pk).first()
    if decision is None:
        return
    if decision.number is not None:
        raise ValidationError(_("Der Beschluss hat eine Nummer im Verzeichnis und bleibt."))
    decision._history_user = by
    decision.delete()


# --- Tasks ------------------------------------------------------------------


@transaction.atomic
def note_task(item, values, by):
    """
    Note a task; `values` are the texts typed: title, who, due_on.

    The same words again are one task. Raise ValidationError without words, for
    a name nobody has, or a day that is none.
    """
    item = opened_for(item)
    person, organisation = found_by(values.get("who", ""), item.meeting)
    due_on = typed_day(values.get("due_on", ""))
    title = " ".join(printable(values.get("title", "")).split())
    same = {"title": title, "person": person, "organisation": organisation, "due_on": due_on}
    return item.tasks.filter(**same).first() or acts.note(item, **same)


def typed_day(text):
    text = text.strip()
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone.
        except ValueError:
            continue
    raise ValidationError(_("„%s“ ist kein Datum. Schreiben Sie 31.01.2027.") % text[:20])


@transaction.atomic
def drop_task(item, pk, by):
    """Take a task back that was noted by mistake; one that people know of stays."""
    item = opened_for(item)
    task = item.tasks.filter(pk=pk).first()
    if task is None:
        return
    if task.is_announced:
        raise ValidationError(_("Die Aufgabe ist schon mitgeteilt und bleibt."))
    task._history_user = by
    task.delete()
