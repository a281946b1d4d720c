"""
A board's year in which everything is public and released, and each thing carries marks.

`HIDDEN_WITH` says what goes with a thing when it is hidden.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.visibility import Visibility
from meetings import objections
from meetings.minutes import acts
from meetings.models import Attendance, Minutes, Participation
from meetings.resolutions import register
from partners.models import Rules
from post.models import PersonalLink
from tests import factories as make
from tests.advising import (
    make_advice,
    make_demonstration,
    make_project,
    make_released_advice,
    make_report,
    make_round,
    make_topic,
)
from tests.held import make_circular, make_held_meeting, make_record, make_resolution, make_task
from tests.meetings.papers import make_packs, paper

# What stands in the pages: thing → its marks.
MARKS = {
    "top": ("QTopTitel", "QTopText", "QTopVorher", "QTopErgebnis"),
    "beschluss": ("QBeschlTitel", "QBeschlText", "QBeschlGrund", "QBeschlFolge"),
    "papier": ("QPapierTitel", "QPapierInhalt"),
    "aufgabe": ("QAufgabe",),
    "station": ("QStation",),
    "gast": ("QGastOrg",),
    "rat": ("QRat",),
    "berichterstatter": ("QFremdOrg",),
    "anlage": ("QAnlageTitel", "QAnlageInhalt"),
    "sitzung": ("QSitzungText",),
    "ort": ("QOrt",),
    "umlauf": ("QUmlaufTitel", "QUmlaufText"),
    "gremium": ("QGremium",),
    "anderes gremium": ("QAnderes",),
    "meldung": ("QMeldTitel", "QMeldVorspann", "QMeldText"),
    "thema": ("QThema",),
    "projekt": ("QProjekt",),
    "bericht": ("QBericht",),
    "anregung": ("QAnregung",),
    "morgen": ("QMorgenText",),
    "morgentop": ("QMorgenTop",),
    "morgenpapier": ("QMorgenPapTitel", "QMorgenPapInhalt"),
    # Shown all the time: what is left when all else is hidden.
    "offen": ("QOffenTitel", "QOffenErgebnis"),
}
ALL = {mark for marks in MARKS.values() for mark in marks}
OF_ITEM = ("beschluss", "papier", "aufgabe", "station", "gast", "rat", "berichterstatter")
OF_SESSION = ("top", *OF_ITEM, "anlage", "offen", "ort")
OF_BOARD = (*OF_SESSION, "sitzung", "umlauf", "thema", "projekt", "bericht", "anregung")
HIDDEN_WITH = {
    "top": OF_ITEM,
    "beschluss": (),
    "papier": (),
    "anlage": (),
    "sitzung": OF_SESSION,
    "umlauf": (),
    "gremium": (*OF_BOARD, "morgen", "morgentop", "morgenpapier"),
    "anderes gremium": ("berichterstatter",),
    "meldung": (),
    "thema": (),
    "projekt": ("bericht",),
    "bericht": (),
    "anregung": (),
    "morgen": ("morgentop", "morgenpapier"),
    "morgentop": (),
    "morgenpapier": (),
}


def marks_hidden_with(thing) -> set:
    return {mark for name in (thing, *HIDDEN_WITH[thing]) for mark in MARKS[name]}


@dataclass
class Scene:
    """The things by name, and the people."""

    things: dict
    minutes: Minutes
    member: object
    guest: object
    office: object
    assignee: object
    links: dict = field(default_factory=dict)


# --- Making it ----------------------------------------------------------------


def make_scene() -> Scene:
    make.make_centre()
    board = make.make_board(short_name="QGremium")
    Rules.objects.create(board=board, valid_from=make.LONG_AGO)
    other = make.make_board(short_name="QAnderes")
    foreign = make.make_organisation(short_name="QFremdOrg", name="QFremdOrg e. V.")
    make.make_seat(board=other, organisation=foreign)
    member, assignee = make.make_member(board), make.make_member(board)
    chair = board.seats.first().mandates.get().person
    meeting = make_held_meeting(
        board=board, text="<p>QSitzungText</p>", venue=make.make_venue(name="QOrt")
    )
    for seat in board.seats.all():
        Participation.objects.create(meeting=meeting, seat=seat, attendance=Attendance.PRESENT)
    things = {"sitzung": meeting, "gremium": board, "anderes gremium": other}
    things |= fill(meeting, foreign, assignee)
    guest = make.make_user()
    make.make_guest(
        meeting=meeting,
        person=make.make_person(user=guest),
        agenda_item=things["top"],
        organisation_name="QGastOrg",
        is_present=True,
    )
    minutes = bring_out(meeting, chair, things, member)
    things |= around(board, things["top"])
    things |= ahead(board, things["projekt"])
    scene = Scene(things, minutes, member, guest, make.make_leader(), assignee)
    scene.links = {
        name: link_of(user)
        for name, user in (("member", member), ("guest", guest), ("assignee", assignee))
    }
    make_packs()
    return scene


def link_of(user) -> str:
    return f"/l/{PersonalLink.objects.mint(user.person, PersonalLink.Purpose.PERSONAL)}/"


def fill(meeting, foreign, assignee) -> dict:
    """Two items, one of them with everything that can hang on an item."""
    board = meeting.board
    top = make.make_agenda_item(
        meeting=meeting, title="QTopTitel", text="<p>QTopText</p>", rapporteurs=[foreign]
    )
    make_record(agenda_item=top, text="QTopVorher", result="adopted")
    rest = make.make_agenda_item(meeting=meeting, title="QOffenTitel")
    make_record(agenda_item=rest, text="QOffenErgebnis")
    things = {"top": top, "beschluss": decision(top), "umlauf": circular(meeting)}
    things["papier"] = make.make_document(
        agenda_item=top, title="QPapierTitel", content=paper("QPapierInhalt")
    )
    things["anlage"] = make.make_document(
        meeting=meeting, title="QAnlageTitel", content=paper("QAnlageInhalt")
    )
    make_task(
        board=board,
        meeting=meeting,
        agenda_item=top,
        title="QAufgabe",
        person=assignee.person,
        due_on=timezone.localdate(),
        is_announced=False,
    )
    make_demonstration(agenda_item=top, title="QStation")
    make_advice(board=board, meeting=meeting, agenda_item=top, text="QRat")
    return things


def decision(item):
    return make_resolution(
        agenda_item=item,
        title="QBeschlTitel",
        text="QBeschlText",
        reason="QBeschlGrund",
        outcome="QBeschlFolge",
    )


def circular(meeting):
    resolution = make_circular(
        board=meeting.board,
        title="QUmlaufTitel",
        text="QUmlaufText",
        visibility=Visibility.PUBLIC,
        state="adopted",
        manner="unanimous",
        decided_on=meeting.held_on,
        meeting=meeting,
    )
    register.enter(resolution)
    return resolution


def bring_out(meeting, chair, things, member) -> Minutes:
    """Release, object, amend, approve, publish and correct, each by its act."""
    minutes = Minutes.objects.create(
        meeting=meeting, chair=chair, minute_taker="Robin Büro", state="in_review"
    )
    acts.release(minutes, None)
    minutes.refresh_from_db()
    objection = objections.raise_objection(minutes, member.person, things["top"], "Stimmt nicht")
    objections.answer(objection, "accepted", "Geändert")
    write(things["top"], "QTopErgebnis")
    acts.amend(minutes, "Nach Einwendung", None)
    day = timezone.localdate() - dt.timedelta(days=2)
    acts.approve(minutes, make_held_meeting(board=meeting.board, held_on=day), None)
    acts.publish(minutes, None)
    write(meeting.agenda_items.get(title="QOffenTitel"), "QOffenErgebnis, berichtigt")
    acts.correct(minutes, "Schreibfehler", None)
    minutes.refresh_from_db()
    return minutes


def write(item, text):
    item.record.text = text
    item.record.save()


def around(board, top) -> dict:
    """What of other apps speaks of the session: topic, project, advice, news."""
    topic = make_topic(board=board, title="QThema", agenda_items=[top])
    project = make_project(board=board, title="QProjekt", topics=[topic])
    advice = make_released_advice(board=board, public_text="QAnregung", topics=[topic])
    article = make.make_article(
        title="QMeldTitel", teaser="QMeldVorspann", body="<p>QMeldText</p>", meeting=top.meeting
    )
    article.topics.set([topic])
    article.projects.set([project])
    article.refresh_public_face()
    return {"thema": topic, "projekt": project, "anregung": advice, "meldung": article}


def ahead(board, project) -> dict:
    """The next session, with an item, a paper, a report and a pack."""
    meeting = make.make_meeting(board=board, text="<p>QMorgenText</p>")
    item = make.make_agenda_item(meeting=meeting, title="QMorgenTop")
    make.make_agenda_item(meeting=meeting, title="Rest")
    document = make.make_document(
        meeting=meeting, title="QMorgenPapTitel", content=paper("QMorgenPapInhalt")
    )
    report = make_report(
        round=make_round(meeting=meeting),
        project=project,
        status="QBericht",
        visibility=Visibility.PUBLIC,
    )
    return {
        "morgen": meeting,
        "morgentop": item,
        "morgenpapier": document,
        "bericht": report,
    }


def hide(thing, level):
    thing.visibility = level
    thing.save()
