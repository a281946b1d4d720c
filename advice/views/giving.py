"""A member's advice behind both doors: what they gave, what the board gave, and the form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.policy import post_only, read_only
from advice.forms.giving import GivingForm
from advice.models import Advice, Topic
from meetings.models import Meeting
from meetings.views.person import with_person
from partners.models import Board

SHOWN = 50


@read_only
@with_person
def advice_page(request, door):
    """What the person gave and what became of it, then the board's."""
    return shown(request, door, form_of(door))


@post_only
@with_person
def give(request, door):
    form = form_of(door, data=request.POST)
    if not form.is_valid():
        return shown(request, door, form)
    try:
        advice = form.hand_in(door.person)
    except ValidationError as error:
        form.add_error(None, error)
        return shown(request, door, form)
    door.note_use()
    thanks = _("Danke! Ihre Anregung hat die Nummer %d. Das Zentrum antwortet Ihnen.")
    messages.success(request, thanks % advice.number)
    return redirect(door.url("advice:giving"))


def form_of(door, **kwargs):
    boards = Board.objects.with_member(door.reader)
    action = door.url("advice:give")
    return GivingForm(reader=door.reader, boards=boards, action=action, **kwargs)


def shown(request, door, form):
    boards = form.fields["board"].queryset
    topics = Prefetch("topics", Topic.objects.visible_to(door.reader), to_attr="shown_topics")
    meetings = Meeting.objects.visible_to(door.reader)
    known = (
        Advice.objects.visible_to(door.reader)
        .filter(board__in=boards.values("pk"))
        .annotate(names_session=Exists(meetings.filter(pk=OuterRef("meeting"))))
        .select_related("board", "organisation", "meeting")
        .prefetch_related(topics)
    )
    context = {
        "door": door,
        "place": "advice",
        "form": form if boards else None,
        "own": list(known.filter(person=door.person)),
        "others": list(known.exclude(person=door.person)[:SHOWN]),
    }
    return render(request, "advice/my/advice.html", context)
