"""Which rules count for what of a session: one answer, and an invitation settles it."""

import datetime as dt

import pytest
import time_machine

from meetings import obstacles, planning, proposals, summons
from meetings.planning import Matter
from meetings.preparation import Preparation
from projects import rounds
from tests import factories as make

pytestmark = pytest.mark.django_db

INVITED = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
HELD = dt.date(2027, 4, 14)
CHANGED = dt.date(2027, 3, 8)
OLD = {"invitation_days": 21, "proposals_days": 14, "papers_days": 7, "save_the_date_days": 28}
NEW = {"invitation_days": 40, "proposals_days": 35, "papers_days": 30, "save_the_date_days": 60}


@pytest.fixture
def meeting():
    meeting = make.make_meeting(held_on=HELD)
    meeting.board.rules.create(valid_from=make.LONG_AGO, **OLD)
    meeting.board.rules.create(valid_from=CHANGED, **NEW)
    return meeting


def days_of(meeting) -> dict:
    """Return for each door to a deadline how many days before the session it is."""
    meeting = type(meeting).objects.get(pk=meeting.pk)
    listed = {one.code: one.due_on for one in planning.deadlines(meeting)}
    prepared = {one.code: one.due_on for one in Preparation(meeting).deadlines}
    assert listed == prepared
    assert proposals.deadline(meeting).due_on == listed["proposals"]
    assert rounds.usual_deadline(meeting) == listed["papers"]
    return {f"{code}_days": (HELD - day).days for code, day in listed.items() if code != "answers"}


@pytest.mark.parametrize("now", [INVITED, dt.datetime(2027, 4, 1, 9, tzinfo=dt.UTC)])
def test_deadlines_stay_as_they_were_when_the_board_was_invited(meeting, now):
    make.make_dispatch(meeting=meeting, sent_at=INVITED)

    with time_machine.travel(now, tick=False):
        assert days_of(meeting) == OLD


@pytest.mark.parametrize(("day", "rules"), [(7, OLD), (8, NEW)])
def test_until_the_invitation_the_rules_of_today_count(meeting, day, rules):
    with time_machine.travel(dt.datetime(2027, 3, day, 12, tzinfo=dt.UTC), tick=False):
        assert days_of(meeting) == rules
        assert obstacles.notice_of(meeting).usual == rules["invitation_days"]


def test_session_that_is_over_without_an_invitation_keeps_the_rules_of_its_day(meeting):
    meeting.board.rules.create(valid_from=HELD + dt.timedelta(days=1))

    with time_machine.travel(dt.datetime(2027, 5, 1, tzinfo=dt.UTC), tick=False):
        assert days_of(meeting) == NEW


def test_proposal_after_new_rules_is_late_by_those_of_the_invitation(meeting):
    person = make.make_member(meeting.board).person
    make.make_dispatch(meeting=meeting, sent_at=INVITED)

    with time_machine.travel(dt.datetime(2027, 3, 20, 12, tzinfo=dt.UTC), tick=False):
        in_time = proposals.propose(meeting, person, "Thema")
        proposals.judge_again(meeting)
    with time_machine.travel(dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC), tick=False):
        late = proposals.propose(meeting, person, "Noch ein Thema")

    in_time.refresh_from_db()
    assert (in_time.is_late, late.is_late) == (False, True)


def test_session_itself_has_the_rules_of_its_day(meeting):
    make.make_dispatch(meeting=meeting, sent_at=INVITED)

    assert planning.rules_for(meeting).valid_from == CHANGED
    assert planning.rules_for(meeting, Matter.PREPARATION).valid_from == make.LONG_AGO
    assert summons.summons_of(meeting).text.count("21") == 1
