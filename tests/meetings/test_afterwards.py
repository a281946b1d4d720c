"""Whose mandate ends with a session keeps its minutes as long as guests keep the session."""

import datetime as dt

import pytest
import time_machine as clock

from meetings.minutes import mails
from meetings.models import Objection, Response
from partners.models import Mandate
from post.models import PersonalLink
from tests import factories as make
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
    values = {"response": Response.DELEGATED, "deputy": users["stand-in"]}
    meeting.participations.filter(seat=seats[1]).update(**values)
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
