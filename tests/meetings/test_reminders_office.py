"""The office asks for missing answers from the session's page."""

import pytest
from django.urls import reverse

from meetings.models import Participation
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """An invited session of a board with two members, none of whom has answered."""
    board = make.make_board()
    for _ in range(2):
        make.make_mandate(seat=make.make_seat(board=board))
    return make.make_meeting(board=board)


def page_of(meeting):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def remind(client, meeting):
    return client.post(reverse("admin:meetings_meeting_remind", args=[meeting.pk]), follow=True)


def test_button_counts_whom_it_asks_and_goes_when_all_are_asked(client, meeting):
    client.force_login(make.make_leader())
    before = client.get(page_of(meeting)).content.decode()

    after = remind(client, meeting).content.decode()

    assert "Erinnerung an 2 Personen senden" in before
    assert "Die Erinnerungen sind unterwegs." in after
    assert "Erinnerung an" not in after
    assert Mail.objects.filter(kind="answer_reminder").count() == 2
    assert "Alle haben geantwortet oder wurden heute" in remind(client, meeting).content.decode()


def test_nobody_is_asked_who_has_answered(client, meeting):
    seat = meeting.board.seats.first()
    Participation.objects.create(meeting=meeting, seat=seat, response="accepted")
    client.force_login(make.make_leader())

    assert b"Erinnerung an 1 Person senden" in client.get(page_of(meeting)).content


def test_asking_needs_the_right_to_send_and_the_board(client, meeting):
    address = reverse("admin:meetings_meeting_remind", args=[meeting.pk])
    seen = []
    for user in (
        make.make_staff("meetings.view_meeting", "meetings.change_meeting"),
        make.make_leader(make.make_board()),
        make.make_leader(meeting.board),
    ):
        client.force_login(user)
        seen += [client.get(address).status_code, client.post(address).status_code]

    assert seen == [405, 403, 405, 404, 405, 302]
    assert Mail.objects.count() == 2
