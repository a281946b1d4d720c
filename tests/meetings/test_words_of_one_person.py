"""A reason and a note are read by who wrote them and by the office, by nobody after them."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import answers, deputies
from meetings.models import Participation
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

REASON, NOTE = "Kanarie-Grund", "Kanarie-Mitteilung"


@pytest.fixture
def meeting():
    meeting = make.make_meeting(starts_at=dt.time(14))
    make.make_dispatch(meeting=meeting)
    return meeting


@pytest.fixture
def member(meeting):
    """A member who has declined with a reason and left a note."""
    member = make.make_mandate(seat=make.make_seat(board=meeting.board)).person
    answers.leave_note(meeting, member, NOTE)
    answers.decline(meeting, member, REASON)
    return member


@pytest.fixture
def deputy(meeting, member):
    return make.make_mandate(seat=meeting.board.seats.get(), role="deputy").person


def row():
    return Participation.objects.get()


def words_read_by(client, person):
    token = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)
    page = client.get(f"/l/{token}/").content.decode()
    return [one for one in (REASON, NOTE) if one in page]


def leave(member):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    member.mandates.update(ends_on=yesterday)


def successor_of(member, meeting):
    leave(member)
    return make.make_mandate(seat=meeting.board.seats.get(), starts_on=timezone.localdate()).person


def test_author_and_office_read_the_words(client, member):
    assert words_read_by(client, member) == [REASON, NOTE]
    assert (row().reason, row().note, row().written_by) == (REASON, NOTE, member)


def test_note_left_before_any_answer_is_its_authors_too(client, meeting, member):
    Participation.objects.all().delete()
    answers.leave_note(meeting, member, NOTE)
    assert words_read_by(client, member) == [NOTE]

    assert words_read_by(client, successor_of(member, meeting)) == []


@pytest.mark.parametrize("by_office", [False, True])
def test_successor_reads_nothing_of_it(client, meeting, member, by_office):
    if by_office:
        answers.decline(meeting, member, REASON, by=make.make_staff())
    successor = successor_of(member, meeting)

    assert words_read_by(client, successor) == []
    answers.decline(meeting, successor)

    assert words_read_by(client, successor) == []
    assert (row().reason, row().note, row().written_by) == ("", "", successor)
    assert row().history.filter(reason=REASON).exists()


def test_deputy_who_answers_after_the_member_reads_nothing_of_it(client, meeting, member, deputy):
    leave(member)

    assert words_read_by(client, deputy) == []
    answers.accept(meeting, deputy)
    answers.leave_note(meeting, deputy, "Eigenes")

    assert words_read_by(client, deputy) == []
    assert (row().reason, row().note, row().written_by) == ("", "Eigenes", deputy)


def test_who_steps_in_and_back_neither_reads_nor_loses_the_members_words(
    client, meeting, member, deputy
):
    deputies.step_in(meeting, deputy)
    assert words_read_by(client, deputy) == []
    deputies.step_back(meeting, deputy)

    assert words_read_by(client, deputy) == []
    assert words_read_by(client, member) == [REASON, NOTE]
    assert row().written_by == member


def test_ad_hoc_stand_in_reads_nothing_of_it(client, meeting, member):
    answers.name_deputy(meeting, member, "Kim Beispiel", "kim@example.org")
    stand_in = deputies.confirm_deputy(row(), make.make_staff()).deputy

    assert words_read_by(client, stand_in) == []
    assert row().note == NOTE
