"""The first item of the next agenda: approval of the minutes that are still open."""

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _

from meetings.composing import item_with
from meetings.models import AgendaItem, Meeting, Minutes
from meetings.models.meeting import CHRONOLOGY

Role = AgendaItem.Role
BY_NUMBER = ("meeting__number",)


def awaiting(meeting):
    """Return the minutes of the board's earlier sessions that await approval."""
    found = Minutes.objects.exclude(state=Minutes.State.APPROVED).filter(
        meeting__board=meeting.board_id, meeting__held_on__lt=meeting.held_on
    )
    return found.order_by(*BY_NUMBER)


def numbers_of(minutes) -> list[int]:
    return list(minutes.values_list("meeting__number", flat=True))


def title_for(numbers: list[int]) -> str:
    if not numbers:
        return ""
    if len(numbers) == 1:
        return _("Genehmigung des Protokolls der %d. Sitzung") % numbers[0]
    return _("Genehmigung der Protokolle der %s Sitzung") % row_of(numbers)


def row_of(numbers) -> str:
    """1., 2. und 3."""
    *most, last = numbers
    return f"{', '.join(f'{number}.' for number in most)} {_('und')} {last}."


def text_for(item, reader) -> str:
    """Name the sessions whose minutes are to be approved, of those the reader may know."""
    known = Meeting.objects.visible_to(reader).values("pk")
    numbers = numbers_of(item.approves.filter(meeting__in=known).order_by(*BY_NUMBER))
    if not numbers:
        return ""
    if len(numbers) == 1:
        return format_html("<p>{}</p>", _("Protokoll der %d. Sitzung") % numbers[0])
    return format_html("<p>{}</p>", _("Protokolle der %s Sitzung") % row_of(numbers))


def is_wanted(meeting) -> bool:
    """Tell whether `put_on` would change the agenda."""
    waiting = set(awaiting(meeting).values_list("pk", flat=True))
    if not waiting:
        return False
    known = item_with(Role.APPROVAL, meeting)
    return known is None or waiting != set(known.approves.values_list("pk", flat=True))


@transaction.atomic
def put_on(meeting) -> bool:
    """
    Ask for the approval of the open minutes at the item for that, or add the item once.

    It stands first, or second after a welcome. A heading in the office's words
    stays; the one given here names the sessions. Return whether anything changed.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not is_wanted(meeting):
        return False
    item = item_with(Role.APPROVAL, meeting) or insert(meeting)
    was_given_here = item.title == title_for(numbers_of(item.approves.order_by(*BY_NUMBER)))
    item.approves.set(awaiting(meeting))
    if was_given_here:
        item.title = title_for(numbers_of(awaiting(meeting)))
        item.save()
    else:
        # Its words are composed, but visitors see them change.
        item.skip_history_when_saving = True
        item.refresh_public_face()
    return True


def insert(meeting):
    items = list(meeting.agenda_items.order_by("position", "pk"))
    position = 2 if items and items[0].role == Role.WELCOME else 1
    for item in reversed(items[position - 1 :]):
        item.position += 1
        item.save_without_historical_record(update_fields=["position"])
    made = meeting.agenda_items.create(
        position=position,
        kind=AgendaItem.Kind.FORMAL,
        role=Role.APPROVAL,
        title=title_for(numbers_of(awaiting(meeting))),
    )
    AgendaItem.objects.renumber(meeting)
    return made


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
