"""The register of resolutions, public and behind both doors."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render

from accounts.policy import public, read_only
from meetings.forms.resolutions import RegisterForm
from meetings.minutes.items import votes_of
from meetings.models import Meeting, Resolution
from meetings.views.person import with_person
from partners.views import board_choice


def register(request, user, door=None):
    """List what the reader may see, by year, as the filter asks."""
    seen = Resolution.objects.visible_to(user).registered()
    years = sorted({one.year for one in seen.dates("decided_on", "year")}, reverse=True)
    choice = board_choice(request)
    form = RegisterForm(request.GET, choice, years)
    found = (
        form.filter(seen)
        .select_related("board", "meeting")
        .order_by("-decided_on", "board", "-number")
    )
    rows = [with_address(one, door) for one in found]
    context = {
        "door": door,
        "place": "resolutions",
        "form": form,
        "choice": choice,
        "count": len(rows),
        "years": [(year, list(of_year)) for year, of_year in groupby(rows, year_of)],
        "has_examples": any(one.is_example for one in rows),
    }
    template = "my/resolutions" if door else "resolution_list"
    return render(request, f"meetings/{template}.html", context)


def year_of(resolution):
    return resolution.decided_on.year


def with_address(resolution, door):
    resolution.address = (
        door.url("resolution", resolution.slug) if door else resolution.get_absolute_url()
    )
    resolution.votes_shown = votes_of(resolution)
    return resolution


def entry(request, slug, user, door=None):
    """Show one resolution with votes, arithmetic, and where it was decided."""
    found = Resolution.objects.visible_to(user).registered().of_slug(slug)
    found = found.select_related("board", "meeting", "agenda_item").with_approval()
    one = with_address(get_object_or_404(found), door)
    meeting = Meeting.objects.visible_to(user).filter(pk=one.meeting_id).first()
    if meeting:
        meeting.address = door.url("meeting", meeting.slug) if door else meeting.get_absolute_url()
    context = {"door": door, "place": "resolutions", "resolution": one, "meeting": meeting}
    template = "my/resolution" if door else "resolution_detail"
    return render(request, f"meetings/{template}.html", context)


@public
@read_only
def resolution_list(request):
    return register(request, request.user)


@public
@read_only
def resolution_detail(request, slug):
    return entry(request, slug, request.user)


@read_only
@with_person
def register_behind(request, door):
    return register(request, door.reader, door)


@read_only
@with_person
def entry_behind(request, door, slug):
    return entry(request, slug, door.reader, door)
