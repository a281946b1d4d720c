"""A member's topics behind both doors: their own, those of the board, and the form for more."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.policy import post_only, read_only
from advice.forms.topics import TopicForm
from advice.models import Topic, Weighing
from advice.views.topics import by_state
from meetings.views.person import with_person
from partners.models import Board

RESULTS_SHOWN = 5


@read_only
@with_person
def topic_page(request, door):
    return shown(request, door, form_of(door))


@post_only
@with_person
def propose(request, door):
    form = form_of(door, request.POST)
    if not form.is_valid():
        return shown(request, door, form, status=422)
    try:
        topic = form.hand_in(door.person)
    except ValidationError as error:
        form.add_error(None, error)
        return shown(request, door, form, status=409)
    door.note_use()
    text = _("„%s“ ist vorgeschlagen. Die Geschäftsstelle sagt Ihnen, was daraus wird.")
    messages.success(request, text % topic.title)
    return redirect(door.url("advice:topics"))


def form_of(door, data=None):
    boards = list(Board.objects.with_member(door.reader))
    return TopicForm(data, boards=boards, action=door.url("advice:propose-topic"))


def shown(request, door, form, status=200):
    topics = topics_of(door)
    context = {
        "door": door,
        "place": "topics",
        "form": form if form.boards else None,
        "own": [one for one in topics if one.proposed_by_id == door.person.pk],
        "groups": by_state(topics),
        "has_several": len(form.boards) > 1,
        **weighings_of(door),
    }
    return render(request, "advice/my/topics.html", context, status=status)


def topics_of(door):
    """Return the topics of the person's boards, each with its address behind the door."""
    boards = Board.objects.with_member(door.reader).values("pk")
    found = Topic.objects.visible_to(door.reader).filter(board__in=boards)
    topics = list(found.select_related("board"))
    for one in topics:
        one.address = door.url("advice:topic", one.slug)
    return topics


def weighings_of(door):
    """Return the weighings that are not closed, and the latest results."""
    found = Weighing.objects.visible_to(door.reader).filter(opened_at__isnull=False)
    weighings = list(found.select_related("board"))
    for one in weighings:
        one.address = door.url("advice:weighing", one.pk)
    closed = [one for one in weighings if one.closed_at]
    return {
        "weighings": [one for one in weighings if not one.closed_at],
        "results": closed[:RESULTS_SHOWN],
    }
