"""Capturing a piece of advice while the session runs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.policy import post_only
from advice import register
from advice.forms.capture import CaptureForm
from meetings.models import AgendaItem
from partners.models import Board


@post_only
def capture(request, item):
    """Record one line on an item; by JavaScript it answers as JSON, else with the page before."""
    if not request.user.has_perm("advice.add_advice"):
        raise PermissionDenied
    boards = Board.objects.maintained_by(request.user)
    found = AgendaItem.objects.filter(meeting__board__in=boards.values("pk"))
    item = get_object_or_404(found.select_related("meeting__board"), pk=item)
    form = CaptureForm(request.POST, board=item.meeting.board)
    problem, advice = refused(form), None
    if not problem:
        try:
            advice = register.capture(item, **form.cleaned_data)
        except ValidationError as error:
            problem = " ".join(error.messages)
    if "application/json" in request.headers.get("Accept", ""):
        return as_json(advice, problem)
    text = problem or _("Aufgenommen: %s.") % advice
    messages.add_message(request, messages.ERROR if problem else messages.SUCCESS, text)
    return redirect("admin:meetings_meeting_change", item.meeting_id)


def refused(form):
    return "" if form.is_valid() else " ".join(one for row in form.errors.values() for one in row)


def as_json(advice, problem):
    if problem:
        return JsonResponse({"error": problem}, status=400)
    shown = {
        "id": advice.pk,
        "number": advice.number,
        "kind": advice.get_kind_display(),
        "text": advice.text,
        "giver": str(advice.giver),
    }
    return JsonResponse(shown, status=201)
