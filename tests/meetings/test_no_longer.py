"""What was right once goes to nobody any more: after a mandate, after a cancellation."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings import stages
from meetings.minutes.due import waiting
from meetings.models import Minutes, Response
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


@pytest.mark.parametrize(("state", "is_ahead"), [("invited", True), ("held", False)])
def test_session_ended_today_waits_for_minutes_and_for_no_proposals(client, state, is_ahead):
    make.make_centre()
    meeting = make.make_meeting(held_on=timezone.localdate(), state=state)
    draft = Minutes.objects.create(meeting=meeting)
    client.force_login(make.make_member(meeting.board))

    page = client.get("/mein/")

    assert page.context["upcoming"] == [meeting] * is_ahead
    assert page.context["past"] == [meeting] * (not is_ahead)
    assert bool(waiting(Minutes.objects.filter(pk=draft.pk))) is not is_ahead
