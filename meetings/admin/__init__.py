"""The office's forms for sessions, agenda, documents and venues."""

from meetings.admin import (
    agenda,
    documents,
    meetings,
    minutes,
    objections,
    participations,
    proposals,
    resolutions,
    tasks,
    templates,
    textblocks,
    venues,
)

__all__ = [
    "agenda",
    "documents",
    "meetings",
    "minutes",
    "objections",
    "participations",
    "proposals",
    "resolutions",
    "tasks",
    "templates",
    "textblocks",
    "venues",
]
