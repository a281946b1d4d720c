"""A member's own pages beside the sessions: what is new, papers, people, notes."""

import datetime as dt
from collections import defaultdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.policy import post_only, read_only
from meetings import changes, colleagues, notes
from meetings.forms.proposals import NoteForm
from meetings.models import AgendaItem, Document
from meetings.novelties import marked
from meetings.packs import with_pack
from meetings.places import announced_to
from meetings.views.person import with_person
from meetings.views.proposals import own as proposals_of
from meetings.views.tasks import open_tasks


def below(door, meetings):
    """Return what stands on the person's page below their `meetings`."""
    seen, proposals = changes.seen_until(door.person), proposals_of(door)
    return {
        "changes": changes.since(seen, door.reader, meetings, proposals),
        "seen_until": seen,
        "now": timezone.now(),
        "proposals": [one for one in proposals if one.is_open],
        "tasks": open_tasks(door),
    }


@post_only
@with_person
def mark_seen(request, door):
    """Know all that stood on the page; what came since it was opened stays new."""
    moment = as_moment(request.POST.get("until", ""))
    changes.mark_seen(door.person, moment or timezone.now())
    door.note_use()
    return redirect(door.url("home"))


def as_moment(text):
    """Return the aware moment that `text` names, or None."""
    try:
        moment = parse_datetime(text[:40])
        # At the ends of the calendar a moment may have no day in UTC.
        return moment.astimezone(dt.UTC) if moment and timezone.is_aware(moment) else None
    except (ValueError, OverflowError):
        return None


@read_only
@with_person
def documents(request, door):
    """Every paper the person may open, session by session."""
    meetings = with_pack(announced_to(door.reader), door.reader)
    meetings = meetings.select_related("board").order_by("-held_on", "-pk")
    found = Document.objects.visible_to(door.reader).filter(meeting__in=meetings.values("pk"))
    papers = defaultdict(list)
    for one in marked(found.with_newest()).order_by("agenda_item__position", "position", "pk"):
        one.address = door.file_url(one)
        papers[one.meeting_id].append(one)
    shown = [(one, papers[one.pk]) for one in meetings if one.pk in papers]
    context = {"door": door, "place": "documents", "shown": shown}
    return render(request, "meetings/my/documents.html", context)


@read_only
@with_person
def people(request, door):
    """Who sits on the person's boards today."""
    boards = colleagues.boards_of(door.reader)
    people = [one.person for board in boards for seat in board.seats_now for one in seat.people]
    context = {
        "door": door,
        "place": "people",
        "boards": boards,
        "has_examples": any(one.is_example for one in people),
    }
    return render(request, "meetings/my/people.html", context)


@post_only
@with_person
def write_note(request, door, slug, pk):
    """Keep the person's private note on an item they may read."""
    item = get_object_or_404(AgendaItem.objects.visible_to(door.reader), pk=pk, meeting__slug=slug)
    form = NoteForm(request.POST)
    if form.is_valid():
        notes.write(door.person, item, form.cleaned_data["text"])
        door.note_use()
        messages.success(request, _("Ihre Notiz zu TOP %d ist gespeichert.") % item.position)
    else:
        messages.error(request, _("Ihre Notiz ist zu lang: höchstens 5.000 Zeichen."))
    return redirect(f"{door.url('meeting', slug)}#top-{item.position}")
