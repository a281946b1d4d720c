"""A session that stands in people's calendars is cancelled; anything else the office may delete."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from tests import factories as make
from tests.office import change, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

State = Meeting.State
REFUSAL = (
    "Bitte sagen Sie die Sitzung ab; gelöscht würde sie aus den Kalendern verschwinden, ohne dass "
    "jemand es erfährt."
)
TODAY, YESTERDAY = timezone.localdate(), timezone.localdate() - dt.timedelta(days=1)
CANCELLED = {"is_cancelled": True, "cancellation_reason": "Sturm"}

EXPECTED = [
    {"state": State.INVITED, "visibility": make.MEMBERS},
    {"state": State.INVITED, "visibility": make.OFFICE},
    {"state": State.PLANNED, "visibility": make.PUBLIC},
    {"state": State.PLANNED, "visibility": make.PUBLIC, "held_on": TODAY},
]
UNKNOWN = [
    {"state": State.PLANNED, "visibility": make.MEMBERS},
    {"state": State.PLANNED, "visibility": make.OFFICE},
    {"state": State.PLANNED, "visibility": make.PUBLIC, "held_on": YESTERDAY},
    {"state": State.INVITED, "visibility": make.PUBLIC} | CANCELLED,
]


def in_bulk(office, *meetings):
    keys = [one.pk for one in meetings]
    data = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    return office.post(reverse("admin:meetings_meeting_changelist"), data, follow=True)


@pytest.mark.parametrize("values", EXPECTED)
def test_expected_session_is_not_deleted_but_to_be_cancelled(office, values):
    meeting = make.make_meeting(**values)

    asked = office.get(change(meeting, "delete"))
    pressed = office.post(change(meeting, "delete"), {"post": "yes"})

    for answer in (asked, pressed):
        page = answer.content.decode()
        assert f"{meeting}: {REFUSAL}" in page
        assert 'name="post"' not in page
    assert Meeting.objects.filter(pk=meeting.pk).exists()


@pytest.mark.parametrize("values", EXPECTED)
def test_expected_session_among_others_stops_deleting_in_bulk(office, values):
    meeting, other = make.make_meeting(**values), make.make_meeting(**UNKNOWN[0])

    page = in_bulk(office, meeting, other).content.decode()

    assert page.count(REFUSAL) == 1
    assert f"{meeting}: {REFUSAL}" in page
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("values", UNKNOWN)
@pytest.mark.parametrize("way", ["alone", "in bulk"])
def test_session_in_nobodys_calendar_or_cancelled_can_be_deleted(office, values, way):
    meeting = make.make_meeting(**values)

    if way == "alone":
        office.post(change(meeting, "delete"), {"post": "yes"})
    else:
        in_bulk(office, meeting)

    assert not Meeting.objects.exists()


def test_answer_the_office_may_not_delete_hides_not_why(office):
    meeting = make.make_meeting()
    make.make_guest(meeting=meeting)
    make.make_delivery(dispatch=make.make_dispatch(meeting=meeting))

    page = office.get(change(meeting, "delete")).content.decode()

    assert f"{meeting}: {REFUSAL}" in page
    assert "nicht die nötigen Rechte" not in page


def test_public_session_of_a_board_that_is_not_stands_in_no_calendar(office):
    meeting = make.make_meeting(state=State.PLANNED, board=make.make_board(visibility=make.MEMBERS))

    office.post(change(meeting, "delete"), {"post": "yes"})

    assert not Meeting.objects.exists()
