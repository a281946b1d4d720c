"""A member who does not come: the permanent deputies hear of it."""

import datetime as dt

import pytest

from meetings import answers, deputies
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = make.make_meeting(starts_at=dt.time(14))
    make.make_dispatch(meeting=meeting, kind="invitation")
    return meeting


@pytest.fixture
def seat(meeting):
    return make.make_seat(board=meeting.board)


@pytest.fixture
def member(seat):
    return make.make_mandate(seat=seat).person


@pytest.fixture
def deputy(seat):
    return make.make_mandate(seat=seat, role="deputy").person


def waiting(person):
    return list(Mail.objects.queued().filter(person=person, kind="vacancy"))


def test_deputy_is_asked_once_the_member_declines_and_no_longer_when_they_come(
    meeting, member, deputy
):
    answers.decline(meeting, member, "krank")

    [mail] = waiting(deputy)
    assert mail.subject.startswith("Können Sie einspringen?")
    assert "krank" not in mail.text + mail.html

    answers.accept(meeting, member)

    assert waiting(deputy) == []


def test_of_two_deputies_the_other_is_not_asked_any_more(meeting, seat, member, deputy):
    other = make.make_mandate(seat=seat, role="deputy").person
    answers.decline(meeting, member)
    assert len(waiting(other)) == 1

    deputies.step_in(meeting, deputy)

    assert waiting(other) == []


def test_deputy_who_steps_back_is_not_asked_again(meeting, member, deputy):
    answers.decline(meeting, member)
    deputies.step_in(meeting, deputy)

    deputies.step_back(meeting, deputy)

    assert waiting(deputy) == []
