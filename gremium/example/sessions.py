"""Sessions as the office plans them: date, agenda, papers, a guest."""

import datetime as dt

from django.core.files.base import ContentFile
from django.utils import timezone

from gremium.example.clock import thursday
from gremium.example.people import known_or_new
from meetings.models import AgendaItem, Document, Guest, Meeting
from partners import pdf_files
from partners.models import Organisation
from partners.richtext import from_plain


def plan(board, words, **values) -> Meeting:
    """Make the board's next session by number; `values` go before what `words` say."""
    number = board.meetings.count() + 1
    cancelled = words.get("cancelled", "")
    planned = {
        "held_on": values["held_on"] if "held_on" in values else thursday(words["weeks_ahead"]),
        "starts_at": time_of(words.get("starts_at")),
        "ends_at": time_of(words.get("ends_at")),
        "note": words.get("note", ""),
        "is_cancelled": bool(cancelled),
        "cancellation_reason": cancelled,
        "cancelled_at": timezone.now() if cancelled else None,
        "is_example": True,
    }
    return Meeting.objects.create(
        board=board, number=number, slug=f"{board.slug}-{number}", **planned | values
    )


def time_of(text):
    return dt.time.fromisoformat(text) if text else None


def add_agenda(meeting, entries, folder=None):
    for position, entry in enumerate(entries, start=1):
        item = add_item(meeting, position, entry)
        if "document" in entry:
            add_paper(folder, entry["document"], item=item, visibility=item.visibility)


def add_item(meeting, position, entry) -> AgendaItem:
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=position,
        kind=entry["kind"],
        role=entry.get("role", ""),
        title=entry["title"],
        minutes_planned=entry.get("minutes"),
        visibility=entry["visibility"],
        text=from_plain(entry.get("text", "")),
    )
    if rapporteurs := rapporteurs_of(entry):
        item.rapporteurs.set(rapporteurs)
        item.refresh_public_face()
    return item


def rapporteurs_of(entry):
    if entry.get("consortium"):
        return Organisation.objects.consortium()
    return Organisation.objects.filter(short_name__in=entry.get("rapporteurs", []))


def add_paper(folder, words, meeting=None, item=None, **values):
    name, title = words
    content = ContentFile((folder / name).read_bytes(), name=name)
    document = Document(meeting=meeting or item.meeting, agenda_item=item, title=title, **values)
    document.add_version(content, name, pages=pdf_files.pages_of(content))


def add_guest(meeting, words):
    given_name, family_name, function, *organisation = words
    person = known_or_new(given_name, family_name, function=function)
    name = organisation[0] if organisation else ""
    return Guest.objects.create(meeting=meeting, person=person, organisation_name=name)
