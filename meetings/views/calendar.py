"""Sessions as calendars: for everybody, for one person, one by one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.policy import post_only, public, read_only, unversioned
from accounts.throttle import WrongTokenError
from meetings import calendars, ical, reminders
from meetings.calendar_entries import entries
from meetings.door import for_reporters, keep_secret
from meetings.models import Meeting
from meetings.places import announced_to
from meetings.views.person import with_person
from partners.models import Centre
from partners.views import board_choice


def answer(known, name="", file_name="sitzungen.ics"):
    return HttpResponse(
        ical.feed(known, name),
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
    return answer(entries(found, request.user), _("Sitzungen: %s") % centre)


@public
@read_only
def meeting_ics(request, slug):
    """One session, with the same check as its page."""
    return single(Meeting.objects.visible_to(request.user), request.user, slug)


@read_only
def meeting_ics_for(request, door, slug):
    """One session as the person behind the door may know it."""
    return single(announced_to(door.reader), door.reader, slug)


def single(meetings, reader, slug):
    meeting = get_object_or_404(meetings.select_related("board", "venue"), slug=slug)
    return answer(entries([meeting], reader), file_name=f"{meeting.slug}.ics")


# --- A person's own calendar ------------------------------------------------


@public
@unversioned
@read_only
@sensitive_variables("token")
def personal_calendar(request, token):
    """The sessions of the person behind a secret address."""
    reader = calendars.owner(token)
    if reader is None:
        raise WrongTokenError
    found = announced_to(reader).select_related("board", "venue")
    return keep_secret(answer(entries(found, reader), _("Meine Sitzungen")))


@read_only
@with_person
def calendar_page(request, door):
    """What calendars there are for a person, and how to get at them."""
    return shown(request, door)


@post_only
@with_person
@sensitive_variables("token", "address")
def create_calendar_address(request, door):
    """Make an address and show it, this once."""
    try:
        token = calendars.create_address(door.person, door.board_id)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(door.url("calendar"))
    door.note_use()
    return shown(request, door, address=calendars.address(token))


@post_only
@with_person
def revoke_calendar_address(request, door, pk):
    if not calendars.addresses_of(door.person, door.board_id).filter(pk=pk).revoke():
        raise Http404
    door.note_use()
    messages.success(request, _("Diese Kalenderadresse gilt nicht mehr."))
    return redirect(door.url("calendar"))


@for_reporters
@post_only
@with_person
def switch_reminders(request, door):
    """Turn reminders on or off; invitations and changes come in any case."""
    is_wanted = request.POST.get("erinnern") == "ja"
    reminders.switch(door.person, is_wanted=is_wanted)
    door.note_use()
    messages.success(
        request,
        _("Sie bekommen wieder Erinnerungen.")
        if is_wanted
        else _("Sie bekommen keine Erinnerungen mehr. Einladungen kommen weiterhin."),
    )
    return redirect(door.url("projects:reports" if door.only_reports else "calendar"))


def shown(request, door, address=""):
    context = {
        "door": door,
        "place": "calendar",
        "addresses": calendars.addresses_of(door.person, door.board_id),
        "address": address,
        "subscribe_url": address and calendars.webcal(address),
    }
    response = render(request, "meetings/my/calendar.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
