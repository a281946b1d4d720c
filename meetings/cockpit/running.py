"""Whether anything may be noted now; whoever else acts on the session waits until we are done."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings.models import AgendaItem, ItemRecord, Meeting, Minutes


def locked(meeting):
    """Return the session as it is now; the second of two at once waits here."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related("board")
    return found.get(pk=meeting.pk)


def minutes_of(meeting):
    return Minutes.objects.filter(meeting=meeting).first()


def why_closed(meeting, minutes) -> str:
    """Return in words why nothing can be noted, or "" while the session runs."""
    if meeting.is_cancelled:
        return _("Die Sitzung ist abgesagt.")
    if minutes is None:
        return _("Die Sitzung ist noch nicht begonnen.")
    if minutes.is_released:
        return _("Das Protokoll ist freigegeben; die Sitzung lässt sich nicht mehr ändern.")
    if meeting.state == Meeting.State.HELD:
        return _("Die Sitzung ist beendet. Öffnen Sie sie wieder, um etwas zu ändern.")
    return ""


def opened(meeting):
    """Return the session, locked, with `draft`; raise ValidationError unless it runs."""
    meeting = locked(meeting)
    meeting.draft = minutes_of(meeting)
    if reason := why_closed(meeting, meeting.draft):
        raise ValidationError(reason, code="closed")
    return meeting


def opened_for(item):
    """Return `item` as it is now, its session locked and running."""
    meeting = opened(item.meeting)
    item = AgendaItem.objects.get(pk=item.pk)
    item.meeting = meeting
    return item


def record_of(item):
    """Return what was noted on `item`; the session has to be locked."""
    record, _is_new = ItemRecord.objects.get_or_create(agenda_item=item)
    record.agenda_item = item
    return record


def is_today(meeting):
    """Times of the clock mean something on the day itself only."""
    return meeting.held_on == timezone.localdate()


def this_minute():
    return timezone.localtime().time().replace(second=0, microsecond=0)


def typed_time(text):
    """Return the time of day typed, or None for nothing; raise ValidationError for what is none."""
    text = (text or "").strip()
    if not text:
        return None
    try:
        return dt.time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise ValidationError(
            _("„%s“ ist keine Uhrzeit. Schreiben Sie 14:20.") % text[:20]
        ) from None


def one_line(text, limit=200):
    return " ".join(printable(text or "").split())[:limit]
