"""
What goes into a session's pack, for one kind of reader.

A pack is made by level, without a reader; whether somebody gets it is decided
by comparing it with what they themselves may see at that moment.
"""

import json
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from accounts.visibility import digest_of
from meetings import composing, facts, pdf
from meetings.audiences import MEMBERS, OFFICE, anybody, audience_of, level_of, name_of
from meetings.models import AgendaItem, Document, Meeting
from meetings.planning import timetable
from partners.models import Organisation


@dataclass(frozen=True)
class PackContents:
    """The facts and the documents of one pack."""

    meeting: Meeting
    audience: str
    items: list
    documents: list
    # A page for each partner that reports (projects), as plain data.
    reports: list = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Return a mark that changes with anything the pack shows."""
        papers = [(one.pk, one.newest_id) for one in self.in_order]
        return digest_of((self.audience, json.dumps(self.front(), sort_keys=True), papers))

    @property
    def in_order(self) -> list:
        """Return the documents as they follow each other: the session's, then by item."""
        return [one for _heading, papers in self.groups() for one in papers]

    def groups(self):
        """Return (heading, documents) for the session, then for each item that has any."""
        of_meeting = [one for one in self.documents if one.agenda_item_id is None]
        found = [(_("Zur ganzen Sitzung"), of_meeting)]
        for item in self.items:
            papers = [one for one in self.documents if item.pk and one.agenda_item_id == item.pk]
            found.append((f"TOP {item.position} {item.title}", papers))
        return [(heading, papers) for heading, papers in found if papers]

    def front(self) -> dict:
        """Return the data of the cover and the agenda (pack.typ)."""
        meeting = self.meeting
        return {
            "title": f"{_('Sitzungsmappe')}: {meeting.title} {meeting.board.short_name}",
            "board": meeting.board.name,
            "heading": meeting.title,
            "when": when(meeting),
            "is_example": meeting.is_example,
            "cancelled": meeting.cancellation_reason if meeting.is_cancelled else "",
            "facts": [[_("Ort"), where(meeting)], [_("Für"), name_of(self.audience)]],
            "text": pdf.tree(meeting.text),
            "items": [shown(item) for item in self.items],
            "papers": [
                {"heading": heading, "papers": [{"title": one.title} for one in papers]}
                for heading, papers in self.groups()
            ],
            "advice": self.advice(),
            "reports": self.reports,
        }

    def advice(self) -> list[dict]:
        """Return what became of the advice of the last session; for members and office."""
        if self.audience not in {MEMBERS, OFFICE}:
            return []
        given = self.meeting.board.advice.given_before(self.meeting)
        return [one.as_returned() for one in given]


def for_audience(meeting, audience) -> PackContents:
    """Return what the readers of one kind may see, by level."""
    items = AgendaItem.objects.filter(level_of(audience, "pk"), meeting=meeting)
    documents = Document.objects.filter(
        Q(agenda_item=None) | Q(agenda_item__in=items.values("pk")),
        level_of(audience, "agenda_item"),
        meeting=meeting,
    )
    return gathered(meeting, audience, items, documents, anybody(audience, meeting))


def for_reader(meeting, reader) -> PackContents:
    """Return what `reader` may see at this moment, in the office only with each right."""
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting)
    documents = Document.objects.visible_to(reader).filter(meeting=meeting)
    return gathered(meeting, audience_of(reader, meeting), items, documents, reader)


def gathered(meeting, audience, items, documents, reader) -> PackContents:
    is_inside = audience in {MEMBERS, OFFICE}
    named = Organisation.objects if is_inside else Organisation.objects.visible_to(AnonymousUser())
    rapporteurs = Prefetch("rapporteurs", named.all())
    readable = {item.pk: item for item in items.with_circulars().prefetch_related(rapporteurs)}
    composing.compose(meeting, readable.values(), reader)
    agenda = [
        readable.get(pk) or AgendaItem(position=position, title=_("nichtöffentlich"))
        for pk, position in meeting.agenda_items.values_list("pk", "position")
    ]
    timetable(meeting, agenda)
    papers, reports = list(documents.with_newest()), reports_for(meeting, audience)
    return PackContents(meeting, audience, agenda, papers, reports)


def reports_for(meeting, audience) -> list:
    """Return the partners' reports for those inside; guests and the public get none."""
    # The way back: reports are of an app to the right.
    round_ = getattr(meeting, "reporting_round", None)
    if round_ is None or audience not in {MEMBERS, OFFICE}:
        return []
    return round_.pages(shows_all=audience == OFFICE)


# --- In words -----------------------------------------------------------------


def when(meeting) -> str:
    """Donnerstag, 14. Januar 2027, 14:00–16:30 Uhr"""
    clock = facts.clock(meeting) or _("Uhrzeit folgt")
    return f"{facts.long_date(meeting.held_on)}, {clock}"


def where(meeting) -> str:
    place = facts.facts_of(meeting).place
    video = _("Videokonferenz, Zugang siehe Einladung") if meeting.video_link else ""
    return "; ".join(filter(None, [place, video])) or _("folgt")


def shown(item) -> dict:
    """Return an item as the agenda prints it; of a hidden one, the number."""
    if not item.pk:
        hidden = {"number": item.position, "title": item.title}
        return hidden | {"time": "", "line": "", "text": []}
    minutes = item.minutes_planned and _("%d Min.") % item.minutes_planned
    begins_at = item.begins_at and f"{item.begins_at:%H:%M}"
    named = ", ".join(one.short_name for one in item.rapporteurs.all())
    return {
        "number": item.position,
        "title": item.title,
        "time": " · ".join(filter(None, [begins_at, minutes])),
        "line": " · ".join(filter(None, [item.get_kind_display(), named])),
        "text": pdf.tree(item.words),
    }
