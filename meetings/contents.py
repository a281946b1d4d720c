"""Agenda and papers of a session in lines of text, for one reader at a time."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visibility import Visibility
from meetings import agenda_news
from meetings.agenda_news import CAME
from meetings.audiences import MEMBERS, OFFICE, STAND_INS, audience_of
from meetings.ical import flat
from meetings.models import AgendaItem, Document, DocumentVersion, Meeting
from meetings.planning import timetable


class Contents:
    """
    What a session holds; each list only as far as the reader may read it.

    The reader's rights are asked as if the session were open to them already:
    an invitation is shown to the office before it opens the session.
    """

    def __init__(self, meeting: Meeting, since=None):
        self.meeting, self.since = meeting, since

    @cached_property
    def items(self):
        return list(self.meeting.agenda_items.all())

    @cached_property
    def papers(self):
        found = Document.objects.filter(meeting=self.meeting).with_newest()
        return list(found.select_related("agenda_item"))

    def readable(self, rows, reader) -> set[int]:
        found = rows.readable_by(reader).filter(meeting=self.meeting)
        return set(found.values_list("pk", flat=True))

    # --- The agenda ---------------------------------------------------------

    def agenda(self, reader, *, is_marked=False) -> list[str]:
        """
        Return a line for each item, with its time as far as the reader can know it.

        With `is_marked` it says of each what is new since `since`.
        """
        known = self.readable(AgendaItem.objects, reader)
        shown = [
            one if one.pk in known else AgendaItem(position=one.position) for one in self.items
        ]
        timetable(self.meeting, shown)
        return [line_of(one, self.mark_of(one) if is_marked else "") for one in shown]

    def mark_of(self, item) -> str:
        if self.since is None or item.pk not in self.fresh_items:
            return ""
        return _("neu") if self.fresh_items[item.pk] == CAME else _("geändert")

    def paper_lines(self, reader) -> list[str]:
        return [paper_line(one) for one in self.papers_for(reader)]

    def papers_for(self, reader):
        known = self.readable(Document.objects, reader)
        return [one for one in self.papers if one.pk in known]

    # --- What is new --------------------------------------------------------

    @cached_property
    def fresh_papers(self) -> set[int]:
        versions = DocumentVersion.objects.filter(
            document__meeting=self.meeting, uploaded_at__gt=self.since
        )
        return set(versions.values_list("document", flat=True))

    @cached_property
    def fresh_items(self) -> dict[int, str]:
        """Return item → what became of it; see meetings.agenda_news."""
        return agenda_news.fresh_items(self.meeting, self.since)

    def news(self, reader) -> list[str]:
        """Return a line for each paper and item that came or changed after `since`."""
        if self.since is None:
            return []
        known = self.readable(AgendaItem.objects, reader)
        fresh = [one for one in self.items if one.pk in known and one.pk in self.fresh_items]
        papers = [one for one in self.papers_for(reader) if one.pk in self.fresh_papers]
        return [
            *(self.news_of(one) for one in fresh),
            *(dropped_line(one) for one in self.dropped_for(reader)),
            *(paper_line(one) for one in papers),
        ]

    @cached_property
    def dropped_items(self):
        """Return the items people were told of that are there no more, as they were last."""
        records = AgendaItem.history.filter(
            meeting=self.meeting.pk, history_date__gt=self.since, history_type=agenda_news.WENT
        )
        return [one for one in records.order_by("position") if self.fresh_items[one.id] != CAME]

    def dropped_for(self, reader):
        levels = {Visibility.PUBLIC}
        if self.dropped_items and audience_of(reader, self.meeting) in {
            *(MEMBERS, STAND_INS),
            OFFICE,
        }:
            levels.add(Visibility.MEMBERS)
        return [one for one in self.dropped_items if one.visibility in levels]

    def news_of(self, item) -> str:
        text = _("TOP %(number)d ist neu: %(title)s")
        if self.fresh_items[item.pk] != CAME:
            text = _("TOP %(number)d ist geändert: %(title)s")
        return text % {"number": item.position, "title": flat(item.title)}


def dropped_line(record) -> str:
    text = _("TOP entfällt: %(title)s (bisher TOP %(number)d)")
    return text % {"title": flat(record.title), "number": record.position}


def line_of(item, mark="") -> str:
    """3. Berichte (14:25 Uhr, 60 Min., neu)"""
    title = flat(item.title) or _("nichtöffentlich")
    details = []
    if item.begins_at:
        details.append(_("%s Uhr") % f"{item.begins_at:%H:%M}")
    if item.minutes_planned:
        details.append(_("%d Min.") % item.minutes_planned)
    if item.is_late:
        details.append(_("nach der Frist angemeldet"))
    if mark:
        details.append(mark)
    return (
        f"{item.position}. {title} ({', '.join(details)})"
        if details
        else (f"{item.position}. {title}")
    )


def paper_line(document) -> str:
    """Vorlage (zu TOP 3, 4 Seiten)"""
    details = [_("zu TOP %d") % document.agenda_item.position] if document.agenda_item else []
    if document.pages:
        details.append(ngettext("%d Seite", "%d Seiten", document.pages) % document.pages)
    return f"{flat(document.title)} ({', '.join(details)})" if details else flat(document.title)
