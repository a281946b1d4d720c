"""
All that belongs to a topic, in one dated list, the newest first.

Each part is what the reader may see. Behind a personal link nobody is signed
in, so what has no page there is shown as far as visitors may see it.
"""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from advice.models import Advice
from meetings.models import AgendaItem

SHOWN = 30
MAX_PAGE = 200
WORDS = 300


@dataclass(frozen=True)
class Entry:
    """One line: when, what kind of thing, which, where to read on."""

    kind: str
    title: str
    day: dt.date | None = None
    url: str = ""
    note: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Page:
    """A part of the list, and which parts are before and after it."""

    entries: list[Entry]
    number: int
    has_next: bool

    @property
    def previous(self):
        return self.number - 1

    @property
    def next(self):
        return self.number + 1


def page_of(topic, user, asked="", door=None) -> Page:
    """Return one page of the list; `asked` is what the address says of its number."""
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    number = min(max(number, 1), MAX_PAGE)
    # No page needs more of one kind than all pages up to it can hold.
    most = number * SHOWN + 1
    found = sorted(entries(topic, user, door, most), key=order)
    first = (number - 1) * SHOWN
    return Page(found[first : first + SHOWN], number, len(found) > first + SHOWN)


def order(entry):
    """Newest first; what has no day comes last."""
    return (entry.day is None, -(entry.day or dt.date.min).toordinal(), entry.kind, entry.title)


def entries(topic, user, door=None, most=SHOWN):
    on_site = AnonymousUser() if door and door.is_link else user
    yield from decisions(topic)
    yield from items(topic, user, door, most)
    yield from advice(topic, user, most)
    yield from projects(topic, on_site, most)
    yield from news(topic, on_site, most)


def decisions(topic):
    """Yield the last decision; who proposed it when is for insiders (`with_inside()`)."""
    if topic.decided_on:
        yield Entry(_("Stand"), topic.get_state_display(), topic.decided_on)
    if topic.is_inside:
        giver = topic.organisation
        note = _("von %s") % giver if giver else _("von der Geschäftsstelle")
        yield Entry(_("Vorschlag"), _("Thema vorgeschlagen"), topic.proposed_on, note=note)


def items(topic, user, door, most):
    found = AgendaItem.objects.visible_to(user).filter(topics=topic).select_related("meeting")
    for one in found.order_by("-meeting__held_on", "position", "pk")[:most]:
        address = one.get_absolute_url()
        if door:
            address = f"{door.url('meeting', one.meeting.slug)}#top-{one.position}"
        title = _("TOP %(position)d: %(title)s") % {"position": one.position, "title": one.title}
        meeting = one.meeting
        yield Entry(
            _("Sitzung"), title, meeting.held_on, address, meeting.title, meeting.is_example
        )


def advice(topic, user, most):
    found = Advice.objects.visible_to(user).filter(topics=topic).select_related("board")
    for one in found.order_by("-given_on", "-number", "pk")[:most]:
        is_out = one.visibility == Visibility.PUBLIC and one.board.visibility == Visibility.PUBLIC
        # Once released it stands in its public words for everybody.
        text = one.public_text if is_out else one.text
        title = text if len(text) <= WORDS else f"{text[:WORDS]}…"
        url = one.get_absolute_url() if is_out else ""
        note = one.get_state_display()
        yield Entry(one.get_kind_display(), title, one.given_on, url, note, one.is_example)


def projects(topic, user, most):
    newest = F("starts_on").desc(nulls_last=True)
    for one in topic.projects.visible_to(user).order_by(newest, "title", "pk")[:most]:
        address, note = one.get_absolute_url(), one.get_kind_display()
        yield Entry(_("Projekt"), one.title, one.starts_on, address, note, one.is_example)


def news(topic, user, most):
    for one in topic.articles.visible_to(user).newest_first()[:most]:
        day = one.published_from and timezone.localdate(one.published_from)
        address = one.get_absolute_url()
        yield Entry(_("Meldung"), one.title, day, address, one.teaser, one.is_example)
