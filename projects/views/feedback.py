"""The page behind the QR code of a station: three questions, then thanks."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.policy import declare, public, read_only, unversioned
from accounts.throttle import WrongTokenError
from projects import feedback
from projects.forms import FeedbackForm

METHODS = ["GET", "HEAD", "POST"]


def station_of(token):
    station = feedback.find(token)
    if station is None:
        raise WrongTokenError
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
    return render(request, "projects/feedback.html", context)


# No page or cache learns the address of a station (gremium.middleware).
station_feedback = declare(
    unversioned(public(require_http_methods(METHODS)(questions))),
    methods=METHODS,
    has_secret_address=True,
)


@public
@unversioned
@read_only
def thanks(request, token):
    context = {"station": station_of(token)}
    return render(request, "projects/feedback_thanks.html", context)
