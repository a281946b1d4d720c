"""What one reader may know of sessions, as their calendar will show it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Entry:
    """A session as one reader may know it."""

    meeting: Meeting
    sequence: int
    changed_at: dt.datetime
    agenda: list[str] = field(default_factory=list)
    video_link: str = ""
    url: str = ""
    hint: str = ""


def entries(meetings: Iterable[Meeting], reader) -> list[Entry]:
    """Return `meetings` as `reader`, a user or Reader, may know them; two queries more."""
    found = list(meetings)
    items = AgendaItem.objects.filter(meeting__in=found).annotate(
        is_readable=Q(pk__in=AgendaItem.objects.visible_to(reader).values("pk"))
    )
    agendas: dict[int, list[AgendaItem]] = {one.pk: [] for one in found}
    for item in items:
        agendas[item.meeting_id].append(item)
    inside = insiders_keys(found, reader)
    return [entry(one, agendas[one.pk], is_inside=one.pk in inside) for one in found]


def count_change_of(venue):
    """Raise the sequence of the coming sessions at `venue`: their entries show its name."""
    venue.meetings.upcoming().update(sequence=F("sequence") + 1)


def insiders_keys(meetings: list[Meeting], reader) -> set[int]:
    if not reader.is_authenticated:
        return set()
    known = Meeting.objects.for_insiders(reader).filter(pk__in=[one.pk for one in meetings])
    return set(known.values_list("pk", flat=True))


def entry(meeting: Meeting, items: list[AgendaItem], *, is_inside: bool) -> Entry:
    faces = [meeting, *items, *([meeting.venue] if meeting.venue else [])]
    return Entry(
        meeting=meeting,
        sequence=meeting.sequence + (meeting.internal_sequence if is_inside else 0),
        # Of hidden items too: internal changes do not move it (accounts.visibility).
        changed_at=max(one.public_changed_at for one in faces),
        agenda=agenda_lines(items),
        video_link=meeting.video_link if is_inside else "",
        url=settings.SITE_URL + address(meeting),
    )


def address(meeting: Meeting) -> str:
    """Return the page that opens: of a session not public, the one behind the login."""
    levels = {meeting.visibility, meeting.board.visibility}
    if levels == {Visibility.PUBLIC}:
        return meeting.get_absolute_url()
    return reverse("meetings:my-meeting", args=[meeting.slug])


def agenda_lines(items: list[AgendaItem]) -> list[str]:
    """Return the numbered titles; nothing as long as the reader may read none."""
    if not any(one.is_readable for one in items):
        return []
    return [
        f"TOP {one.position}: {one.title if one.is_readable else _('nichtöffentlich')}"
        for one in items
    ]
