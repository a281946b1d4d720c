"""Sessions of a board, with agenda and documents."""

from meetings.models.agenda import AgendaItem
from meetings.models.document import Document, DocumentVersion
from meetings.models.meeting import Meeting, Venue

__all__ = ["AgendaItem", "Document", "DocumentVersion", "Meeting", "Venue"]
