"""Sessions as calendars: for everybody, for one person, one by one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables

from accounts.policy import post_only, public, read_only, unversioned
from meetings import calendars, ical
from meetings.door import SECRET_HEADERS
from meetings.models import Meeting
from partners.models import Centre
from partners.views import board_choice


def answer(entries, name="", file_name="sitzungen.ics"):
    return HttpResponse(
        ical.feed(entries, name),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{file_name}"'},
    )


@public
@read_only
def meeting_calendar(request):
    """All sessions the reader may see, to subscribe to."""
    found = Meeting.objects.visible_to(request.user).select_related("board", "venue")
    if asked := board_choice(request).asked:
        found = found.filter(board=asked)
    centre = getattr(request, "centre", None) or Centre.objects.current()
    return answer(ical.entries(found, request.user), f"Sitzungen: {centre}")


@public
@read_only
def meeting_ics(request, slug):
    """One session, with the same check as its page."""
    return single(request.user, slug)


@read_only
def meeting_ics_for(request, door, slug):
    """One session as the person behind the door may know it."""
    return single(door.reader, slug)


def single(reader, slug):
    found = Meeting.objects.visible_to(reader).select_related("board", "venue")
    meeting = get_object_or_404(found, slug=slug)
    return answer(ical.entries([meeting], reader), file_name=f"{meeting.slug}.ics")


# --- A person's own calendar ------------------------------------------------


@public
@unversioned
@read_only
@sensitive_variables("token")
def personal_calendar(request, token):
    """The sessions of the person behind a secret address."""
    person = calendars.owner(token)
    if person is None:
        raise Http404
    reader, found = calendars.sessions_of(person)
    response = answer(ical.entries(found, reader), "Meine Sitzungen")
    response.headers.update(SECRET_HEADERS)
    response["Cache-Control"] = "private, no-store"
    return response


@read_only
def calendar_page(request, door):
    """What calendars there are for a person, and how to get at them."""
    return shown(request, door)


@post_only
@sensitive_variables("token", "address")
def create_calendar_address(request, door):
    """Make an address and show it, this once."""
    try:
        token = calendars.create_address(person_of(door))
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(door.url("calendar"))
    door.note_use()
    return shown(request, door, address=calendars.address(token))


@post_only
def revoke_calendar_address(request, door, pk):
    if not calendars.addresses_of(person_of(door)).filter(pk=pk).revoke():
        raise Http404
    door.note_use()
    messages.success(request, "Diese Kalenderadresse gilt nicht mehr.")
    return redirect(door.url("calendar"))


def shown(request, door, address=""):
    addresses = list(calendars.addresses_of(person_of(door)))
    for one in addresses:
        one.revoke_url = door.url("calendar-revoke", one.pk)
    context = {
        "door": door,
        "create_url": door.url("calendar-create"),
        "addresses": addresses,
        "address": address,
        "subscribe_url": address and calendars.webcal(address),
    }
    response = render(request, "meetings/calendar.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def person_of(door):
    """Return the person behind the door; an account of the office may have none."""
    if door.person is None:
        raise Http404
    return door.person
