"""What was left open comes back: tasks and postponed items on the next agenda."""

from django.db import transaction
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from meetings import composing
from meetings.minutes import agenda as approval
from meetings.models import AgendaItem, ItemRecord, Meeting, Minutes, Task
from meetings.models.meeting import CHRONOLOGY
from meetings.resolutions import agenda as objections

Kind, Role = AgendaItem.Kind, AgendaItem.Role


def left_open(meeting, reader):
    """Return the board's announced open tasks that the reader may see, the most urgent first."""
    known = Task.objects.visible_to(reader).open()
    found = known.filter(board=meeting.board_id, is_announced=True)
    return found.select_related("person", "organisation").order_by("due_on", "pk")


def postponed(meeting):
    """
    Return the items of earlier sessions that were postponed and have not come back.

    Only of released minutes: an agenda goes out, and with it what a draft says.
    """
    return noted_as_postponed(meeting).filter(meeting__minutes__state__in=Minutes.RELEASED)


def kept_back(meeting):
    """Return the items that come back as soon as the minutes of their session are out."""
    return noted_as_postponed(meeting).exclude(meeting__minutes__state__in=Minutes.RELEASED)


def noted_as_postponed(meeting):
    records = ItemRecord.objects.filter(result=ItemRecord.Result.POSTPONED)
    earlier = Meeting.objects.filter(board=meeting.board_id, held_on__lt=meeting.held_on)
    return (
        AgendaItem.objects.filter(
            pk__in=records.values("agenda_item"), meeting__in=earlier, continued_by=None
        )
        .select_related("meeting")
        .order_by(*(f"meeting__{name}" for name in CHRONOLOGY), "position")
    )


def is_something_left(meeting) -> bool:
    """Tell whether `take_over` would add an item."""
    if postponed(meeting).exists() or approval.is_wanted(meeting):
        return True
    if objections.objected(meeting.board_id).exists():
        return True
    return any(composing.is_wanted(role, meeting) for role in (Role.OPEN_TASKS, Role.FEEDBACK))


@transaction.atomic
def take_over(meeting) -> int:
    """
    Put postponed items and the list of open tasks on the agenda; return how many items changed.

    Minutes that are open come first, for their approval. Each postponed item
    comes once, as do the items that tell of tasks and advice.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    made = [continued(meeting, item) for item in postponed(meeting)]
    made += objections.take_over(meeting)
    changed = len(made)
    changed += composing.put_on(Role.OPEN_TASKS, meeting, Kind.REPORT)
    changed += approval.put_on(meeting)
    changed += composing.put_on(Role.FEEDBACK, meeting, Kind.REPORT)
    AgendaItem.objects.renumber(meeting)
    return changed


def continued(meeting, item):
    """
    Return the item that goes on with `item`.

    One copied from it before that was known, or that stands there for the same;
    else a new one.
    """
    same = Q(copied_from=item) | Q(~Q(role=""), role=item.role)
    planned = meeting.agenda_items.filter(same, continues=None).order_by("position").first()
    if planned:
        planned.continues = item
        planned.save()
        return planned
    return meeting.agenda_items.create(
        position=AgendaItem.objects.room_at_end(meeting),
        kind=item.kind,
        role=item.role,
        title=item.title,
        minutes_planned=item.minutes_planned,
        visibility=item.visibility,
        continues=item,
    )


# --- In words -----------------------------------------------------------------


def postponed_texts(items, reader) -> dict[int, str]:
    """Say from where each item was postponed, if the reader may see it there."""
    earlier = AgendaItem.objects.visible_to(reader).filter(continued_by__in=items)
    numbers = dict(earlier.values_list("pk", "meeting__number"))
    words = _("Vertagt in der %d. Sitzung.")
    return {
        item.pk: format_html("<p>{}</p>", words % numbers[item.continues_id])
        for item in items
        if item.continues_id in numbers
    }


def text_for(item, reader) -> str:
    lines = ((line_of(task),) for task in left_open(item.meeting, reader))
    rows = format_html_join("", "<li><p>{}</p></li>", lines)
    return format_html("<ul>{}</ul>", rows) if rows else ""


def line_of(task) -> str:
    who = task.person.full_name if task.person else str(task.organisation or "")
    until = _("bis %s") % f"{task.due_on:%d.%m.%Y}" if task.due_on else ""
    facts = ", ".join(filter(None, [who, until]))
    return f"{task.title} ({facts})" if facts else task.title
