"""In production an account of the office reads as a visitor until its second factor was shown."""

import pytest

from accounts import second_factor
from meetings import packs
from tests.accounts.steps import (
    FACTORS,
    code_of,
    give_code,
    give_password,
    make_staff_with_app,
    set_up_app,
)
from tests.factories import (
    MEMBERS,
    OFFICE,
    make_agenda_item,
    make_article,
    make_board,
    make_document,
    make_mandate,
    make_meeting,
    make_member,
    make_organisation,
    make_seat,
    make_staff,
    make_venue,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WORD = "Streng-Internes"


@pytest.fixture
def inside():
    """What only the office may read, as address: whether it is there at all for visitors."""
    hidden = make_meeting(visibility=OFFICE, venue=make_venue(name=WORD))
    shown = make_meeting()
    make_agenda_item(meeting=shown, visibility=OFFICE, title=WORD)
    document = make_document(meeting=shown, visibility=OFFICE, title=WORD)
    article = make_article(visibility=OFFICE, title=WORD)
    draft = make_article(published_from=None, title=WORD)
    closed = make_board(visibility=MEMBERS, name=WORD)
    organisation = make_organisation(name=WORD)
    make_mandate(seat=make_seat(board=closed, organisation=organisation))
    packs.refresh()
    while packs.make_next():
        pass
    return {
        hidden.get_absolute_url(): False,
        f"{hidden.get_absolute_url()}kalender.ics": False,
        f"{hidden.get_absolute_url()}mappe.pdf": False,
        document.get_absolute_url(): False,
        article.get_absolute_url(): False,
        draft.get_absolute_url(): False,
        organisation.get_absolute_url(): False,
        closed.get_absolute_url(): False,
        shown.get_absolute_url(): True,
        f"{shown.get_absolute_url()}mappe.pdf": True,
        f"{shown.get_absolute_url()}mappe.zip": False,
        "/sitzungen/kalender.ics": True,
        "/sitzungen/": True,
        "/aktuelles/": True,
        "/mitglieder/": True,
        "/": True,
    }


def read(client, address):
    answer = client.get(address)
    streamed = getattr(answer, "streaming_content", None)
    return answer.status_code, b"".join(streamed) if streamed else answer.content


def seen(client, addresses):
    """Return per address what the reader gets, without what differs at every request."""
    found = {}
    for address in addresses:
        status, content = read(client, address)
        size = len(content) if "mappe" in address else 0
        found[address] = (status, WORD.encode() in content, size)
    return found


def test_without_the_second_factor_every_door_shows_what_a_visitor_sees(client, settings, inside):
    settings.SECOND_FACTOR_REQUIRED = True
    visitor = seen(client, inside)
    assert {one: status == 200 for one, (status, *_) in visitor.items()} == inside
    assert not any(has_word for _status, has_word, _size in visitor.values())

    give_password(client, make_staff(is_superuser=True))

    assert seen(client, inside) == visitor
    assert client.get("/mein/").url == "/anmelden/?next=/mein/"


def test_with_the_second_factor_every_door_opens(client, settings, inside):
    settings.SECOND_FACTOR_REQUIRED = True
    give_password(client, make_staff(is_superuser=True))
    set_up_app(client)

    assert {status for status, *_ in seen(client, inside).values()} == {200}


def test_in_the_demo_the_password_is_enough(client, inside):
    give_password(client, make_staff(is_superuser=True))

    assert {status for status, *_ in seen(client, inside).values()} == {200}


def test_session_without_the_step_is_held_back_however_it_came_about(client, clock, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    hidden = make_meeting(visibility=OFFICE).get_absolute_url()
    user = make_staff_with_app(clock)
    user.is_superuser = True
    user.save()
    client.force_login(user)
    assert client.get(hidden).status_code == 404

    give_code(client, code_of())

    assert client.get(hidden).status_code == 200


def test_who_removes_the_last_factor_is_held_back_again(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    hidden = make_meeting(visibility=OFFICE).get_absolute_url()
    user = make_staff(is_superuser=True)
    give_password(client, user)
    set_up_app(client)
    assert client.get(hidden).status_code == 200

    client.post(f"{FACTORS}{second_factor.of(user).get().pk}/entfernen/")

    assert client.get(hidden).status_code == 404
    assert client.get(FACTORS).status_code == 200


def test_way_in_leads_over_the_second_factor_and_does_not_go_in_circles(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    answer = give_password(client, make_staff(), "?next=/mein/")
    way = client.get("/mein/", follow=True).redirect_chain

    assert answer.url == f"{FACTORS}?next=%2Fmein%2F"
    assert way == [("/anmelden/?next=/mein/", 302), (f"{FACTORS}?next=%2Fmein%2F", 302)]


def test_members_are_not_held_back(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    member = make_member()
    meeting = make_meeting(board=member.person.mandates.get().seat.board, visibility=MEMBERS)
    client.force_login(member)

    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert client.get("/mein/").status_code == 200
