"""The page behind the QR code of a station: three questions, then thanks."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.policy import declare, public, read_only, unversioned
from projects import feedback
from projects.forms import FeedbackForm

METHODS = ["GET", "HEAD", "POST"]


def station_of(token):
    station = feedback.find(token)
    if station is None:
        raise Http404
    return station


def questions(request, token):
    """Ask, or keep the answers; opening the page changes nothing."""
    station = station_of(token)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not form.is_by_a_program:
                feedback.give(station, **form.answers())
            return redirect("projects:feedback-thanks", token)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "station": station,
        "meeting": station.agenda_item.meeting,
        "form": form,
        "is_open": feedback.is_open(station),
    }
    return secret(render(request, "projects/feedback.html", context))


def secret(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


station_feedback = declare(
    unversioned(public(require_http_methods(METHODS)(questions))), methods=METHODS
)


@public
@unversioned
@read_only
def thanks(request, token):
    station = station_of(token)
    return secret(render(request, "projects/feedback_thanks.html", {"station": station}))
