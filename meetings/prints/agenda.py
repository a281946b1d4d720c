"""The agenda as PDF: what the session's page shows the same reader."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import pack_contents, pdf


def for_reader(meeting, reader) -> bytes:
    return as_pdf(pack_contents.for_reader(meeting, reader))


def for_audience(meeting, audience) -> bytes:
    """Return the agenda as one kind of reader gets it (meetings.audiences)."""
    return as_pdf(pack_contents.for_audience(meeting, audience))


def as_pdf(contents) -> bytes:
    front, meeting = contents.front(), contents.meeting
    front["title"] = f"{_('Tagesordnung')}: {meeting.title} {meeting.board.short_name}"
    front["facts"] = [row for row in front["facts"] if row[0] != _("Für")]
    return pdf.render("agenda.typ", front, timezone.now())


def file_name(meeting) -> str:
    return f"Tagesordnung-{meeting.slug}.pdf"
