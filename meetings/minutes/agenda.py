"""The first item of the next agenda: approval of the minutes that are still open."""

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting, Minutes
from meetings.models.meeting import CHRONOLOGY

BEGINNING = "Genehmigung "
ABOUT = "Protokoll"


def open_numbers(meeting) -> list[int]:
    """Return the numbers of the board's earlier sessions whose minutes await approval."""
    found = Minutes.objects.exclude(state=Minutes.State.APPROVED).filter(
        meeting__board=meeting.board_id, meeting__held_on__lt=meeting.held_on
    )
    return sorted(found.values_list("meeting__number", flat=True))


def title_for(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return _("Genehmigung des Protokolls der %d. Sitzung") % numbers[0]
    *most, last = numbers
    row = f"{', '.join(f'{one}.' for one in most)} {_('und')} {last}."
    return _("Genehmigung der Protokolle der %s Sitzung") % row


def is_approval(item) -> bool:
    is_formal = item.kind == AgendaItem.Kind.FORMAL
    return is_formal and item.title.startswith(BEGINNING) and ABOUT in item.title


def is_welcome(item) -> bool:
    words = ("begrüßung", "eröffnung")
    return item.kind == AgendaItem.Kind.FORMAL and any(one in item.title.lower() for one in words)


def is_wanted(meeting) -> bool:
    """Tell whether `put_on` would change the agenda."""
    numbers = open_numbers(meeting)
    if not numbers:
        return False
    known = approval_item(meeting)
    return known is None or known.title != title_for(numbers)


def approval_item(meeting):
    return next((one for one in meeting.agenda_items.all() if is_approval(one)), None)


@transaction.atomic
def put_on(meeting) -> bool:
    """
    Name the open minutes in the item on their approval, or add that item once.

    It stands first, or second after a welcome. Return whether anything changed.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not is_wanted(meeting):
        return False
    title, known = title_for(open_numbers(meeting)), approval_item(meeting)
    if known:
        known.title = title
        known.save()
    else:
        insert(meeting, title)
    return True


def insert(meeting, title):
    items = list(meeting.agenda_items.order_by("position", "pk"))
    position = 2 if items and is_welcome(items[0]) else 1
    for item in reversed(items[position - 1 :]):
        item.position += 1
        item.save_without_historical_record(update_fields=["position"])
    meeting.agenda_items.create(position=position, kind=AgendaItem.Kind.FORMAL, title=title)
    AgendaItem.objects.renumber(meeting)


def ahead_of(held):
    """Return the board's later sessions that take place, the next one first."""
    found = Meeting.objects.filter(board=held.board_id, held_on__gt=held.held_on)
    return found.filter(is_cancelled=False).order_by(*CHRONOLOGY)


def put_on_next(held):
    """
    Do so in the board's next session as soon as there are minutes of `held`.

    Only while nobody is invited to it and it has an agenda; an announced one
    the office changes on purpose.
    """
    following = ahead_of(held).first()
    is_planned = following and following.state == Meeting.State.PLANNED
    if is_planned and following.agenda_items.exists():
        put_on(following)
