"""What one session must be like."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings.models import AgendaItem, Meeting
from tests.factories import make_agenda_item, make_meeting

pytestmark = pytest.mark.django_db

REFUSED = [
    ({"starts_at": dt.time(14), "ends_at": dt.time(14)}, "Das Ende muss nach dem Beginn liegen"),
    ({"ends_at": dt.time(14)}, "Das Ende muss nach dem Beginn liegen"),
    ({"is_cancelled": True}, "nennen Sie den Grund der Absage"),
    (
        {"is_cancelled": True, "cancellation_reason": "Sturm", "state": Meeting.State.HELD},
        "Eine abgesagte Sitzung wurde nicht durchgeführt",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), REFUSED)
def test_session_is_refused_by_form_and_database(values, sentence):
    meeting = make_meeting(held_on=dt.date(2020, 1, 1))
    for name, value in values.items():
        setattr(meeting, name, value)

    with pytest.raises(ValidationError, match=sentence):
        meeting.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.save()


def test_session_ahead_cannot_have_been_held():
    meeting = make_meeting(state=Meeting.State.HELD)

    with pytest.raises(ValidationError, match="in der Zukunft"):
        meeting.full_clean()


def test_number_is_given_once_per_board():
    meeting = make_meeting()
    make_meeting(number=meeting.number)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_meeting(board=meeting.board, number=meeting.number, slug="anders")


@pytest.mark.parametrize(
    ("day", "offset"),
    [(dt.date(2027, 3, 27), 1), (dt.date(2027, 3, 28), 2), (dt.date(2027, 10, 31), 1)],
)
def test_session_begins_at_berlin_time_before_and_after_the_change(day, offset):
    meeting = make_meeting(held_on=day, starts_at=dt.time(14), ends_at=dt.time(16, 30))

    assert meeting.begins.utcoffset() == dt.timedelta(hours=offset)
    assert (meeting.begins.hour, meeting.ends.hour) == (14, 16)


def test_session_without_a_time_is_a_day():
    assert make_meeting().begins is None


def test_renumbering_closes_gaps_in_the_given_order():
    meeting = make_meeting()
    items = [make_agenda_item(meeting=meeting, position=position) for position in (7, 3, 3)]

    AgendaItem.objects.renumber(meeting)

    order = [(item.position, item.pk) for item in meeting.agenda_items.all()]
    assert order == [(1, items[1].pk), (2, items[2].pk), (3, items[0].pk)]
