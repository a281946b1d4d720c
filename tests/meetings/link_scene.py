"""
Three sessions of two boards with everything in them, and people of every kind around.

Each thing carries a mark: items and papers by title, papers also as text on their page, so that
packs and archives are read like pages. ENTITLED says who has to find which.
"""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass

from django.utils import timezone

from meetings.models import Guest, Participation, PersonalNote
from tests import factories as make
from tests.factories import MEMBERS, OFFICE, PUBLIC
from tests.meetings.papers import make_packs, strings_in
from tests.meetings.papers import paper as pdf


def papers(*names):
    """Return the marks of papers: their titles, and what stands in them."""
    return {f"{kind}-{name}" for kind in ("PAPIER", "TEXT") for name in names}


FRAME = {"RAHMEN", "VIDEO", "TOP-OFFEN"} | papers("OFFEN")
INSIDE = FRAME | {"TOP-EINS", "TOP-ZWEI"} | papers("SITZUNG", "EINS", "ZWEI")
OWN = {"MITTEILUNG", "GRUND"}
OTHER = {"ANDERE-SITZUNG"} | papers("ANDERE")
FOREIGN = {"FREMDES-GREMIUM"} | papers("FREMD")
SECRET = {"TOP-INTERN"} | papers("INTERN")
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
    "guest of one item": FRAME | {"TOP-EINS"} | papers("EINS"),
    "guest of another session": OTHER,
    "former member": set(),
    "member of another board": FOREIGN,
    "nobody": set(),
}


@dataclass
class Scene:
    """What was made: the sessions, all papers, and the people by name."""

    here: object
    there: object
    foreign: object
    papers: list
    people: dict

    @property
    def meetings(self):
        return [self.here, self.there, self.foreign]


def make_scene():
    """One session with everything in it, another one, and one of a board beside; packs made."""
    board, beside = make.make_board(), make.make_board(visibility=MEMBERS)
    here = session(board, "RAHMEN", video_link="https://video.example.org/VIDEO")
    there, foreign = session(board, "ANDERE-SITZUNG"), session(beside, "FREMDES-GREMIUM")
    items, filed = fill(here)
    filed.append(paper("ANDERE", meeting=there, visibility=PUBLIC))
    filed.append(paper("FREMD", meeting=foreign, visibility=MEMBERS))
    people = {name: make.make_person(user=make.make_user()) for name in ENTITLED}
    scene = Scene(here, there, foreign, filed, people)
    seats = [make.make_seat(board=board) for _ in range(3)]
    seat_people(people, seats, make.make_seat(board=beside))
    take_answers(scene, seats)
    invite_guests(scene, items["EINS"])
    PersonalNote.objects.create(person=people["member"], agenda_item=items["EINS"], text="NOTIZ")
    make_packs()
    return scene


def session(board, mark, **values):
    values = {"visibility": MEMBERS, "date_note": mark, "starts_at": dt.time(14)} | values
    return make.make_meeting(board=board, **values)


def paper(name, **values):
    return make.make_document(title=f"PAPIER-{name}", content=pdf(f"TEXT-{name}"), **values)


def fill(meeting):
    """Put items and papers of every level on the agenda; return items by name, and papers."""
    levels = {"OFFEN": PUBLIC, "EINS": MEMBERS, "ZWEI": MEMBERS, "INTERN": OFFICE}
    items = {
        name: make.make_agenda_item(meeting=meeting, title=f"TOP-{name}", visibility=level)
        for name, level in levels.items()
    }
    filed = [
        paper(name, agenda_item=items[name], visibility=level) for name, level in levels.items()
    ]
    filed.append(paper("SITZUNG", meeting=meeting, visibility=MEMBERS))
    return items, filed


def seat_people(people, seats, foreign_seat):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make.make_mandate(seat=seats[0], person=people["member"])
    make.make_mandate(seat=seats[0], person=people["permanent deputy"], role="deputy")
    make.make_mandate(seat=seats[1])
    make.make_mandate(seat=seats[2], person=people["former member"], ends_on=yesterday)
    make.make_mandate(seat=foreign_seat, person=people["member of another board"])


def take_answers(scene, seats):
    """Answers with words for the office, two deputies for one session, and one who was let go."""
    here, there, people = scene.here, scene.there, scene.people
    writer = people["member"]
    stand_in(here, seats[0], people["stand-in here"], note="MITTEILUNG", written_by=writer)
    Participation.objects.create(
        meeting=there, seat=seats[0], response="declined", reason="GRUND", written_by=writer
    )
    stand_in(there, seats[1], people["stand-in of another session"])
    released = stand_in(here, seats[1], people["stand-in until released"])
    released.response, released.deputy = "accepted", None
    released.save()


def stand_in(meeting, seat, person, **values):
    return Participation.objects.create(
        meeting=meeting, seat=seat, response="delegated", deputy=person, **values
    )


def invite_guests(scene, item):
    for meeting, name, own in (
        (scene.here, "guest of the session", None),
        (scene.here, "guest of one item", item),
        (scene.there, "guest of another session", None),
    ):
        Guest.objects.create(meeting=meeting, person=scene.people[name], agenda_item=own)


# --- Reading ------------------------------------------------------------------


def text_of(response) -> str:
    """Return all that a response says; files and archives unpacked, PDFs read, nothing if 404."""
    if response.status_code == 404:
        return ""
    if response.status_code != 200:
        return response.content.decode()
    content = response.getvalue()
    if response["Content-Type"] == "application/zip":
        return unpacked(content)
    if response["Content-Type"] == "application/pdf":
        return strings_in(content)
    return content.decode().replace("\r\n ", "")


def unpacked(content) -> str:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "\n".join(f"{name}\n{strings_in(archive.read(name))}" for name in archive.namelist())


def marks_in(*texts) -> set:
    whole = "\n".join(texts)
    return {mark for mark in MARKS if mark in whole}
