"""A session, somebody of the office, and the acts that tests of sendings share."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings import invitations
from post.models import Mail
from tests import factories as make


@pytest.fixture
def staff():
    return make.make_staff(name="Robin Büro")


@pytest.fixture
def meeting():
    return make.make_planned_meeting()


@pytest.fixture
def send(meeting, staff):
    def send(kind, **words):
        meeting.refresh_from_db()
        return invitations.send(meeting, kind, staff, **words)

    return send


def refusal(send, kind, **words):
    with pytest.raises(ValidationError) as error:
        send(kind, **words)
    return error.value.messages


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def change(meeting, **values):
    meeting.refresh_from_db()
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save()


def cancel(meeting):
    change(meeting, is_cancelled=True, cancellation_reason="Sturm")


def states():
    return [(one.kind, one.state) for one in Mail.objects.order_by("pk")]
