"""
One session, and everybody who ever had to do with it; what opens to whom is asked day by day.

Everything that runs (circular, weighing, tasks, the session after) runs over all the days, so that
nothing but the person's own days opens a door or shuts it.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.db import transaction

from advice import weighing_mails
from advice.models import Weight
from meetings.entitlement import Act, may
from meetings.minutes import mails as minutes_mails
from meetings.models import AgendaProposal, Meeting, Objection, Response, Task
from meetings.recipients import recipients
from meetings.resolutions import mails as circular_mails
from meetings.resolutions import voters
from meetings.tasks.acts import people_of
from meetings.turnout import turnout
from partners.models import Mandate
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.advice import weighing as weighings
from tests.held import make_task
from tests.meetings import minuting
from tests.meetings.balloting import begun
from tests.meetings.papers import make_packs

HELD = dt.date(2026, 11, 10)
DAY = dt.timedelta(days=1)
# Before, the day itself, after; the last of the 30 days of a session, and the first without.
DAYS = (HELD - DAY, HELD, HELD + DAY, HELD + 30 * DAY, HELD + 31 * DAY)
NAMES = [
    "member",
    "leaves",
    "successor",
    "left",
    "seat-ends",
    "advisory",
    "deputy",
    "ad-hoc",
    "guest",
]


@dataclass
class Scene:
    here: object
    after: object
    circular: object
    weighing: object
    paper: object
    people: dict
    seats: dict
    links: dict = field(default_factory=dict)
    feeds: dict = field(default_factory=dict)
    tasks: dict = field(default_factory=dict)


def make_scene():
    """Everything as it stands some days before the session."""
    board = make.make_board(visibility=make.MEMBERS)
    people = {name: make.make_person(user=make.make_user()) for name in NAMES}
    seats = seat_people(board, people)
    times = {"board": board, "starts_at": dt.time(18), "visibility": make.MEMBERS}
    here = make.make_meeting(held_on=HELD, **times)
    after = make.make_meeting(held_on=HELD + 60 * DAY, **times)
    make.make_guest(meeting=here, person=people["guest"])
    here.participations.create(
        seat=seats["away"], response=Response.DELEGATED, deputy=people["ad-hoc"]
    )
    for one in (here, after):
        make.make_dispatch(meeting=one)
    circular = begun(board, visibility=make.MEMBERS, due_on=HELD + 90 * DAY)
    weighing = weighings.begun(board, due_on=HELD + 90 * DAY)
    paper = make.make_document(meeting=here, visibility=make.MEMBERS)
    scene = Scene(here, after, circular, weighing, paper, people, seats)
    for name, person in people.items():
        scene.links[name] = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)
        scene.feeds[name] = PersonalLink.objects.mint(person, PersonalLink.Purpose.CALENDAR)
        scene.tasks[name] = make_task(board=board, meeting=here, person=person)
    make_packs()
    return scene


def seat_people(board, people):
    """Return the seats by who sits there; "leaves" and "successor" follow each other on one."""
    names = ("member", "leaves", "left", "seat-ends", "advisory", "away")
    days = {"seat-ends": {"ends_on": HELD}, "advisory": {"votes_until": HELD}}
    seats = {name: make.make_seat(board=board, **days.get(name, {})) for name in names}
    ends = {"leaves": HELD, "left": HELD - DAY}
    for name in names[:-1]:
        make.make_mandate(seat=seats[name], person=people[name], ends_on=ends.get(name))
    make.make_mandate(seat=seats["away"])
    seats["successor"], seats["deputy"] = seats["leaves"], seats["member"]
    make.make_mandate(seat=seats["leaves"], person=people["successor"], starts_on=HELD + DAY)
    make.make_mandate(seat=seats["member"], person=people["deputy"], role=Mandate.Role.DEPUTY)
    return seats


def hold(scene):
    """End the session, and release its minutes; objections are taken until the 30th day."""
    scene.here.participations.all().delete()
    Meeting.objects.filter(pk=scene.here.pk).update(state=Meeting.State.HELD)
    scene.here.refresh_from_db()
    minuting.released(meeting=scene.here, objections_until=HELD + 30 * DAY)
    row = scene.here.participations.get(seat=scene.seats["away"])
    row.response, row.deputy = Response.DELEGATED, scene.people["ad-hoc"]
    row.save()


# --- Doors ------------------------------------------------------------------


class Door:
    """What one person finds behind their link on one day."""

    def __init__(self, client, scene, name):
        self.client, self.scene, self.name = client, scene, name
        self.person, self.seat = scene.people[name], scene.seats.get(name)
        self.link = f"/l/{scene.links[name]}/"
        self.session = f"{self.link}sitzungen/{scene.here.slug}"

    def opens(self, address):
        answer = self.client.get(address)
        if answer.streaming:
            answer.getvalue()
        return answer.status_code in {200, 202}

    def makes(self, rows, path, **data):
        """Tell whether posting makes one row more; nothing stays of it."""
        with transaction.atomic():
            before = rows.count()
            self.client.post(f"{self.link}{path}", data)
            is_more = rows.count() > before
            transaction.set_rollback(True)
        return is_more

    def shown_signed_in(self):
        self.client.force_login(self.person.user)
        home = self.client.get("/mein/").content.decode()
        self.client.logout()
        return re.search(f'/mein/sitzungen/{self.scene.here.slug}/["#]', home) is not None

    def answers(self, meeting):
        seats = meeting.participations.filter(answered_by=self.person)
        guests = meeting.guests.filter(answered_at__isnull=False)
        path, data = f"sitzungen/{meeting.slug}/antwort/", {"response": "accepted"}
        with transaction.atomic():
            self.client.post(f"{self.link}{path}", data)
            has_answered = seats.exists() or guests.exists()
            transaction.set_rollback(True)
        return has_answered

    def proposes(self, meeting):
        rows = AgendaProposal.objects.all()
        return self.makes(rows, "vorschlaege/einreichen/", meeting=meeting.pk, title="Neues")

    def votes(self):
        asked = {"seat": self.seat.pk if self.seat else "", "procedure": "yes", "vote": "yes"}
        codes = Mail.objects.filter(kind="circular_code")
        return self.makes(codes, f"umlauf/{self.scene.circular.pk}/code/", **asked)

    def weighs(self):
        weighing, seat = self.scene.weighing, self.seat.pk if self.seat else ""
        points = {f"thema-{topic.pk}": "2" for topic in weighing.topics.all()}
        path = f"gewichtung/{weighing.pk}/punkte/"
        return self.makes(Weight.objects.all(), path, seat=seat, **points)

    def finishes(self):
        done, task = Task.objects.filter(state=Task.State.DONE), self.scene.tasks[self.name]
        return self.makes(done, f"aufgaben/{task.pk}/erledigt/", text="")

    def counts(self, meeting):
        """Tell whether the person's seat is counted in the quorum, with them as its member."""
        rows = [one for one in turnout(meeting).expected if one.counts]
        return self.person in [one.member for one in rows]

    def does_for_seat(self):
        """Tell whether a task of the organisation on the seat is the person's."""
        organisation = self.seat and self.seat.organisation
        task = Task(board=self.scene.here.board, organisation=organisation)
        return self.person in people_of(task)


