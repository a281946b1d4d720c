"""The pages of a session that hold words: sent again as they stand, they change nothing."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import ItemRecord, Minutes, Participation
from tests import factories as make
from tests import held
from tests.office import office
from tests.rows_of_all import differences, rows_of_all
from tests.submitting import buttons, controls, forms_in, press

__all__ = ["office"]
pytestmark = pytest.mark.django_db

WORDS = "Erste Zeile\n\nzweite & „dritte“"
OLD_WORDS = " Erste Zeile\r\nzweite \r\n"


@pytest.fixture(params=[WORDS, OLD_WORDS], ids=["as stored now", "as stored once"])
def minutes(request):
    """Minutes with words in every field, and times to the second."""
    minutes = held.make_ready_minutes(
        began_at=dt.time(14, 3, 27), ended_at=dt.time(16, 1, 9), distribution="Alle"
    )
    Minutes.objects.filter(pk=minutes.pk).update(findings=request.param, closing=request.param)
    ItemRecord.objects.update(text=request.param)
    item = minutes.meeting.agenda_items.get()
    held.make_resolution(agenda_item=item, text=request.param)
    Participation.objects.update(arrived_at=dt.time(14, 20, 5), left_at=dt.time(15, 0, 8))
    seat = make.make_seat(board=minutes.meeting.board)
    Participation.objects.create(meeting=minutes.meeting, seat=seat, attendance="")
    minutes.refresh_from_db()
    return minutes


def set_state(minutes, state):
    values = {"state": state}
    if state == Minutes.State.RELEASED:
        values |= {"released_at": timezone.now(), "objections_until": timezone.localdate()}
    Minutes.objects.filter(pk=minutes.pk).update(**values)


@pytest.mark.parametrize("state", ["draft", "in_review", "released"])
def test_minutes_saved_unchanged(office, minutes, state):
    set_state(minutes, state)
    page = office.get(reverse("admin:meetings_minutes_change", args=[minutes.pk]))
    form = next(one for one in forms_in(page) if "kopf-findings" in names(one))
    before = rows_of_all()

    answer = press(office, page, form)

    assert answer.status_code == 302
    assert differences(before, rows_of_all()) == []


def test_text_of_the_running_session_saved_unchanged(office, minutes):
    set_state(minutes, "draft")
    meeting = minutes.meeting
    type(meeting).objects.filter(pk=meeting.pk).update(
        state="invited", held_on=timezone.localdate()
    )
    page = office.get(reverse("admin:meetings_meeting_cockpit", args=[meeting.pk]))
    forms = [one for one in forms_in(page) if has_words(one)]
    before = rows_of_all()

    for form in forms:
        press(office, page, form, buttons(form)[0].get("name", ""))

    assert forms
    assert differences(before, rows_of_all()) == []


def names(form):
    return {one.get("name") for one in controls(form)}


def has_words(form):
    return any(one.tag == "textarea" and (one.text or "").strip() for one in controls(form))
