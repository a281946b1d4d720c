"""A member's pages: who sees which, and what they cost."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from meetings.models import Meeting
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-0816"
PAGES = ["", "unterlagen/", "gremium/", "vorschlaege/", "kalender/"]


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def person(board):
    return make.make_member(board).person


def front(client, person, door):
    """Return where the person's pages begin, behind one of the two doors."""
    if door == "login":
        client.force_login(person.user)
        return "/mein/"
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


both_doors = pytest.mark.parametrize("door", ["login", "link"])


@both_doors
@pytest.mark.parametrize("path", PAGES)
def test_page_opens_behind_both_doors_and_leads_on_behind_the_same(client, person, door, path):
    make.make_meeting(board=person.mandates.get().seat.board)
    start = front(client, person, door)

    page = client.get(start + path).content.decode()

    other = "/l/" if door == "login" else "/mein/"
    assert f'href="{start}vorschlaege/"' in page
    assert f'href="{other}' not in page


CURRENT = {
    "": "Meine Seite",
    "unterlagen/": "Unterlagen",
    "aufgaben/": "Aufgaben",
    "vorschlaege/": "Vorschläge",
    "themen/": "Themen",
    "anregungen/": "Anregungen",
    "beschluesse/": "Beschlüsse",
    "gremium/": "Gremium",
    "kalender/": "Kalender",
}
MENU = list(CURRENT.values())


@both_doors
def test_menu_comes_first_on_every_page_and_marks_where_one_is(client, board, person, door):
    meeting = make.make_meeting(board=board)
    start = front(client, person, door)
    current = CURRENT | {f"sitzungen/{meeting.slug}/": "Meine Seite"}

    for path, name in current.items():
        page = client.get(start + path).content.decode()
        before_main, _rest = page.split("<main")
        menu = before_main.split('aria-label="Ihre Seiten"')[1].split("</nav>")[0]
        assert re.findall(r"<a [^>]*>([^<]+)</a>", menu) == MENU
        assert re.findall(r'aria-current="\w+">([^<]+)</a>', menu) == [name]
        assert page.count('aria-label="Ihre Seiten"') == 1


def test_visitor_is_asked_to_sign_in_and_account_without_person_gets_an_explanation(client):
    assert client.get("/mein/").status_code == 302

    client.force_login(make.make_staff())
    for path in PAGES[:-1]:
        assert "gehört keine Person" in client.get(f"/mein/{path}").content.decode()
    assert client.post("/mein/gesehen/").status_code == 404


def test_header_leads_members_to_their_page(client, person):
    client.force_login(make.make_staff())
    assert 'href="/mein/"' not in client.get("/").content.decode()

    client.force_login(person.user)
    assert 'href="/mein/"' in client.get("/").content.decode()


def test_public_page_of_a_session_leads_its_members_to_their_own(client, board, person):
    meeting, foreign = make.make_meeting(board=board), make.make_meeting()
    make.make_agenda_item(meeting=meeting, is_late=True)
    make.make_agenda_item(meeting=foreign, is_late=True)
    marks = (f"/mein/sitzungen/{meeting.slug}/", "Nach der Frist angemeldet")

    def shown(one):
        page = client.get(one.get_absolute_url()).content.decode()
        return [mark for mark in marks if mark in page]

    assert shown(meeting) == []
    client.force_login(person.user)
    assert shown(meeting) == list(marks)
    assert shown(foreign) == []
    assert "/mein/sitzungen/" not in client.get(foreign.get_absolute_url()).content.decode()


def test_late_item_asks_for_consent_only_until_the_session_was_held(client, board, person):
    meeting = make.make_meeting(board=board)
    make.make_agenda_item(meeting=meeting, is_late=True)
    client.force_login(person.user)
    ahead = client.get(meeting.get_absolute_url()).content.decode()
    Meeting.objects.update(state="held", held_on=dt.date(2020, 1, 2))

    held = client.get(meeting.get_absolute_url()).content.decode()

    asked = "Nach der Frist angemeldet: braucht die Zustimmung des Gremiums in der Sitzung."
    assert asked in ahead
    assert "Nach der Frist angemeldet.<" in held
    assert asked not in held


