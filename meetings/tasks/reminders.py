"""
Reminding of tasks: a week before, on the day, and after it every two weeks.

Safe to repeat: what was said today is not said again, and `reminded_on` keeps
the last day somebody was told.
"""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from meetings.models import Task
from meetings.tasks import mails
from meetings.tasks.acts import people_of

BEFORE, AFTER, AGAIN = 7, 7, 14


def stage_began(due_on: dt.date, today: dt.date) -> dt.date | None:
    """
    Return when the reminder due by `today` became due; None while it is early.

    Stages begin 7 days before, on the due day, 7 days after it, and then every
    14 days.
    """
    late = (today - due_on).days
    if late < -BEFORE:
        return None
    if late < 0:
        return due_on - dt.timedelta(days=BEFORE)
    if late < AFTER:
        return due_on
    return due_on + dt.timedelta(days=AFTER + (late - AFTER) // AGAIN * AGAIN)


def is_due(task, today) -> bool:
    began = stage_began(task.due_on, today)
    return began is not None and (task.reminded_on is None or task.reminded_on < began)


@transaction.atomic
def send_due(today=None) -> int:
    """Write today's reminders, one mail a person; return how many."""
    today = today or timezone.localdate()
    tasks = Task.objects.open().filter(is_announced=True, due_on__isnull=False)
    due = tasks.filter(due_on__lte=today + dt.timedelta(days=BEFORE))
    found = defaultdict(list)
    for task in due.select_for_update(of=("self",)).select_related("person", "board"):
        if is_due(task, today):
            task.reminded_on = today
            task.save_without_historical_record(update_fields=["reminded_on"])
            for person in people_of(task):
                if person.email and person.wants_reminders:
                    found[person].append(task)
    return sum(bool(mails.remind(person, tasks, today)) for person, tasks in found.items())
