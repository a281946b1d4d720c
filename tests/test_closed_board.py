"""A board that the office keeps to itself: nothing of it at any door, and nothing mailed."""

import datetime as dt

import pytest
from django.utils import timezone

from advice import weighing as weighings
from meetings import obstacles, reminders
from meetings.minutes import mails
from meetings.models import Dispatch, Participation
from meetings.resolutions import circular
from post.models import PersonalLink
from tests import factories as make
from tests.advising import make_demonstration, make_topic, make_weighing
from tests.held import make_circular, make_held_meeting, make_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    make.make_centre()
    return make.make_board(name="Gremium QGREMIUM", short_name="QGREMIUM")


def close(board):
    board.visibility = make.OFFICE
    board.save()


def home_of(client, person):
    token = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)
    return client.get(f"/l/{token}/").content.decode()


def test_station_of_a_closed_board_is_closed(client, board):
    today = timezone.localdate()
    meeting = make_held_meeting(board=board, held_on=today)
    item = make.make_agenda_item(meeting=meeting)
    address = make_demonstration(agenda_item=item, title="QSTATION").get_absolute_url()
    before = client.get(address)

    close(board)

    assert "QSTATION" in before.content.decode()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}danke/").status_code == 404


def test_who_stands_in_once_finds_no_saved_date_of_a_closed_board(client, board):
    meeting = make.make_planned_meeting(board=board)
    make.make_dispatch(meeting=meeting, kind=Dispatch.Kind.SAVE_THE_DATE)
    person = make.make_person()
    Participation.objects.create(
        meeting=meeting,
        seat=make.make_mandate(seat=make.make_seat(board=board)).seat,
        response="delegated",
        deputy=person,
    )
    before = home_of(client, person)

    close(board)

    assert "QGREMIUM" in before
    assert "QGREMIUM" not in home_of(client, person)


def test_who_left_a_closed_board_finds_no_minutes(client, board):
    meeting = make_held_meeting(board=board)
    today = timezone.localdate()
    person = make.make_person()
    make.make_mandate(
        seat=make.make_seat(board=board), person=person, ends_on=today - dt.timedelta(days=1)
    )
    make_minutes(
        meeting=meeting,
        state="released",
        released_at=timezone.now(),
        objections_until=today,
    )
    before = home_of(client, person)

    close(board)

    assert meeting.slug in before
    assert meeting.slug not in home_of(client, person)


def test_member_of_a_closed_board_finds_no_weighing(client, board):
    member = make.make_member(board).person
    make_weighing(board=board, title="QWEIGHING", opened_at=timezone.now())
    before = home_of(client, member)

    close(board)

    assert "QWEIGHING" in before
    assert "QWEIGHING" not in home_of(client, member)


def test_nobody_is_told_of_minutes_of_a_closed_board(board):
    make.make_member(board)
    meeting = make_held_meeting(board=board)

    assert len(mails.readers_of(meeting)) == 1

    close(board)
    meeting.refresh_from_db()

    assert mails.readers_of(meeting) == []


def test_nobody_is_asked_to_pages_of_a_closed_board(board):
    make.make_member(board)
    meeting = make.make_meeting(board=board, state="invited")
    topics = [make_topic(board=board), make_topic(board=board)]
    weighing = make_weighing(board=board, topics=topics, opened_at=None)
    resolution = make_circular(board=board, title="Umlauf", visibility=make.MEMBERS, state="draft")
    refused = []

    assert reminders.is_open(meeting)

    close(board)
    for one in (meeting, weighing, resolution):
        one.refresh_from_db()
    refused += obstacles.obstacles(meeting, Dispatch.Kind.CHANGE)
    refused += weighings.obstacles(weighing)
    refused += circular.obstacles(resolution)

    assert refused.count(obstacles.closed_board()) == 3
    assert not reminders.is_open(meeting)
