"""The office's forms for sessions, agenda, documents and venues."""

from meetings.admin import (
    agenda,
    documents,
    meetings,
    participations,
    proposals,
    tasks,
    templates,
    venues,
)

__all__ = [
    "agenda",
    "documents",
    "meetings",
    "participations",
    "proposals",
    "tasks",
    "templates",
    "venues",
]
