"""
„Rückmeldung zu Anregungen“: the item in which the centre tells what it made of the advice.

Advice is an app to the right; the board's rows say themselves what is told.
"""

from html import unescape

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings.models import AgendaItem

TITLE = "Rückmeldung zu Anregungen"
LONGEST = 300
# Shorter words stand in any text.
SHORTEST = 8


def told(meeting, is_public=False) -> list[dict]:
    """Return what is told in `meeting`; in public only what is released."""
    found = meeting.board.advice.returning_to(meeting)
    if is_public:
        return [one.as_released() for one in found.released()]
    return [one.as_returned() for one in found]


def is_wanted(meeting) -> bool:
    """Tell whether there is something to tell and no item for it yet."""
    return item_of(meeting) is None and meeting.board.advice.returning_to(meeting).exists()


def item_of(meeting):
    return next((one for one in meeting.agenda_items.all() if one.title == _(TITLE)), None)


def put_on(meeting) -> bool:
    """Fill the item, or make it where something is to be told; return whether it changed."""
    item = item_of(meeting)
    if item is None:
        if not (rows := told(meeting)):
            return False
        meeting.agenda_items.create(
            position=AgendaItem.objects.room_at_end(meeting),
            kind=AgendaItem.Kind.REPORT,
            title=_(TITLE),
            text=text_of(rows),
            visibility=Visibility.MEMBERS,
        )
        return True
    text = text_of(told(meeting, is_public=item.visibility == Visibility.PUBLIC))
    if text == item.text or not text:
        return False
    item.text = text
    item.save()
    return True


def hold_back(board):
    """Let public items of `board` tell only what is released; call it after anything changes."""
    items = AgendaItem.objects.filter(
        meeting__board=board, title=_(TITLE), visibility=Visibility.PUBLIC
    )
    if not (items := list(items.select_related("meeting__board"))):
        return
    hidden = unreleased(board)
    for item in items:
        text = unescape(item.text)
        if any(one in text for one in hidden):
            item.text = text_of(told(item.meeting, is_public=True))
            item.save()


def unreleased(board) -> set[str]:
    """Return the words of all advice of the board that the public may not read."""
    shown = {short(one.public_text) for one in board.advice.released()}
    words = board.advice.values_list("text", "public_text")
    known = {short(one) for row in words for one in row}
    return {one for one in known - shown if len(one) >= SHORTEST}


def text_of(rows) -> str:
    """Return two lists: what was answered since the last session, and what is open."""
    groups = (
        (_("Beantwortet"), [one for one in rows if not one["is_open"]]),
        (_("Noch offen"), [one for one in rows if one["is_open"]]),
    )
    parts = ((heading, list_of(some)) for heading, some in groups if some)
    return format_html_join("", "<h3>{}</h3>{}", parts)


def list_of(rows) -> str:
    lines = format_html_join("", "<li><p>{}</p></li>", ((line_of(one),) for one in rows))
    return format_html("<ul>{}</ul>", lines)


def line_of(row) -> str:
    """Idee 3: Mehr Beispiele – aufgegriffen: Zwei sind entstanden."""
    answer = f"{row['state']}: {short(row['answer'])}" if row["answer"] else row["state"]
    return f"{row['title']}: {short(row['text'])} – {answer}"


def short(text) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