def asked(people):
    return [one.person for one in people]


def doors(client, scene, name):
    """Return what is open to the person today, by the name of the door."""
    door, here, after = Door(client, scene, name), scene.here, scene.after
    paper, minutes = scene.paper, f"{door.session}/protokoll"
    objection = f"sitzungen/{here.slug}/protokoll/einwenden/"
    person = door.person
    return {
        "link": door.opens(door.link),
        "signed-in": door.shown_signed_in(),
        "session": door.opens(f"{door.session}/"),
        "paper": door.opens(f"{door.link}dokumente/{paper.token}/{paper.file_name}"),
        "pack": door.opens(f"{door.session}/mappe.pdf"),
        "feed": door.opens(f"/kalender/{scene.feeds[name]}.ics"),
        "minutes": door.opens(f"{minutes}/"),
        "minutes-pdf": door.opens(f"{minutes}.pdf"),
        "objection": door.makes(Objection.objects.all(), objection, item="", text="Nein."),
        "answer": door.answers(here),
        "next-answer": door.answers(after),
        "next-proposal": door.proposes(after),
        "vote": door.votes(),
        "weighing": door.weighs(),
        "task": door.finishes(),
        "counted": door.counts(here),
        "next-counted": door.counts(after),
        "voters": person in asked(voters.asked(scene.circular)),
        "to:invitation": person in asked(recipients(here, "invitation")),
        "to:next": person in asked(recipients(after, "invitation")),
        "to:minutes": person in minutes_mails.readers_of(here),
        "to:circular": person in circular_mails.readers_of(scene.circular),
        "to:weighing": person in weighing_mails.readers_of(scene.weighing),
        "to:task": door.does_for_seat(),
    }


def rulings(scene, name):
    """Return what `may` says of the same, by the name of the door."""
    person, here, after = scene.people[name], scene.here, scene.after
    minutes = getattr(here, "minutes", None)
    asked_of = {
        "session": (Act.ENTER, here),
        "next-proposal": (Act.PROPOSE, after),
        "vote": (Act.VOTE, scene.circular),
        "weighing": (Act.WEIGH, scene.weighing),
        "to:invitation": (Act.RECEIVE, here),
        "to:next": (Act.RECEIVE, after),
        "to:circular": (Act.RECEIVE, scene.circular),
        "to:weighing": (Act.RECEIVE, scene.weighing),
    }
    if minutes:
        asked_of |= {"minutes": (Act.READ, minutes), "to:minutes": (Act.RECEIVE, minutes)}
    return {door: bool(may(person, *question)) for door, question in asked_of.items()}
