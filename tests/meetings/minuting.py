"""Minutes further on than a draft, and what tests of their acts share."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings.minutes import acts
from meetings.models import Minutes, MinutesVersion, Objection
from tests.held import make_held_meeting, make_ready_minutes

State, Occasion = Minutes.State, MinutesVersion.Occasion


def refusal(act, *args):
    with pytest.raises(ValidationError) as error:
        act(*args)
    return " ".join(error.value.messages)


def later(minutes, **overrides):
    """A session of the board after the one recorded, held today."""
    meeting = minutes.meeting
    values = {"board": meeting.board, "held_on": timezone.localdate()}
    return make_held_meeting(**values | overrides)


def released(**overrides):
    today = timezone.localdate()
    values = {"released_at": timezone.now(), "objections_until": today + dt.timedelta(days=14)}
    minutes = make_ready_minutes(**values | overrides)
    acts.freeze(minutes, Occasion.RELEASE, None)
    Minutes.objects.filter(pk=minutes.pk).update(state=State.RELEASED)
    minutes.refresh_from_db()
    return minutes


def objection(minutes, **overrides):
    seat = minutes.meeting.board.seats.first()
    person = seat.mandates.first().person
    values = {"minutes": minutes, "seat": seat, "person": person, "text": "Nein"}
    return Objection.objects.create(**values | overrides)


def approved(**overrides):
    minutes = released(**overrides)
    acts.approve(minutes, later(minutes), None)
    minutes.refresh_from_db()
    return minutes


def page_of(minutes):
    return f"/admin/meetings/minutes/{minutes.pk}/change/"


def form_data(office, minutes, **values):
    """What a browser would post from the minutes' page as it is now, with `values` typed."""
    form = office.get(page_of(minutes)).context["form"]
    data = {"state": form.state}
    for part in form.parts:
        for field in part:
            data[field.html_name] = "" if field.value() is None else field.value()
    return {name: value for name, value in data.items() if value is not False} | values
