"""What was left open comes back: tasks and postponed items on the next agenda."""

from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings import feedback
from meetings.minutes import agenda as approval
from meetings.models import AgendaItem, ItemRecord, Meeting, Minutes, Task
from meetings.models.meeting import CHRONOLOGY
from meetings.resolutions import agenda as objections

TITLE = "Offene Aufgaben"


def left_open(meeting):
    """Return the board's announced open tasks, the most urgent first."""
    found = Task.objects.open().filter(board=meeting.board_id, is_announced=True)
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
    if objections.objected(meeting.board_id).exists() or feedback.is_wanted(meeting):
        return True
    has_list = any(is_list(one) for one in meeting.agenda_items.all())
    return not has_list and left_open(meeting).exists()


def is_list(item) -> bool:
    return item.title == _(TITLE) and item.kind == AgendaItem.Kind.REPORT


@transaction.atomic
def take_over(meeting) -> int:
    """
    Put postponed items and the list of open tasks on the agenda; return how many items changed.

    Minutes that are open come first, for their approval. Each postponed item
    comes once; the list of tasks is brought up to date instead of standing
    there twice.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    made = [continued(meeting, item) for item in postponed(meeting)]
    made += objections.take_over(meeting)
    tasks = list(left_open(meeting))
    known = next((one for one in meeting.agenda_items.all() if is_list(one)), None)
    if known and (text := list_of(tasks)) != known.text:
        known.text = text
        known.save()
    elif tasks and not known:
        made.append(
            meeting.agenda_items.create(
                position=AgendaItem.objects.room_at_end(meeting),
                kind=AgendaItem.Kind.REPORT,
                title=_(TITLE),
                text=list_of(tasks),
                visibility=Visibility.MEMBERS,
            )
        )
    is_named = approval.put_on(meeting)
    is_told = feedback.put_on(meeting)
    AgendaItem.objects.renumber(meeting)
    return len(made) + is_named + is_told


def continued(meeting, item):
    """Return the item that goes on with `item`: one planned early under its heading, or new."""
    words = format_html("<p>{}</p>", _("Vertagt in der %d. Sitzung.") % item.meeting.number)
    planned = meeting.agenda_items.filter(title=item.title, kind=item.kind, continues=None).first()
    if planned:
        planned.continues, planned.text = item, words + planned.text
        planned.save()
        return planned
    return meeting.agenda_items.create(
        position=AgendaItem.objects.room_at_end(meeting),
        kind=item.kind,
        title=item.title,
        minutes_planned=item.minutes_planned,
        visibility=item.visibility,
        text=words,
        continues=item,
    )


def list_of(tasks) -> str:
    rows = format_html_join("", "<li>{}</li>", ((line_of(one),) for one in tasks))
    return format_html("<ul>{}</ul>", rows) if tasks else ""


def line_of(task) -> str:
    who = task.person.full_name if task.person else str(task.organisation or "")
    until = _("bis %s") % f"{task.due_on:%d.%m.%Y}" if task.due_on else ""
    facts = ", ".join(filter(None, [who, until]))
    return f"{task.title} ({facts})" if facts else task.title
