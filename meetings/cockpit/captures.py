"""Resolutions and tasks in a line, as the board speaks."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visibility import printable
from meetings.cockpit.people import found_by
from meetings.cockpit.presence import eligible, places, quorum_now, span_of
from meetings.cockpit.results import check_taken_up
from meetings.cockpit.running import opened_for, record_of
from meetings.models import Choice, Resolution
from meetings.planning import rules_for
from meetings.procedure import Tally, consensus, majority
from meetings.tasks import acts

COUNTS = ("yes", "no", "abstentions")


# --- Resolutions ------------------------------------------------------------


@transaction.atomic
def note_resolution(item, values, by):
    """
    Note what the board decided, with votes counted or by consensus.

    `values` are the texts typed: text, yes, no, abstentions, consensus,
    chair_vote. The same words on the same item again are one resolution.
    Raise ValidationError without words or votes, with more votes than may
    vote, or without a quorum where the rules ask for one.
    """
    item = opened_for(item)
    record = record_of(item)
    check_taken_up(item, record)
    text = printable(values.get("text", "")).replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError(_("Bitte schreiben Sie den Wortlaut des Beschlusses."))
    if known := item.resolutions.filter(text=text).first():
        return known
    tally = tally_of(values)
    check_votes(record, tally)
    decision = Resolution(text=text, **of_item(item), **judged(tally, values, item.meeting))
    decision._history_user = by
    decision.full_clean(exclude=["board", "meeting", "agenda_item"])
    decision.save()
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


def tally_of(values):
    """Return the votes counted, or None when no number was typed."""
    typed = [values.get(one, "").strip() for one in COUNTS]
    if not any(typed):
        return None
    if not all(one.isdecimal() and len(one) <= 4 for one in typed if one):
        raise ValidationError(_("Stimmen zählt man in ganzen Zahlen."))
    chair = values.get("chair_vote", "")
    yes, no, abstentions = (int(one or 0) for one in typed)
    return Tally(yes, no, abstentions, chair if chair in Choice.values else None)


def judged(tally, values, meeting) -> dict:
    rules = rules_for(meeting)
    if tally is None:
        if not values.get("consensus"):
            raise ValidationError(_("Zählen Sie die Stimmen, oder wählen Sie „einvernehmlich“."))
        outcome, counted = consensus(0, rules), {}
    else:
        outcome = majority(tally, rules)
        counted = {one: getattr(tally, one) for one in COUNTS}
        counted["chair_vote"] = tally.chair or ""
    state = Resolution.State.ADOPTED if outcome.is_adopted else Resolution.State.REJECTED
    return {"state": state, "manner": outcome.manner, "explanation": outcome.text, **counted}


def check_votes(record, tally):
    meeting = record.agenda_item.meeting
    found, span = places(meeting), span_of(record)
    quorate = quorum_now(meeting, meeting.draft, found, span)
    if quorate.is_reached is False:
        raise ValidationError(f"{quorate.text}. {_('Bitte prüfen Sie die Anwesenheit.')}")
    if tally is None:
        return
    cast, may = tally.yes + tally.no + tally.abstentions, len(eligible(record, found))
    if cast > may:
        words = ngettext("Gezählt ist %d Stimme", "Gezählt sind %d Stimmen", cast) % cast
        rest = ngettext(
            "stimmberechtigt anwesend und nicht befangen ist %d Sitz",
            "stimmberechtigt anwesend und nicht befangen sind %d Sitze",
            may,
        )
        raise ValidationError(f"{words}, {rest % may}.")


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
