"""A person's tasks, behind both doors: read, ticked off, remarked on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import post_only, read_only
from meetings.forms.tasks import RemarkForm
from meetings.models import Meeting, Task
from meetings.places import announced_to
from meetings.tasks import acts
from meetings.views.person import with_person
from partners.models import Board

DONE_SHOWN = 10


def own(door):
    """Return the person's tasks of boards they sit on and sessions they attend; no others."""
    boards = Board.objects.with_member(door.reader)
    meetings = announced_to(door.reader)
    known = Task.objects.filter(board__in=boards.values("pk")) | Task.objects.filter(
        meeting__in=meetings.values("pk")
    )
    found = Task.objects.of_person(door.person).filter(pk__in=known.values("pk"))
    seen = Meeting.objects.visible_to(door.reader).filter(pk=OuterRef("meeting"))
    found = found.annotate(names_session=Exists(seen))
    return found.select_related("board", "meeting", "organisation")


def open_tasks(door):
    return list(own(door).open())


@read_only
@with_person
def task_page(request, door):
    """What is open, and what was done lately."""
    found = own(door).prefetch_related("comments__person")
    done = found.filter(state=Task.State.DONE).order_by("-done_at", "-pk")[:DONE_SHOWN]
    context = {
        "door": door,
        "place": "tasks",
        "open": with_addresses(door, found.open()),
        "done": with_addresses(door, done),
    }
    return render(request, "meetings/my/tasks.html", context)


def with_addresses(door, tasks):
    found = list(tasks)
    for one in found:
        one.finish_url, one.reopen_url, one.remark_url = (
            door.url(name, one.pk) for name in ("task-finish", "task-reopen", "task-remark")
        )
    return found


def act(request, door, pk, run, done):
    """Run an act on one of the person's own tasks; say what came of it on their page."""
    task = get_object_or_404(own(door), pk=pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ihre Bemerkung ist zu lang: höchstens 2.000 Zeichen."))
        return redirect(door.url("tasks"))
    try:
        run(task, form.cleaned_data["text"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        door.note_use()
        messages.success(request, done % task.title)
    return redirect(door.url("tasks"))


@post_only
@with_person
def finish(request, door, pk):
    def run(task, text):
        acts.finish(task, door.person, text)

    return act(request, door, pk, run, _("Erledigt: „%s“. Danke!"))


@post_only
@with_person
def reopen(request, door, pk):
    def run(task, text):
        acts.reopen(task, door.person)

    return act(request, door, pk, run, _("Wieder offen: „%s“."))


@post_only
@with_person
def remark(request, door, pk):
    def run(task, text):
        if acts.remark(task, text, person=door.person) is None:
            raise ValidationError(_("Bitte schreiben Sie etwas."))

    return act(request, door, pk, run, _("Ihre Bemerkung zu „%s“ ist gespeichert."))
