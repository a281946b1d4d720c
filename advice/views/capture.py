"""Advice in the cockpit: noted in a line while the session runs, and taken back."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from accounts.policy import post_only
from advice import captures
from advice.forms.capture import CaptureForm
from meetings.admin.cockpit import RUN
from meetings.admin.cockpit_acts import whole
from meetings.models import AgendaItem, Meeting


@post_only
def capture(request, item):
    """Note one line on an item; the cockpit answers as for a task."""
    item, pages = found(request, item, "advice.add_advice")

    def act():
        form = CaptureForm(request.POST)
        if not form.is_valid():
            raise ValidationError([error for row in form.errors.values() for error in row])
        captures.note_advice(item, form.cleaned_data)

    return pages.note(request, item.meeting, act, item, "anregung")


@post_only
def withdraw(request, item):
    """Take a line back, as long as the session runs."""
    item, pages = found(request, item, "advice.change_advice")
    pk = whole(request.POST.get("pk"))
    return pages.note(request, item.meeting, lambda: captures.drop_advice(item, pk), item)


def found(request, pk, permission):
    """Return the item with its session, and the cockpit's pages, for those who may run it."""
    item = get_object_or_404(AgendaItem, pk=pk)
    pages = admin.site.get_model_admin(Meeting)
    item.meeting = pages.meeting_for(request, item.meeting_id, *RUN, permission)
    return item, pages
