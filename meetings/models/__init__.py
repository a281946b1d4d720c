"""Sessions of a board: agenda, papers, who comes, what was sent."""

from meetings.models.agenda import AgendaItem
from meetings.models.dispatch import Delivery, Dispatch
from meetings.models.document import Document, DocumentVersion
from meetings.models.meeting import Meeting
from meetings.models.pack import Pack
from meetings.models.participation import Guest, Participation, Response
from meetings.models.proposal import AgendaProposal
from meetings.models.reading import PersonalNote, Seen
from meetings.models.template import AgendaTemplate, TemplateItem
from meetings.models.venue import Venue

__all__ = [
    "AgendaItem",
    "AgendaProposal",
    "AgendaTemplate",
    "Delivery",
    "Dispatch",
    "Document",
    "DocumentVersion",
    "Guest",
    "Meeting",
    "Pack",
    "Participation",
    "PersonalNote",
    "Response",
    "Seen",
    "TemplateItem",
    "Venue",
]
