"""
Who reads what behind a personal link: people × everything their links open.

All pages, files, archives and calendars a person can reach, and those they
only know the address of, are read; what is found in them has to be exactly
what the person is entitled to. Each mark is somebody's, so none is missed.
"""

import datetime as dt
import io
import zipfile

import pytest
from django.utils import timezone

from meetings.models import Guest, Participation, PersonalNote
from post.models import PersonalLink
from tests import factories as make
from tests.factories import MEMBERS, OFFICE, PUBLIC

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "sitzungen/{slug}/",
    "sitzungen/{slug}/kalender.ics",
    "sitzungen/{slug}/mappe.zip",
    "sitzungen/{slug}/mappe.pdf",
    "unterlagen/",
    "vorschlaege/",
    "gremium/",
    "kalender/",
)
FRAME = {"RAHMEN", "VIDEO", "TOP-OFFEN", "PAPIER-OFFEN"}
INSIDE = FRAME | {"TOP-EINS", "TOP-ZWEI", "PAPIER-SITZUNG", "PAPIER-EINS", "PAPIER-ZWEI"}
OWN = {"MITTEILUNG", "GRUND"}
OTHER, FOREIGN = {"ANDERE-SITZUNG"}, {"FREMDES-GREMIUM"}
SECRET = {"TOP-INTERN", "PAPIER-INTERN"}
# For who signed in: a link may be passed on.
PRIVATE = {"NOTIZ"}
MARKS = INSIDE | OWN | OTHER | FOREIGN | SECRET | PRIVATE

ENTITLED = {
    "member": INSIDE | OWN | OTHER,
    "permanent deputy": INSIDE | OTHER,
    "stand-in here": INSIDE,
    "stand-in of another session": OTHER,
    "stand-in until released": set(),
    "guest of the session": FRAME,
    "guest of one item": FRAME | {"TOP-EINS", "PAPIER-EINS"},
    "guest of another session": OTHER,
    "former member": set(),
    "member of another board": FOREIGN,
    "nobody": set(),
}


def session(board, mark, **values):
    values = {"visibility": MEMBERS, "date_note": mark, "starts_at": dt.time(14)} | values
    return make.make_meeting(board=board, **values)


def paper(mark, **values):
    content = make.pdf_bytes() + f"%{mark}".encode()
    return make.make_document(title=mark, content=content, **values)


def fill(meeting):
    """Put items and papers of every level on the agenda; return items and papers by mark."""
    levels = {"OFFEN": PUBLIC, "EINS": MEMBERS, "ZWEI": MEMBERS, "INTERN": OFFICE}
    items = {
        name: make.make_agenda_item(meeting=meeting, title=f"TOP-{name}", visibility=level)
        for name, level in levels.items()
    }
    papers = [
        paper(f"PAPIER-{name}", agenda_item=items[name], visibility=level)
        for name, level in levels.items()
    ]
    papers.append(paper("PAPIER-SITZUNG", meeting=meeting, visibility=MEMBERS))
    return items, papers


@pytest.fixture
def scene():
    """One session with everything in it, another one, and a board beside."""
    board = make.make_board()
    here = session(board, "RAHMEN", video_link="https://video.example.org/VIDEO")
    there, beside = session(board, "ANDERE-SITZUNG"), make.make_board(visibility=MEMBERS)
    session(beside, "FREMDES-GREMIUM")
    items, papers = fill(here)
    seats = [make.make_seat(board=board) for _ in range(3)]
    people = {name: make.make_person() for name in ENTITLED}
    seat_people(people, seats, make.make_seat(board=beside))
    stand_in(
        here, seats[0], people["stand-in here"], note="MITTEILUNG", written_by=people["member"]
    )
    Participation.objects.create(
        meeting=there,
        seat=seats[0],
        response="declined",
        reason="GRUND",
        written_by=people["member"],
    )
    stand_in(there, seats[1], people["stand-in of another session"])
    Participation.objects.create(meeting=here, seat=seats[1], response="accepted")
    for meeting, name, item in (
        (here, "guest of the session", None),
        (here, "guest of one item", items["EINS"]),
        (there, "guest of another session", None),
    ):
        Guest.objects.create(meeting=meeting, person=people[name], agenda_item=item)
    PersonalNote.objects.create(person=people["member"], agenda_item=items["EINS"], text="NOTIZ")
    return here, papers, people


def stand_in(meeting, seat, person, **values):
    return Participation.objects.create(
        meeting=meeting, seat=seat, response="delegated", deputy=person, **values
    )


def seat_people(people, seats, foreign_seat):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make.make_mandate(seat=seats[0], person=people["member"])
    make.make_mandate(seat=seats[0], person=people["permanent deputy"], role="deputy")
    make.make_mandate(seat=seats[2], person=people["former member"], ends_on=yesterday)
    make.make_mandate(seat=foreign_seat, person=people["member of another board"])


def text_of(response):
    """Return all that a response says, files and archives unpacked."""
    if response.status_code != 200:
        return "" if response.status_code == 404 else response.content.decode()
    content = response.getvalue()
    if response["Content-Type"] == "application/zip":
        archive = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace").replace("\r\n ", "")


def read(client, person, meeting, papers):
    """Return everything the person's links give out, address by address."""
    mint = PersonalLink.objects.mint
    door = f"/l/{mint(person, PersonalLink.Purpose.PERSONAL)}/"
    feed = f"/kalender/{mint(person, PersonalLink.Purpose.CALENDAR)}.ics"
    files = [f"dokumente/{one.token}/{one.file_name}" for one in papers]
    paths = [door + page.format(slug=meeting.slug) for page in (*PAGES, *files)]
    return {path.replace(door, ""): text_of(client.get(path)) for path in (*paths, feed)}


@pytest.mark.parametrize("name", ENTITLED)
def test_people_read_behind_their_links_exactly_what_is_theirs(client, scene, name):
    meeting, papers, people = scene

    found = read(client, people[name], meeting, papers)

    assert {mark for mark in MARKS if mark in "".join(found.values())} == ENTITLED[name]


def test_each_paper_opens_for_exactly_those_who_may_read_it(client, scene):
    meeting, papers, people = scene
    titles = {one.token: one.title for one in papers}

    opened = {}
    for name, person in people.items():
        found = read(client, person, meeting, papers)
        opened[name] = {
            titles[path.split("/")[1]]
            for path, text in found.items()
            if path.startswith("dokumente/") and text
        }

    papers_of = {
        name: {one for one in marks if "PAPIER" in one} for name, marks in ENTITLED.items()
    }
    assert opened == papers_of


def test_the_office_reads_what_no_link_opens(client, scene):
    meeting, _papers, _people = scene
    client.force_login(make.make_staff(is_superuser=True))

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert {mark for mark in SECRET if mark in page} == SECRET


def test_every_mark_is_seen_by_somebody():
    assert set().union(*ENTITLED.values(), SECRET, PRIVATE) == MARKS


@pytest.mark.parametrize("name", ["stand-in here", "guest of the session", "guest of one item"])
def test_what_was_open_closes_at_once(client, scene, name):
    meeting, papers, people = scene
    before = read(client, people[name], meeting, papers)

    Guest.objects.filter(person=people[name]).delete()
    Participation.objects.filter(deputy=people[name]).update(response="accepted", deputy=None)

    assert any(before.values())
    assert not any(read(client, people[name], meeting, papers).values())
