"""
Who reads what behind a personal link: people × everything their links open.

All pages, files, packs, archives and calendars a person can reach, and those they
only know the address of, are read; what is found in them has to be exactly
what the person is entitled to. Each mark is somebody's, so none is missed.
"""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import Guest, Meeting, Participation
from post.models import PersonalLink
from tests import factories as make
from tests.meetings.link_scene import (
    ENTITLED,
    MARKS,
    OWN,
    PRIVATE,
    SECRET,
    make_scene,
    marks_in,
    papers,
    text_of,
)

pytestmark = pytest.mark.django_db

PAGES = ("", "unterlagen/", "vorschlaege/", "gremium/", "kalender/")
OF_A_SESSION = ("", "kalender.ics", "mappe.zip", "mappe.pdf")
PAPERS = papers("OFFEN", "SITZUNG", "EINS", "ZWEI", "INTERN")


@pytest.fixture
def scene():
    return make_scene()


def door_of(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def pages_behind(door, scene):
    pages = [door + page for page in PAGES]
    for meeting in scene.meetings:
        pages += [f"{door}sitzungen/{meeting.slug}/{page}" for page in OF_A_SESSION]
    return pages


def file_behind(door, document):
    return f"{door}dokumente/{document.token}/{document.file_name}"


def read(client, person, scene):
    """Return everything the person's links give out, address by address."""
    door = door_of(person)
    files = [file_behind(door, one) for one in scene.papers]
    feed = PersonalLink.objects.mint(person, PersonalLink.Purpose.CALENDAR)
    paths = [*pages_behind(door, scene), *files, f"/kalender/{feed}.ics"]
    return {path.replace(door, ""): text_of(client.get(path)) for path in paths}


def read_signed_in(client, person, scene):
    """Return everything the person's account gives out, address by address."""
    client.force_login(person.user)
    files = [one.get_absolute_url() for one in scene.papers]
    public = [f"/sitzungen/{one.slug}/{page}" for one in scene.meetings for page in OF_A_SESSION]
    paths = [*pages_behind("/mein/", scene), *public, *files, "/sitzungen/kalender.ics"]
    return {path: text_of(client.get(path)) for path in paths}


@pytest.mark.parametrize("name", ENTITLED)
def test_people_read_behind_their_links_exactly_what_is_theirs(client, scene, name):
    found = read(client, scene.people[name], scene)

    assert marks_in(*found.values()) == ENTITLED[name]


@pytest.mark.parametrize("name", ENTITLED)
def test_people_read_after_signing_in_the_same_and_their_own_note(client, scene, name):
    found = read_signed_in(client, scene.people[name], scene)

    own = PRIVATE if name == "member" else set()
    assert marks_in(*found.values()) == ENTITLED[name] | own


@pytest.mark.parametrize("ending", ["pdf", "zip"])
def test_pack_and_archive_hold_the_papers_of_exactly_their_reader(client, scene, ending):
    statuses, found = {}, {}
    for name, person in scene.people.items():
        address = f"{door_of(person)}sitzungen/{scene.here.slug}/mappe.{ending}"
        answer = client.get(address)
        statuses[name], found[name] = answer.status_code, marks_in(text_of(answer))

    assert statuses == {name: 200 if marks & PAPERS else 404 for name, marks in ENTITLED.items()}
    assert {name: marks & PAPERS for name, marks in found.items()} == {
        name: marks & PAPERS for name, marks in ENTITLED.items()
    }
    assert all(marks <= ENTITLED[name] for name, marks in found.items())


def test_each_paper_opens_for_exactly_those_who_may_read_it(client, scene):
    opened = {}
    for number, (name, person) in enumerate(scene.people.items()):
        # Each from a network of their own: many wrong addresses from one are answered with 429.
        door, network = door_of(person), {"REMOTE_ADDR": f"192.0.{number}.1"}
        answers = {one.title: client.get(file_behind(door, one), **network) for one in scene.papers}
        opened[name] = {title for title, answer in answers.items() if text_of(answer)}

    papers_of = {
        name: {one for one in marks if "PAPIER" in one} for name, marks in ENTITLED.items()
    }
    assert opened == papers_of


def test_every_mark_is_seen_by_somebody(client, scene):
    client.force_login(make.make_staff(is_superuser=True))
    office = marks_in(text_of(client.get(f"{scene.here.get_absolute_url()}mappe.pdf")))
    client.force_login(scene.people["member"].user)
    writer = marks_in(text_of(client.get(f"/mein/sitzungen/{scene.here.slug}/")))

    assert (office & SECRET, writer & PRIVATE) == (SECRET, PRIVATE)
    assert set().union(*ENTITLED.values(), office, writer) == MARKS


@pytest.mark.parametrize("name", ["stand-in here", "guest of the session", "guest of one item"])
def test_what_was_open_closes_at_once(client, scene, name):
    person = scene.people[name]
    before = read(client, person, scene)

    Guest.objects.filter(person=person).delete()
    Participation.objects.filter(deputy=person).update(response="accepted", deputy=None)

    assert any(before.values())
    assert not any(read(client, person, scene).values())


def hold(days_ago):
    """Let all sessions have taken place so many days ago."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    Meeting.objects.update(held_on=day, state=Meeting.State.HELD)
    Participation.objects.exclude(given_for=None).update(given_for=day)


FOR_ONE_SESSION = [
    *("stand-in here", "stand-in of another session"),
    *("guest of the session", "guest of one item", "guest of another session"),
]


@pytest.mark.parametrize("by", [read, read_signed_in])
def test_who_came_for_one_session_reads_for_30_days_more_behind_both_doors(client, scene, by):
    last, after = {}, {}
    for found, days in ((last, 30), (after, 31)):
        hold(days)
        for name in [*FOR_ONE_SESSION, "member"]:
            found[name] = marks_in(*by(client, scene.people[name], scene).values())

    # What the member answered is nothing to read any more once it is over.
    assert last == {name: ENTITLED[name] - OWN for name in FOR_ONE_SESSION} | {
        "member": last["member"]
    }
    assert after == {name: set() for name in FOR_ONE_SESSION} | {"member": last["member"]}
    assert ENTITLED["member"] - OWN <= last["member"]
