"""
What is new for a person: facts with a time, as far as they may read them now.

What is hidden from them today is not mentioned, nor is what changed inside the
office. A person without a mark of their own sees the last NEW_DAYS days.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import told
from meetings.facts import clock, day_month_year, long_date
from meetings.models import (
    AgendaProposal,
    Dispatch,
    Document,
    DocumentVersion,
    Meeting,
    Minutes,
    Seen,
)
from meetings.models.days import midnight
from meetings.novelties import with_arrival

NEW_DAYS = 30
OLD_DAYS = 180
Kind = Dispatch.Kind


@dataclass(frozen=True)
class Change:
    """One thing that happened: when, in which session, and in words."""

    at: dt.datetime
    meeting: Meeting
    text: str
    detail: str = ""
    # The page that says more, behind the same door.
    page: str = "meeting"
    # What matters more to the reader has less.
    weight: int = 0


def seen_until(person) -> dt.datetime:
    """Return up to when the person has seen what is new; longer ago nothing is."""
    mark = Seen.objects.filter(person=person).first()
    days = OLD_DAYS if mark else NEW_DAYS
    earliest = midnight(timezone.localdate() - dt.timedelta(days=days))
    return max(mark.seen_at, earliest) if mark else earliest


def mark_seen(person, moment):
    """Everything up to `moment` is known; a moment ahead counts as now, an earlier one not."""
    moment = min(moment, timezone.now())
    mark, is_new = Seen.objects.get_or_create(person=person, defaults={"seen_at": moment})
    if not is_new and mark.seen_at < moment:
        mark.seen_at = moment
        mark.save()


def since(moment, reader, meetings, proposals) -> list[Change]:
    """
    Return what happened after `moment`, what weighs most first, then the newest; four queries.

    `meetings` are those the reader knows of, `proposals` the reader's own.
    """
    known = {one.pk: one for one in meetings}
    changes = [
        *cancellations(moment, known),
        *sendings(moment, known),
        *recorded(moment, known, reader),
        *papers(moment, known, reader),
        *decisions(moment, proposals),
    ]
    newest_first = sorted(changes, key=lambda one: one.at, reverse=True)
    return sorted(newest_first, key=lambda one: one.weight)


def cancellations(moment, meetings):
    for meeting in meetings.values():
        if meeting.is_cancelled and meeting.cancelled_at and meeting.cancelled_at > moment:
            text = _("Die %s ist abgesagt.") % meeting.title
            yield Change(
                meeting.cancelled_at, meeting, text, meeting.cancellation_reason, weight=CANCELLED
            )


CANCELLED, MOVED, INVITED, RECORDED, DECIDED, AGENDA, PAPERS = range(7)
SENDINGS = {
    Kind.CHANGE: (MOVED, lambda: _("Die %s hat sich geändert, jetzt:")),
    Kind.INVITATION: (INVITED, lambda: _("Die Einladung zur %s ist da:")),
    Kind.SAVE_THE_DATE: (INVITED, lambda: _("Der Termin der %s steht fest:")),
    Kind.ADDENDUM: (AGENDA, lambda: _("Zur %s gibt es einen Nachtrag:")),
}


def sendings(moment, meetings):
    """Sendings about sessions ahead, with the day they told; a cancellation is apart."""
    found = Dispatch.objects.filter(sent_at__gt=moment, meeting__in=meetings)
    found = list(found.exclude(kind__in=[Kind.CANCELLATION, Kind.FAREWELL]))
    records = told.records_of([one.meeting_id for one in found]) if found else {}
    for one in found:
        meeting = meetings[one.meeting_id]
        if not meeting.is_cancelled and not meeting.has_passed:
            weight, text = SENDINGS[one.kind]
            then = told.record_at(records[meeting.pk], one.sent_at) or meeting
            yield Change(one.sent_at, meeting, text() % meeting.title, when(then), weight=weight)


def when(meeting) -> str:
    return ", ".join(filter(None, [long_date(meeting.held_on), clock(meeting)]))


def recorded(moment, meetings, reader):
    """Minutes released since, to those who read them as members or in the office."""
    released = Minutes.objects.filter(released_at__gt=moment, meeting__in=meetings)
    for one in released.filter(Minutes.objects.of_insiders(reader)):
        meeting = meetings[one.meeting_id]
        text, until = _("Das Protokoll der %s liegt vor.") % meeting.title, ""
        if one.takes_objections:
            until = _("Einwendungen bis zum %s") % day_month_year(one.objections_until)
        yield Change(one.released_at, meeting, text, until, "minutes", RECORDED)


def papers(moment, meetings, reader):
    """The newest version of each document that the reader may open, a line a session."""
    readable = Document.objects.visible_to(reader).filter(meeting__in=meetings)
    number = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    found = with_arrival(readable).annotate(number=Subquery(number.values("number")[:1]))
    lines = defaultdict(list)
    for one in found.filter(came_at__gt=moment).order_by("position", "pk"):
        lines[one.meeting_id, one.number > 1 and one.came_at == one.last_at].append(one)
    for (key, is_again), of_line in lines.items():
        meeting = meetings[key]
        at = max(one.came_at for one in of_line)
        titles = ", ".join(one.title for one in of_line)
        text = line_on(meeting, len(of_line), is_again=is_again)
        yield Change(at, meeting, text, titles, weight=PAPERS)


def line_on(meeting, count, *, is_again) -> str:
    if is_again:
        text = ngettext("Neue Fassung zur %s:", "Neue Fassungen zur %s:", count)
    else:
        text = ngettext("Neue Unterlage zur %s:", "Neue Unterlagen zur %s:", count)
    return text % meeting.title


def decisions(moment, proposals):
    """What the office decided about the person's own proposals."""
    for one in proposals:
        if one.decided_at and one.decided_at > moment:
            text = _("Ihr Vorschlag ist aufgenommen:")
            if one.state == AgendaProposal.State.DECLINED:
                text = _("Ihr Vorschlag ist nicht aufgenommen:")
            yield Change(one.decided_at, one.meeting, text, one.title, "proposals", DECIDED)
