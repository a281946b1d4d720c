"""What is done to a task, each act in a transaction that holds its row."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings import entitlement
from meetings.models import Task, TaskComment
from meetings.tasks import mails
from partners.models import Mandate

State = Task.State
ENDED = (State.DONE, State.DEFERRED, State.DROPPED)


def note(item, title, person=None, organisation=None, due_on=None):
    """
    Note a task in the session of `item`, known to the office only.

    Raise ValidationError without words. See announce_tasks_of for the rest.
    """
    title = " ".join(printable(title).split())
    if not title:
        raise ValidationError(_("Bitte schreiben Sie, was zu tun ist."))
    task = Task(
        board_id=item.meeting.board_id,
        meeting=item.meeting,
        agenda_item=item,
        title=title,
        person=person,
        organisation=organisation,
        due_on=due_on,
        is_example=item.meeting.is_example,
    )
    task.full_clean()
    task.save()
    return task


def people_of(task) -> list:
    """Return who does it: the person, or who sits on the board for the organisation today."""
    if task.person:
        return [task.person]
    if not task.organisation_id:
        return []
    mandates = entitlement.sitting(task).filter(
        seat__organisation=task.organisation_id, role=Mandate.Role.MAIN
    )
    return [one.person for one in mandates.select_related("person")]


# --- Announcing -------------------------------------------------------------


@transaction.atomic
def announce(task, by=None) -> list:
    """
    Let those who do it see the task, and tell them by mail; return who was told.

    Raise ValidationError if it was announced, is closed, or nobody is named.
    """
    task = locked(task)
    if task.is_announced:
        raise ValidationError(_("Diese Aufgabe ist schon mitgeteilt."))
    if not task.is_open:
        raise ValidationError(_("Die Aufgabe ist nicht mehr offen."))
    people = people_of(task)
    if not people:
        raise ValidationError(_("Bitte nennen Sie zuerst, wer zuständig ist."))
    mark_announced(task)
    return [one for one in people if mails.tell(one, [task])]


@transaction.atomic
def announce_tasks_of(meeting) -> dict:
    """Let those who do them see the session's tasks; return whom to tell of which."""
    found = defaultdict(list)
    tasks = meeting.tasks.select_for_update(of=("self",)).filter(is_announced=False)
    for task in tasks.select_related("person", "organisation", "meeting__board", "board"):
        mark_announced(task)
        if task.is_open:
            for person in people_of(task):
                found[person].append(task)
    return dict(found)


def mark_announced(task):
    task.is_announced, task.reminded_on = True, timezone.localdate()
    task.save(update_fields=["is_announced", "reminded_on"])


# --- By who does it ---------------------------------------------------------


@transaction.atomic
def finish(task, person, text=""):
    """Tick the task off. Twice is once; raise ValidationError if the office has closed it."""
    task = locked(task)
    if task.state in {State.DEFERRED, State.DROPPED}:
        raise ValidationError(
            _("Die Geschäftsstelle hat diese Aufgabe geschlossen: %s.") % task.get_state_display()
        )
    if task.state != State.DONE:
        task.state = State.DONE
        task.save()
    remark(task, text, person=person)
    return task


@transaction.atomic
def reopen(task, person):
    """Take the tick back. Raise ValidationError unless the task is done."""
    task = locked(task)
    if task.state != State.DONE:
        raise ValidationError(_("Diese Aufgabe ist nicht als erledigt vermerkt."))
    task.state = State.OPEN
    task.save()
    return task


@transaction.atomic
def remark(task, text, person=None, user=None):
    """Keep a remark; nothing without words, and the same words twice are one remark."""
    text = printable(text).strip()
    if not text:
        return None
    last = task.comments.order_by("-pk").first()
    if last and (last.text, last.person, last.user) == (text, person, user):
        return last
    return TaskComment.objects.create(task=task, text=text, person=person, user=user)


def locked(task):
    """Return the task as it is now; who else changes it waits."""
    found = Task.objects.select_for_update(of=("self",))
    return found.select_related("board", "meeting", "person", "organisation").get(pk=task.pk)
