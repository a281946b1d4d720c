"""What the office has to look at: tasks that are overdue, on Wiedervorlage, or not announced."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Waiting:
    """How many tasks wait for what; `urgency` is their filter in the office's list."""

    urgency: str
    text: str


def waiting(tasks, today=None) -> list[Waiting]:
    """Return in words what of `tasks` waits for the office; one query."""
    today = today or timezone.localdate()
    counts = (
        tasks.open()
        .order_by()
        .aggregate(
            late=Count("pk", filter=Q(due_on__lt=today)),
            again=Count("pk", filter=Q(follow_up_on__lte=today)),
            unowned=Count("pk", filter=Q(person=None, organisation=None)),
            untold=Count("pk", filter=Q(is_announced=False, meeting=None)),
        )
    )
    found = [
        ("ueberfaellig", counts["late"], late(counts["late"])),
        ("wiedervorlage", counts["again"], again(counts["again"])),
        ("ohne-zustaendige", counts["unowned"], unowned(counts["unowned"])),
        ("unmitgeteilt", counts["untold"], untold(counts["untold"])),
    ]
    return [Waiting(urgency, text % count) for urgency, count, text in found if count]


def late(count):
    return ngettext("%d Aufgabe ist überfällig", "%d Aufgaben sind überfällig", count)


def again(count):
    return ngettext(
        "%d Aufgabe liegt auf Wiedervorlage", "%d Aufgaben liegen auf Wiedervorlage", count
    )


def unowned(count):
    return ngettext(
        "%d offene Aufgabe hat niemand übernommen",
        "%d offene Aufgaben hat niemand übernommen",
        count,
    )


def untold(count):
    return ngettext(
        "%d Aufgabe ist noch nicht mitgeteilt", "%d Aufgaben sind noch nicht mitgeteilt", count
    )
