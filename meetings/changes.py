"""
What is new for a person: facts with a time, as far as they may read them now.

What is hidden from them today is not mentioned, nor is what changed inside the
office. A person without a mark of their own sees the last NEW_DAYS days.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import AgendaProposal, Dispatch, Document, DocumentVersion, Meeting, Seen
from meetings.models.meeting import midnight
from meetings.places import announced_to

NEW_DAYS = 30
Kind = Dispatch.Kind


@dataclass(frozen=True)
class Change:
    """One thing that happened: when, in which session, and in words."""

    at: dt.datetime
    meeting: Meeting
    text: str
    detail: str = ""


def seen_until(person) -> dt.datetime:
    """Return up to when the person has seen what is new."""
    mark = Seen.objects.filter(person=person).first()
    usual = midnight(timezone.localdate() - dt.timedelta(days=NEW_DAYS))
    return mark.seen_at if mark else usual


def mark_seen(person, moment):
    """Everything up to `moment` is known; a moment ahead counts as now, an earlier one not."""
    moment = min(moment, timezone.now())
    mark, is_new = Seen.objects.get_or_create(person=person, defaults={"seen_at": moment})
    if not is_new and mark.seen_at < moment:
        mark.seen_at = moment
        mark.save()


def since(moment, person, reader) -> list[Change]:
    """Return what happened after `moment`, the newest first; four queries."""
    found = announced_to(reader).select_related("board")
    meetings = {one.pk: one for one in found}
    changes = [
        *cancellations(moment, meetings),
        *sendings(moment, meetings),
        *papers(moment, meetings, reader),
        *decisions(moment, person),
    ]
    return sorted(changes, key=lambda one: one.at, reverse=True)


def cancellations(moment, meetings):
    for meeting in meetings.values():
        if meeting.is_cancelled and meeting.cancelled_at and meeting.cancelled_at > moment:
            text = _("Die %s ist abgesagt.") % meeting.title
            yield Change(meeting.cancelled_at, meeting, text, meeting.cancellation_reason)


SENDINGS = {
    Kind.SAVE_THE_DATE: lambda: _("Der Termin der %s steht fest."),
    Kind.INVITATION: lambda: _("Sie sind zur %s eingeladen."),
    Kind.ADDENDUM: lambda: _("Zur %s gibt es einen Nachtrag."),
    Kind.CHANGE: lambda: _("Die %s hat sich geändert."),
}


def sendings(moment, meetings):
    """Sendings about sessions that take place; a cancellation stands for itself."""
    found = Dispatch.objects.filter(sent_at__gt=moment, meeting__in=meetings)
    for one in found.exclude(kind=Kind.CANCELLATION):
        meeting = meetings[one.meeting_id]
        if not meeting.is_cancelled:
            yield Change(one.sent_at, meeting, SENDINGS[one.kind]() % meeting.title)


def papers(moment, meetings, reader):
    """The newest version of each document that the reader may open."""
    readable = Document.objects.visible_to(reader).filter(meeting__in=meetings)
    versions = DocumentVersion.objects.filter(
        uploaded_at__gt=moment, document__in=readable.values("pk")
    )
    newest = {
        one.document_id: one for one in versions.select_related("document").order_by("number")
    }
    for version in newest.values():
        meeting = meetings[version.document.meeting_id]
        text = _("Neue Unterlage zur %s") if version.number == 1 else _("Neue Fassung zur %s")
        yield Change(version.uploaded_at, meeting, text % meeting.title, version.document.title)


def decisions(moment, person):
    """What the office decided about the person's own proposals."""
    found = AgendaProposal.objects.filter(person=person, decided_at__gt=moment)
    for one in found.select_related("meeting__board"):
        is_accepted = one.state == AgendaProposal.State.ACCEPTED
        text = (
            _("Ihr Vorschlag ist aufgenommen.")
            if is_accepted
            else _("Ihr Vorschlag ist nicht aufgenommen.")
        )
        yield Change(one.decided_at, one.meeting, text, one.title)
