"""Sessions of a board: agenda, papers, who comes, what was sent."""

from meetings.models.agenda import AgendaItem
from meetings.models.answer import Response
from meetings.models.dispatch import Delivery, Dispatch
from meetings.models.document import Document, DocumentVersion
from meetings.models.meeting import Meeting
from meetings.models.minutes import Minutes, MinutesVersion, Objection
from meetings.models.pack import Pack
from meetings.models.participation import Attendance, Guest, Participation
from meetings.models.proposal import AgendaProposal
from meetings.models.reading import PersonalNote, Seen
from meetings.models.record import ItemRecord, TextBlock
from meetings.models.resolution import Choice, Resolution, ResolutionPaper
from meetings.models.task import Task, TaskComment
from meetings.models.template import AgendaTemplate, TemplateItem
from meetings.models.venue import Venue
from meetings.models.vote import Vote

__all__ = [
    "AgendaItem",
    "AgendaProposal",
    "AgendaTemplate",
    "Attendance",
    "Choice",
    "Delivery",
    "Dispatch",
    "Document",
    "DocumentVersion",
    "Guest",
    "ItemRecord",
    "Meeting",
    "Minutes",
    "MinutesVersion",
    "Objection",
    "Pack",
    "Participation",
    "PersonalNote",
    "Resolution",
    "ResolutionPaper",
    "Response",
    "Seen",
    "Task",
    "TaskComment",
    "TemplateItem",
    "TextBlock",
    "Venue",
    "Vote",
]
