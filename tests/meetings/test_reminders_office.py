"""The office asks for missing answers from the session's page."""

import pytest
from django.urls import reverse

from meetings.models import Participation
from partners.models import Person
from post.models import Mail
from tests import factories as make

PAGES = ("change", "proof", "remind")
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

    told = remind(client, meeting).content.decode()

    assert "Erinnerung an 2 Personen prüfen" in before
    assert "2 Erinnerungen sind im Postausgang." in told
    assert "Erinnerung an" not in client.get(page_of(meeting)).content.decode()
    assert Mail.objects.filter(kind="answer_reminder").count() == 2
    assert "Alle haben geantwortet oder wurden heute" in remind(client, meeting).content.decode()


def test_nobody_is_asked_who_has_answered(client, meeting):
    seat = meeting.board.seats.first()
    Participation.objects.create(meeting=meeting, seat=seat, response="accepted")
    client.force_login(make.make_leader())

    assert "Erinnerung an 1 Person prüfen" in client.get(page_of(meeting)).content.decode()


def test_page_shows_whom_it_asks_with_which_words_and_whom_not(client, meeting):
    first, second = (one.mandates.get().person for one in meeting.board.seats.order_by("pk"))
    Person.objects.filter(pk=second.pk).update(email="")
    guest = make.make_guest(meeting=meeting).person
    Person.objects.filter(pk=guest.pk).update(wants_reminders=False)
    client.force_login(make.make_leader())

    page = client.get(reverse("admin:meetings_meeting_remind", args=[meeting.pk]))

    text = page.content.decode()
    assert "2 von 2 Sitzen ohne Antwort, 1 Gast" in text
    assert f"Guten Tag, {first.full_name}," in text
    assert "Jetzt 1 Mail senden" in text
    assert page.context["people"] == [first]
    assert page.context["left_out"] == [
        (second, "keine E-Mail-Adresse, bitte anrufen"),
        (guest, "möchte keine Erinnerungen"),
    ]
    assert not Mail.objects.exists()


def test_one_count_of_missing_answers_everywhere(client, meeting):
    make.make_guest(meeting=meeting)
    make.make_dispatch(meeting=meeting)
    client.force_login(make.make_leader())
    remind(client, meeting)
    addresses = [reverse(f"admin:meetings_meeting_{one}", args=[meeting.pk]) for one in PAGES]

    for address in ["/admin/", *addresses]:
        assert "2 von 2 Sitzen ohne Antwort, 1 Gast" in client.get(address).content.decode()


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

    assert seen == [403, 403, 404, 404, 200, 302]
    assert Mail.objects.count() == 2
