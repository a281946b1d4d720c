"""Reminders that still wait are true or dropped; the office asks by hand."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from meetings import answers, invitations, reminders, stages
from meetings.models import Participation
from post.models import Mail
from tests import factories as make
from tests.meetings.reminding import (
    ASK,
    EVE,
    HELD_ON,
    MEMBER,
    answer,
    before_due,
    deliver_all,
    invited,
    member_of,
    on,
    run_on,
    waiting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return invited()


@pytest.fixture
def member(meeting):
    return member_of(meeting)


def test_answer_drops_the_waiting_reminder_at_once(meeting, member):
    run_on(before_due(7))
    with on(before_due(6)):
        answers.accept(meeting, member)

    assert waiting() == ["answer"]


def test_cancelling_drops_the_waiting_reminder_at_once(meeting):
    run_on(before_due(7))
    with on(before_due(6)):
        stages.cancel(meeting, "Kein Raum", make.make_staff())

    assert waiting() == []


def test_moving_drops_the_waiting_reminder_in_the_next_round(meeting):
    run_on(before_due(7))
    meeting.held_on += dt.timedelta(days=30)
    meeting.save()

    assert run_on(before_due(6)) == []
    assert waiting() == []


def test_waiting_reminder_is_dropped_after_the_deadline(meeting):
    run_on(before_due(2))
    assert waiting() == [ASK]

    run_on(before_due(0))
    assert waiting() == [ASK]
    run_on(before_due(-1))
    assert waiting() == []


def test_dropping_a_reminder_leaves_the_invitation(meeting, member):
    thread = invitations.thread_of(meeting, member)
    make.make_mail(person=member, thread=thread, kind="invitation")
    run_on(before_due(7))
    Participation.objects.update(response="declined")
    answer(meeting, "declined")

    run_on(before_due(6))

    assert waiting() == ["invitation"]


def test_nobody_is_asked_about_a_change_not_yet_told(meeting, member):
    make.make_delivery(dispatch=make.make_dispatch(meeting=meeting), person=make.make_person())
    meeting.starts_at = dt.time(15)
    meeting.save()

    assert run_on(before_due(7)) == []


def test_eve_waiting_with_the_old_time_is_written_anew(meeting):
    answer(meeting, "accepted")
    eve = HELD_ON - dt.timedelta(days=1)
    run_on(eve)
    meeting.starts_at = dt.time(15)
    meeting.save()

    assert run_on(eve, hour=12) == [(EVE, MEMBER)]
    assert waiting() == [EVE]
    assert "15:00 Uhr" in Mail.objects.queued().filter(is_superseded=False).get().text


def test_switching_reminders_off_drops_what_waits(meeting, member):
    run_on(before_due(7))

    reminders.switch(member, is_wanted=False)

    assert waiting() == []
    assert run_on(before_due(2)) == []


# --- By hand ----------------------------------------------------------------


def test_office_asks_once_a_day(meeting, member):
    office = make.make_staff()
    with on(before_due(12)):
        askable = reminders.askable(meeting)
        asked = reminders.remind(meeting, office)
        with pytest.raises(ValidationError, match="Alle haben geantwortet oder wurden heute"):
            reminders.remind(meeting, make.make_staff())
        assert reminders.askable(meeting) == []
    with on(before_due(11)):
        reminders.remind(meeting, office)

    assert askable == asked == [member]
    assert waiting() == [ASK]
    assert Mail.objects.filter(kind=ASK).count() == 2


def test_office_may_ask_after_the_deadline_but_not_once_it_began(meeting):
    with on(before_due(-2)):
        reminders.remind(meeting, make.make_staff())
    run_on(before_due(-2), hour=12)
    assert waiting() == [ASK]
    assert "Die Frist ist schon vorbei" in Mail.objects.get().text

    with on(HELD_ON, hour=15), pytest.raises(ValidationError, match="gerade niemand antworten"):
        reminders.remind(meeting, make.make_staff())


def test_asking_by_hand_counts_for_the_round(meeting):
    with on(before_due(8)):
        reminders.remind(meeting, make.make_staff())
    deliver_all()

    assert [len(run_on(before_due(days))) for days in (7, 6, 5)] == [0, 0, 1]