def test_session_page_shows_when_each_item_begins(client, board, person):
    meeting = make.make_meeting(board=board, starts_at=dt.time(14), visibility="members")
    for minutes in (20, 30):
        make.make_agenda_item(meeting=meeting, minutes_planned=minutes)
    client.force_login(person.user)

    page = client.get(f"/mein/sitzungen/{meeting.slug}/").content.decode()

    assert "<span>14:00 Uhr</span>" in page
    assert "<span>14:20 Uhr</span>" in page


# --- Papers and people --------------------------------------------------------


@both_doors
def test_papers_are_those_the_person_may_open(client, board, person, door):
    past = make.make_meeting(board=board, held_on=timezone.localdate() - dt.timedelta(days=90))
    shown = [
        make.make_document(meeting=meeting, visibility="members")
        for meeting in (past, make.make_meeting(board=board, visibility="members"))
    ]
    make.make_document(meeting=past, title=CANARY, visibility="office")
    make.make_document(title=CANARY, visibility="members")
    make.make_document(
        agenda_item=make.make_agenda_item(meeting=past, visibility="office"), title=CANARY
    )
    start = front(client, person, door)

    page = client.get(f"{start}unterlagen/").content.decode()

    assert CANARY not in page
    for document in shown:
        prefix = "" if door == "login" else start.rstrip("/")
        address = prefix + document.get_absolute_url()
        assert f'href="{address}"' in page
        assert b"".join(client.get(address).streaming_content).startswith(b"%PDF-")


@both_doors
def test_members_know_each_other_and_reach_who_consents(client, board, person, door):
    open_one = make.make_person(function="Leitung Technik", consents=["contact"])
    closed = make.make_person(phone="0371 4711")
    seat = make.make_seat(board=board)
    make.make_mandate(seat=seat, person=open_one)
    make.make_mandate(seat=seat, person=closed, role="deputy")
    stranger = make.make_member().person
    former = make.make_person()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make.make_mandate(seat=seat, person=former, role="deputy", ends_on=yesterday)

    page = client.get(f"{front(client, person, door)}gremium/").content.decode()

    for text in (open_one.full_name, "Leitung Technik", open_one.email, closed.full_name):
        assert text in page
    for text in (closed.email, "0371 4711", stranger.full_name, former.full_name):
        assert text not in page


def test_guest_meets_nobody_on_the_page_of_people(client, board, person):
    guest = make.make_user()
    make.make_meeting(board=board).guests.create(person=make.make_person(user=guest))
    client.force_login(guest)

    page = client.get("/mein/gremium/").content.decode()

    assert "Sie sitzen zurzeit in keinem Gremium." in page
    assert person.full_name not in page


# --- How much it costs --------------------------------------------------------


def fill(board, person, size):
    for _number in range(size):
        meeting = make.make_meeting(board=board, venue=make.make_venue())
        past = timezone.localdate() - dt.timedelta(days=100)
        make.make_meeting(board=board, held_on=past, state=Meeting.State.HELD)
        make.make_dispatch(meeting=meeting)
        for _paper in range(size):
            make.make_document(meeting=meeting, agenda_item=make.make_agenda_item(meeting=meeting))
        make.make_proposal(meeting=meeting, person=person)
        make.make_mandate(seat=make.make_seat(board=board))


QUERIES = {
    # One of them asks for the minutes that are left of boards on which the person sat.
    "": 23,
    "unterlagen/": 7,
    "gremium/": 7,
    # One of them reads when the board was invited: that settles the rules of the deadline.
    "vorschlaege/": 11,
    "sitzungen/gremium-1/": 16,
}


@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize("path", QUERIES)
def test_page_needs_so_many_queries(client, django_assert_num_queries, path, size):
    board = make.make_board(slug="gremium")
    person = make.make_member(board).person
    fill(board, person, size)
    client.force_login(person.user)

    with django_assert_num_queries(QUERIES[path]):
        client.get(f"/mein/{path}")
