"""What was right once goes to nobody any more: after a mandate, after a cancellation."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from meetings import stages
from meetings.models import Response
from post import outbox
from post.models import Mail
from tests import factories as make
from tests.meetings.reminding import EVE, HELD_ON, MEMBER, answer, invited, member_of, on, run_on

pytestmark = pytest.mark.django_db
EVE_DAY = HELD_ON - dt.timedelta(days=1)


@pytest.fixture
def meeting():
    return invited()


def test_former_member_who_had_accepted_is_not_reminded_of_the_session(meeting):
    member = member_of(meeting)
    answer(meeting, Response.ACCEPTED, answered_by=member)
    member.mandates.update(ends_on=EVE_DAY - dt.timedelta(days=1))

    assert run_on(EVE_DAY) == []

    member.mandates.update(ends_on=None)

    assert run_on(EVE_DAY) == [(EVE, MEMBER)]


def test_failed_invitation_is_not_sent_after_the_cancellation(meeting):
    thread = f"meeting:{meeting.pk}:person:1"
    mail = make.make_mail(thread=thread, state=Mail.State.FAILED)
    with on(EVE_DAY):
        stages.cancel(meeting, "Grippewelle", make.make_staff())

    with pytest.raises(ValidationError, match="neuere Mail"):
        outbox.retry(mail)
