"""
What the centre made of the advice comes back to the board, as an item of its agenda.

Composed when it is read (meetings.composing): members read the words that were
said, everybody else those that are released, and taken back they are gone.
"""

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from advice.models import Advice, Step
from meetings.composing import tell_at
from meetings.models import AgendaItem, Meeting, Minutes

LONGEST = 300


def register():
    tell_at(AgendaItem.Role.FEEDBACK, "advice", text_for)


def told(meeting, reader):
    """
    Return what `reader` is told in `meeting`; `is_inside` where in the words that were said.

    What is open, and what was answered or moved on since the session before.
    The board is told nothing of a session whose minutes are a draft, or of an
    item that is the office's. What hangs on the inside of a thing, others are
    not told by its being there.
    """
    members, office, own = Advice.objects.insiders(reader)
    known = Advice.objects.visible_to(reader).filter(
        board=meeting.board_id, given_on__lte=meeting.held_on
    )
    moved = Step.objects.filter(advice=OuterRef("pk"), taken_on__gte=OuterRef("since"))
    is_new = Q(state__in=Advice.OPEN) | Q(answered_on__gte=F("since"))
    found = known.annotate(
        since=session_before(meeting, reader), is_inside=members | office | own
    ).filter(
        Q(is_for_board(meeting), is_new | Exists(moved), is_inside=True)
        | Q(is_new | Exists(moved.filter(is_public=True)), visibility=Visibility.PUBLIC),
    )
    return found.order_by("number")


def session_before(meeting, reader):
    """Return the day of the board's last session before `meeting` that the reader knows of."""
    before = Meeting.objects.visible_to(reader).filter(
        board=meeting.board_id, held_on__lt=meeting.held_on, is_cancelled=False
    )
    last = before.order_by("-held_on").values("held_on")[:1]
    return Coalesce(Subquery(last), Value(meeting.held_on))


def is_for_board(meeting) -> Q:
    released = Q(meeting__minutes__state__in=Minutes.RELEASED) & ~Q(meeting=meeting.pk)
    for_members = Q(agenda_item=None) | ~Q(agenda_item__visibility=Visibility.OFFICE)
    return Q(meeting=None) | (released & for_members)


# --- In words -----------------------------------------------------------------


def text_for(item, reader) -> str:
    """Return two lists: what was answered since the last session, and what is open."""
    rows = list(told(item.meeting, reader))
    groups = (
        (_("Beantwortet"), [advice for advice in rows if not advice.is_open]),
        (_("Noch offen"), [advice for advice in rows if advice.is_open]),
    )
    parts = ((heading, list_of(some)) for heading, some in groups if some)
    return format_html_join("", "<h3>{}</h3>{}", parts)


def list_of(rows) -> str:
    lines = format_html_join("", "<li><p>{}</p></li>", ((line_of(advice),) for advice in rows))
    return format_html("<ul>{}</ul>", lines)


def line_of(advice) -> str:
    """Idee 3: Mehr Beispiele – aufgegriffen: Zwei sind entstanden."""
    words = short(advice.text if advice.is_inside else advice.public_text)
    answer, state = advice.answer or advice.state_reason, advice.get_state_display()
    return f"{advice}: {words} – {f'{state}: {short(answer)}' if answer else state}"


def short(text) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
