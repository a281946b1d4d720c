"""The page on which a person makes and locks calendar addresses, behind both doors."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings import calendars
from post.models import PersonalLink
from tests.calendars import events, uid
from tests.factories import (
    MEMBERS,
    make_board,
    make_mandate,
    make_meeting,
    make_member,
    make_seat,
)

pytestmark = pytest.mark.django_db

# Behind the link and the login; the latter also reads session, account and person.
QUERIES = {"/l": 4, "/m": 4}
LINK = "https://video.example.org/geheim"


def person_on(board):
    return make_mandate(seat=make_seat(board=board)).person


@pytest.fixture(params=["link", "login"])
def way(request, client):
    """A person with the start of their addresses, by link and signed in."""
    board = make_board()
    if request.param == "link":
        person = person_on(board)
        token = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)
        return person, f"/l/{token}"
    user = make_member(board)
    client.force_login(user)
    return user.person, "/mein"


def test_address_is_shown_once_and_works(client, way):
    _person, start = way

    answer = client.post(f"{start}/kalender/erzeugen/")
    again = client.get(f"{start}/kalender/")

    token = answer.content.decode().partition("webcal://127.0.0.1:8000/kalender/")[2][:32]
    assert len(token) == 32
    assert f'value="http://127.0.0.1:8000/kalender/{token}.ics"' in answer.content.decode()
    assert client.get(f"/kalender/{token}.ics").status_code == 200
    assert token not in again.content.decode()
    assert "Erzeugt am" in again.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not PersonalLink.objects.filter(token_hash=token).exists()


def test_reading_makes_no_address(client, way):
    person, start = way

    client.get(f"{start}/kalender/")
    client.head(f"{start}/kalender/")
    refused = [
        client.get(f"{start}/kalender/erzeugen/"),
        client.get(f"{start}/kalender/1/sperren/"),
    ]

    assert [one.status_code for one in refused] == [405, 405]
    assert calendars.addresses_of(person).count() == 0


def test_addresses_are_locked_one_by_one_and_only_by_their_owner(client, way):
    person, start = way
    tokens = [calendars.create_address(person) for _ in range(2)]
    foreign = calendars.create_address(other := person_on(make_board()))
    last = calendars.addresses_of(person).first()

    answer = client.post(f"{start}/kalender/{last.pk}/sperren/", follow=True)
    refused = client.post(f"{start}/kalender/{calendars.addresses_of(other).get().pk}/sperren/")

    assert "Diese Kalenderadresse gilt nicht mehr." in answer.content.decode()
    found = [client.get(f"/kalender/{token}.ics").status_code for token in [*tokens, foreign]]
    assert found == [200, 404, 200]
    assert refused.status_code == 404


def test_sixth_address_is_refused(client, way):
    person, start = way
    for _ in range(5):
        calendars.create_address(person)

    answer = client.post(f"{start}/kalender/erzeugen/", follow=True)

    assert "Sie haben schon 5 Kalenderadressen." in answer.content.decode()
    assert calendars.addresses_of(person).count() == 5


def test_file_behind_the_door_knows_what_the_person_knows(client, way):
    person, start = way
    board = person.mandates.get().seat.board
    own = make_meeting(board=board, visibility=MEMBERS, video_link=LINK)
    foreign = make_meeting(visibility=MEMBERS)

    answer = client.get(f"{start}/sitzungen/{own.slug}/kalender.ics")

    assert LINK in events(answer)[uid(own)]["DESCRIPTION"]
    assert client.get(f"{start}/sitzungen/{foreign.slug}/kalender.ics").status_code == 404


def test_reminders_are_switched_off_and_on_again(client, way):
    person, start = way
    states = []

    assert client.get(f"{start}/erinnerungen/").status_code == 405
    for words in ("nein", "ja"):
        page = client.post(f"{start}/erinnerungen/", {"erinnern": words}, follow=True)
        person.refresh_from_db()
        states.append((person.wants_reminders, "Wieder erinnern" in page.content.decode()))

    assert states == [(False, True), (True, False)]


def test_page_needs_as_many_queries_for_one_address_as_for_five(client, way):
    person, start = way
    counts = []

    for number in (1, 4):
        for _ in range(number):
            calendars.create_address(person)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{start}/kalender/")
        counts.append(len(queries))

    assert counts == [QUERIES[start[:2]]] * 2
