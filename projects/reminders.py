"""
Reminding of reports: three days before the deadline, and on the day after it.

Only those whose report is missing, each stage once; safe to repeat.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from projects import mails, reports, rounds
from projects.models import ReportingRound, ReportRequest

BEFORE = dt.timedelta(days=3)
AFTER = dt.timedelta(days=1)


def stage_began(due_on: dt.date, today: dt.date) -> dt.date | None:
    """Return when the stage of `today` began: three days before, or the day after; else None."""
    if today >= due_on + AFTER:
        return due_on + AFTER
    return due_on - BEFORE if today >= due_on - BEFORE else None


def send_due(today=None) -> int:
    """Write the reminders of all rounds; return how many mails."""
    today = today or timezone.localdate()
    coming = ReportRequest.objects.open().filter(
        round__due_on__lte=today + BEFORE, round__meeting__held_on__gte=today
    )
    rounds_due = ReportingRound.objects.filter(pk__in=coming.values("round"))
    return sum(send_for(one, today) for one in rounds_due)


@transaction.atomic
def send_for(round_, today) -> int:
    round_ = rounds.locked(round_)
    began = stage_began(round_.due_on, today)
    letters = {}
    for one in round_.requests.open().select_related("organisation", "person", "round__meeting"):
        if not is_due(one, began):
            continue
        one.projects = reports.missing_projects(one)
        if one.projects:
            letters.setdefault(one.person, rounds.Letter(one.person)).requests.append(one)
    for letter in letters.values():
        mails.remind(round_, letter, began)
        for one in letter.requests:
            one.reminded_on = today
            one.save_without_historical_record(update_fields=["reminded_on"])
    return len(letters)


def is_due(request, began) -> bool:
    """Tell whether the person can be told, was asked before the stage, and not told in it."""
    person = request.person
    if began is None or person is None or not person.email or not person.wants_reminders:
        return False
    if timezone.localdate(request.asked_at) >= began:
        return False
    return request.reminded_on is None or request.reminded_on < began
