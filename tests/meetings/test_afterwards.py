"""Whose mandate ends with a session keeps its minutes as long as guests keep the session."""

import datetime as dt

import pytest
import time_machine as clock
from lxml import html

from meetings.minutes import mails
from meetings.models import Objection, Response
from partners.models import Mandate
from post.models import PersonalLink
from tests import factories as make
from tests.advising import make_request, make_round
from tests.held import make_held_meeting
from tests.meetings import minuting

pytestmark = pytest.mark.django_db

HELD, RELEASED = dt.date(2026, 11, 2), dt.date(2026, 11, 12)
UNTIL, LAST = dt.date(2026, 11, 26), dt.date(2026, 12, 2)
DAY = dt.timedelta(days=1)
# Minutes are read (r), and objections taken (o), of those days.
DAYS = (RELEASED, UNTIL, UNTIL + DAY, LAST, LAST + DAY)
EXPECTED = {
    "member": ("ro", "ro", "r", "r", ""),
    "deputy": ("ro", "ro", "r", "r", ""),
    "stand-in": ("ro", "ro", "r", "r", ""),
    "successor": ("ro", "ro", "r", "r", "r"),
    "guest": ("", "", "", "", ""),
    "left before": ("", "", "", "", ""),
    "nobody": ("", "", "", "", ""),
}
CLOSED = (
    "unterlagen/",
    "gremium/",
    "vorschlaege/",
    "aufgaben/",
    "beschluesse/",
    "kalender/",
    "sitzungen/{slug}/",
    "sitzungen/{slug}/mappe.pdf",
)


def at(day):
    return clock.travel(dt.datetime.combine(day, dt.time(12), dt.UTC), tick=False)


def make_scene():
    """A session after which member, deputies and a guest have to do with the board no more."""
    board = make.make_board(visibility=make.MEMBERS)
    seats = [make.make_seat(board=board) for _ in range(3)]
    users = {name: make.make_person(user=make.make_user()) for name in EXPECTED}
    make.make_mandate(seat=seats[0], person=users["member"], ends_on=HELD)
    make.make_mandate(
        seat=seats[0], person=users["deputy"], role=Mandate.Role.DEPUTY, ends_on=HELD + 5 * DAY
    )
    make.make_mandate(seat=seats[1])
    make.make_mandate(seat=seats[2], person=users["left before"], ends_on=HELD - DAY)
    make.make_mandate(seat=seats[2], person=users["successor"], starts_on=HELD + DAY)
    with at(HELD):
        meeting = make_held_meeting(board=board, held_on=HELD, visibility=make.MEMBERS)
        make.make_guest(meeting=meeting, person=users["guest"])
    with at(RELEASED):
        minutes = minuting.released(meeting=meeting, objections_until=UNTIL)
    row = meeting.participations.get(seat=seats[1])
    row.response, row.deputy = Response.DELEGATED, users["stand-in"]
    row.save()
    return minutes, users


