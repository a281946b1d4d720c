"""The personal link: what stands behind it, and what opening it never does."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import Meeting, Participation
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

PERSONAL = PersonalLink.Purpose.PERSONAL


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def member(board):
    return make.make_mandate(seat=make.make_seat(board=board)).person


def address(person, path="", **options):
    return f"/l/{PersonalLink.objects.mint(person, PERSONAL, **options)}/{path}"


def test_home_greets_and_shows_the_next_session_with_its_answer(client, board, member):
    meeting = make.make_meeting(board=board, starts_at=dt.time(14))

    page = client.get(address(member)).content.decode()

    assert f"Guten Tag, {member.full_name}" in page
    assert member.mandates.get().seat.organisation.name in page
    assert meeting.title in page
    assert "Ich komme" in page
    assert "Bitte antworten Sie bis" in page
