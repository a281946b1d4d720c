"""Minutes as their readers get them, and a member's objections to them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import post_only, public, read_only
from meetings import objections
from meetings.door import for_former
from meetings.entitlement import Act, may
from meetings.forms.objections import ObjectionForm
from meetings.minutes.readers import reading_for
from meetings.models import Objection
from meetings.places import announced_to
from meetings.views.person import with_person
from meetings.views.prints import minutes_file
from partners.reader import person_of


def found_or_404(reader, slug):
    """Return the reading; hidden minutes are as if they did not exist."""
    reading = reading_for(reader, slug)
    if reading is None:
        raise Http404
    return reading


def facts_of(reading):
    """Return what every page of minutes shows."""
    meeting = reading.minutes.meeting
    return {
        "minutes": reading.minutes,
        "meeting": meeting,
        "board": meeting.board,
        "reading": reading,
        "content": reading.content,
        "note": reading.note,
        "editions": reading.editions,
    }


@public
@read_only
def minutes_detail(request, slug):
    """The public part; for members and the office what they may read."""
    reading = found_or_404(request.user, slug)
    is_member = reading.is_inside and person_of(request.user) is not None
    meeting = reading.minutes.meeting
    context = facts_of(reading) | {
        "is_member": is_member and reading.minutes.is_released,
        # Who has left the board since may read on, and the session is closed to them.
        "meeting_url": meeting.get_absolute_url() if reading.minutes.knows_session else "",
    }
    return render(request, "meetings/minutes_detail.html", context)


@public
@read_only
def minutes_pdf(request, slug):
    return minutes_file(found_or_404(request.user, slug))


@for_former
@read_only
def minutes_pdf_behind(request, door, slug):
    return minutes_file(found_or_404(door.reader, slug))


# --- Behind a person's doors ------------------------------------------------


@for_former
@read_only
@with_person
def minutes_page(request, door, slug):
    """The minutes with the person's objections and, in time, the way to object."""
    reading = found_or_404(door.reader, slug)
    item = asked_item(reading, request.GET.get("top", ""))
    return shown(request, door, reading, form_of(door, reading, initial={"item": item}))


@for_former
@read_only
@with_person
def minutes_version(request, door, slug, number):
    """What one version changed against the one that members read before."""
    reading = inside_or_404(door, slug)
    found = (one for one in reading.editions if one.version.number == number)
    edition = next(found, None)
    if edition is None:
        raise Http404
    context = facts_of(reading) | {
        "door": door,
        "edition": edition,
        "minutes_url": door.url("minutes", slug),
    }
    return render(request, "meetings/minutes_version.html", context)


def asked_item(reading, position):
    items = (one for one in reading.content["items"] if str(one["position"]) == position)
    return next(items, {}).get("id")


def form_of(door, reading, **kwargs):
    action = door.url("object", reading.minutes.meeting.slug) + "#einwenden"
    return ObjectionForm(items=reading.content["items"], action=action, **kwargs)


def shown(request, door, reading, form):
    meeting = reading.minutes.meeting
    own = list(own_objections(door, reading.minutes)) if reading.is_inside else []
    readable = {one["id"] for one in reading.content["items"] if "id" in one}
    for one in own:
        one.is_open = one.outcome == Objection.Outcome.OPEN
        one.subject = objections.subject_for(one, readable)
        one.withdraw_url = door.url("object-withdraw", meeting.slug, one.pk)
    for one in reading.editions:
        one.version.url = door.url("minutes-version", meeting.slug, one.version.number)
    context = facts_of(reading) | {
        "door": door,
        "objections": own,
        "form": form,
        "may_object": may_object(door, reading),
        "pdf_url": door.url("minutes-pdf", meeting.slug),
        "meeting_url": meeting_url(door, meeting),
    }
    return render(request, "meetings/minutes_member.html", context)


def meeting_url(door, meeting):
    """Return the address of the session, or "" to who has no part in it any more."""
    is_mine = door.takes_part and announced_to(door.reader).filter(pk=meeting.pk).exists()
    return door.url("meeting", meeting.slug) if is_mine else ""


def own_objections(door, minutes):
    return minutes.objections.filter(person=door.person).select_related("agenda_item")


def may_object(door, reading):
    minutes = reading.minutes
    is_time = reading.is_inside and minutes.takes_objections
    return is_time and bool(may(door.person, Act.OBJECT, minutes))


@for_former
@post_only
@with_person
def object_to(request, door, slug):
    """Raise an objection; refused, its words stay on the page."""
    reading = inside_or_404(door, slug)
    form = form_of(door, reading, data=request.POST)
    if not form.is_valid():
        return shown(request, door, reading, form)
    data, minutes = form.cleaned_data, reading.minutes
    item = data["item"] and minutes.meeting.agenda_items.filter(pk=data["item"]).first()
    try:
        objections.raise_objection(minutes, door.person, item, data["text"])
    except ValidationError as error:
        form.add_error(None, error)
        return shown(request, door, reading, form)
    door.note_use()
    messages.success(request, thanks(door.person))
    return redirect(door.url("minutes", slug) + "#einwendungen")


def thanks(person):
    text = _("Ihre Einwendung ist eingegangen. Die Geschäftsstelle antwortet Ihnen.")
    return f"{text} {_('Sie bekommen eine Mail zur Bestätigung.')}" if person.email else text


@for_former
@post_only
@with_person
def withdraw_objection(request, door, slug, pk):
    minutes = inside_or_404(door, slug).minutes
    objection = get_object_or_404(own_objections(door, minutes), pk=pk)
    try:
        objections.withdraw(objection, door.person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        door.note_use()
        messages.success(request, _("Ihre Einwendung ist zurückgezogen."))
    return redirect(door.url("minutes", slug) + "#einwendungen")


def inside_or_404(door, slug):
    reading = found_or_404(door.reader, slug)
    if not reading.is_inside:
        raise Http404
    return reading