def link_of(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def told(minutes, day):
    with at(day):
        return mails.readers_of(minutes.meeting)


def test_minutes_open_and_take_objections_as_long_as_they_last(client):
    minutes, users = make_scene()
    found = {name: [] for name in users}
    for day in DAYS:
        with at(day):
            for name, person in users.items():
                found[name].append(tried(client, person, minutes))

    assert {name: tuple(marks) for name, marks in found.items()} == EXPECTED


def tried(client, person, minutes):
    """Return "r" if page and PDF open, "o" if an objection is taken."""
    page, before = f"{link_of(person)}sitzungen/{minutes.meeting.slug}/protokoll", count()
    is_open = {client.get(page + end).status_code for end in ("/", ".pdf")} == {200}
    client.post(f"{page}/einwenden/", {"item": "", "text": f"Es waren {before} mehr."})
    return ("r" if is_open else "") + ("o" if count() > before else "")


def count():
    return Objection.objects.count()


@pytest.mark.parametrize("name", ["member", "deputy"])
def test_nothing_else_is_left(client, name):
    minutes, users = make_scene()
    door = link_of(users[name])

    with at(UNTIL):
        home = client.get(door)
        found = {
            path: client.get(door + path.format(slug=minutes.meeting.slug)).status_code
            for path in CLOSED
        }

    assert found == dict.fromkeys(CLOSED, 404)
    assert "Ihr Mandat ist beendet." in home.content.decode()
    assert f"{door}sitzungen/{minutes.meeting.slug}/protokoll/" in home.content.decode()
    assert "member-menu" not in home.content.decode()


def test_page_of_minutes_leads_who_has_left_to_no_closed_one(client):
    minutes, users = make_scene()
    door = link_of(users["member"])

    with at(UNTIL):
        page = client.get(f"{door}sitzungen/{minutes.meeting.slug}/protokoll/").content.decode()

    assert "Zur Sitzung" not in page
    assert "member-menu" not in page
    assert "Einwendung erheben" in page


def test_mails_go_to_who_may_read():
    minutes, users = make_scene()

    def among(day):
        return {name for name, person in users.items() if person in told(minutes, day)}

    assert among(RELEASED) == {"member", "deputy", "stand-in", "successor"}
    assert among(LAST) == {"member", "deputy", "stand-in", "successor"}
    assert among(LAST + DAY) == {"successor"}


def test_objection_of_who_has_left_is_for_the_seat_of_that_day(client):
    minutes, users = make_scene()
    seat = users["member"].mandates.get().seat
    other = minutes.meeting.participations.get(deputy=users["stand-in"]).seat

    with at(UNTIL):
        for name in ("member", "stand-in"):
            tried(client, users[name], minutes)

    assert {one.person: one.seat for one in minutes.objections.all()} == {
        users["member"]: seat,
        users["stand-in"]: other,
    }


def test_hidden_session_takes_its_minutes_with_it(client):
    minutes, users = make_scene()
    type(minutes.meeting).objects.update(visibility=make.OFFICE)

    with at(RELEASED):
        assert tried(client, users["member"], minutes) == ""


# --- Signed in, and on the start page --------------------------------------------------


KEPT = "für Sie lesbar bis 2. Dezember 2026"


def links_of(page):
    """Return where the content of the page leads, without the frame of the site."""
    return {one.get("href") for one in html.fromstring(page).xpath("//main//a[@href]")}


@pytest.mark.parametrize("is_signed_in", [True, False])
@pytest.mark.parametrize("name", ["member", "deputy"])
def test_start_page_lists_what_is_left_and_until_when(client, name, is_signed_in):
    minutes, users = make_scene()
    client.force_login(users[name].user)
    door = "/mein/" if is_signed_in else link_of(users[name])
    page = f"{door}sitzungen/{minutes.meeting.slug}/protokoll/"

    with at(LAST):
        home = client.get(door).content.decode()
        opened = client.get(page).content.decode()
        broken = {
            to for to in links_of(opened) if to[0] == "/" and client.get(to).status_code > 399
        }
    with at(LAST + DAY):
        after = client.get(door).content.decode()

    assert f"Protokoll der {minutes.meeting.title}" in home
    assert KEPT in home
    assert page in links_of(home)
    assert "Zurzeit ist keine Sitzung angekündigt" not in home
    assert "Zur Sitzung" not in opened
    assert broken == set()
    assert "für Sie lesbar bis" not in after


def test_former_member_who_sits_elsewhere_finds_the_list_on_their_page(client):
    minutes, users = make_scene()
    make.make_mandate(person=users["member"], starts_on=HELD)
    client.force_login(users["member"].user)

    with at(LAST):
        home = client.get("/mein/").content.decode()

    assert KEPT in home
    assert f"/mein/sitzungen/{minutes.meeting.slug}/protokoll/" in links_of(home)


@pytest.mark.parametrize("name", ["successor", "stand-in", "nobody", "left before"])
def test_others_are_not_told_of_an_end(client, name):
    _minutes, users = make_scene()
    client.force_login(users[name].user)

    with at(UNTIL):
        assert "für Sie lesbar bis" not in client.get("/mein/").content.decode()


def test_public_page_of_minutes_leads_who_has_left_to_no_closed_session(client):
    minutes, users = make_scene()
    address = f"/sitzungen/{minutes.meeting.slug}/protokoll/"
    found = {}

    with at(UNTIL):
        for name in ("member", "successor"):
            client.force_login(users[name].user)
            links = links_of(client.get(address).content.decode())
            found[name] = [to for to in links if to[0] == "/" and client.get(to).status_code > 399]
            assert (f"/sitzungen/{minutes.meeting.slug}/" in links) is (name == "successor")

    assert found == {"member": [], "successor": []}


def test_who_is_asked_for_a_report_keeps_the_minutes_too(client):
    minutes, users = make_scene()
    coming = make.make_meeting(board=minutes.meeting.board)
    make_request(round=make_round(meeting=coming), person=users["member"])
    client.force_login(users["member"].user)

    with at(UNTIL):
        home = client.get("/mein/").content.decode()

    assert KEPT in home
    assert "Zu den Berichten" in home
