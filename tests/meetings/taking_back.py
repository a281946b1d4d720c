"""Steps of tests in which a cancellation is taken back before anybody was mailed it."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import invitations, stages
from meetings.models import Meeting
from meetings.preparation import Preparation
from post.models import Mail
from tests import factories as make

DAY = dt.date(2027, 1, 14)


@pytest.fixture
def november(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))


@pytest.fixture
def meeting(november):
    board = make.make_board(short_name="Begleitgremium", name="Begleitgremium Beispielstadt")
    return make.make_planned_meeting(
        board=board, number=2, held_on=DAY, venue=make.make_venue(name="Haus Eins")
    )


@pytest.fixture
def member(meeting):
    return meeting.board.seats.get().mandates.get().person


def send(meeting, kind, **words):
    meeting.refresh_from_db()
    return invitations.send(meeting, kind, None, **words)


def back_and_forth(meeting):
    stages.cancel(meeting, "Sturm", None)
    stages.reinstate(meeting, None)
    meeting.refresh_from_db()


def move(meeting, **values):
    meeting.refresh_from_db()
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save()


def deliver():
    Mail.objects.queued().update(state=Mail.State.SENT, sent_at=timezone.now())


def duty(meeting):
    return Preparation(Meeting.objects.get(pk=meeting.pk)).next_kind


def mail_to(person):
    """Return the one mail that still waits for the person."""
    return Mail.objects.queued().get(person=person)


def words(mail):
    return " ".join(mail.text.split())
