"""
An answer is one person's and for one day: a table of who answered × what changed × every door.

A door is a place where the answer shows or counts. After each change every door
says the same of every answer: it holds, or the question is open again.
"""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from gremium.integrity import breaches
from meetings import answers, deputies, facts, ical, invitations, reminders, sheets, stages
from meetings.cockpit.attendance import prefill
from meetings.models import Dispatch, Meeting, Participation
from meetings.proof import Proofs
from meetings.turnout import turnout
from partners.models import Mandate, Person, Seat
from partners.reader import Reader
from post.models import Mail
from tests import factories as make
from tests.meetings.answering import page_of

pytestmark = pytest.mark.django_db

HELD_ON = timezone.localdate() + dt.timedelta(days=30)
WEEK = dt.timedelta(days=7)
WHO = ("member", "deputy", "ad_hoc", "guest")


@pytest.fixture
def office():
    return make.make_user(is_superuser=True, is_staff=True)


class Scene:
    """A session with four answers: given, given to a deputy, to an ad-hoc one, and by a guest."""

    def __init__(self, office):
        self.office, board = office, make.make_board()
        self.meeting = make.make_planned_meeting(
            board=board, slug="zwei", held_on=HELD_ON, video_link="https://example.org/v"
        )
        self.seats, self.givers = {}, {}
        for name in WHO[:3]:
            seat = self.seats[name] = make.make_seat(board=board)
            self.givers[name] = make.make_mandate(seat=seat).person
        permanent = make.make_mandate(seat=self.seats["deputy"], role="deputy").person
        self.givers["guest"] = make.make_guest(meeting=self.meeting).person
        self.send(Dispatch.Kind.INVITATION)
        answers.accept(self.meeting, self.givers["member"])
        answers.accept(self.meeting, self.givers["guest"])
        answers.delegate(self.meeting, self.givers["deputy"], permanent)
        row = answers.name_deputy(self.meeting, self.givers["ad_hoc"], "Ada Hock", "ada@e.org")[0]
        deputies.confirm_deputy(Participation.objects.get(pk=row.pk), office)
        self.coming = self.givers | {
            "deputy": permanent,
            "ad_hoc": Person.objects.get(email="ada@e.org"),
        }
        Mail.objects.update(state=Mail.State.SENT)

    def send(self, kind):
        self.meeting = Meeting.objects.get(pk=self.meeting.pk)
        invitations.send(self.meeting, kind, self.office)
        self.meeting = Meeting.objects.get(pk=self.meeting.pk)

    def change(self, **values):
        for name, value in values.items():
            setattr(self.meeting, name, value)
        self.meeting.save()

    # --- What may happen ----------------------------------------------------

    def moved_day(self):
        self.change(held_on=HELD_ON + WEEK)

    def moved_back(self):
        self.moved_day()
        self.send(Dispatch.Kind.CHANGE)
        self.change(held_on=HELD_ON)

    def moved_time(self):
        self.change(starts_at=dt.time(9), ends_at=dt.time(11))

    def moved_place(self):
        self.change(venue=make.make_venue(name="Anderswo"))

    def taken_back(self):
        stages.cancel(self.meeting, "Sturm", self.office)
        stages.reinstate(self.meeting, self.office)

    def replaced(self):
        """Everybody who answered has a successor; whoever stood in has not been asked again."""
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        for name, seat in self.seats.items():
            Mandate.objects.filter(seat=seat, role="main").update(ends_on=yesterday)
            self.givers[name] = make.make_mandate(seat=seat, starts_on=timezone.localdate()).person
        guest = self.meeting.guests.get()
        self.givers["guest"] = guest.person = make.make_person()
        guest.save()

    def deputies_replaced(self):
        Mandate.objects.filter(role="deputy").update(ends_on=timezone.localdate())

    def ended_seats(self):
        Seat.objects.filter(pk__in=[one.pk for one in self.seats.values()]).update(
            ends_on=timezone.localdate()
        )

    # --- Doors --------------------------------------------------------------

    def doors(self, client):
        """Return door → for whom of WHO the answer shows or counts there."""
        self.meeting = Meeting.objects.select_related("board", "venue").get(pk=self.meeting.pk)
        return {
            "turnout": self.in_turnout(),
            "sheets": self.on_sheets(),
            "reminders": self.not_reminded(),
            "eve": self.on_the_eve(),
            "calendar": self.in_calendars(),
            "pages": self.on_pages(client),
            "proof": self.in_proof(),
            "mails": self.in_mails(),
            "attendance": self.in_attendance(),
        }

    def names(self, seats):
        return {name for name, seat in self.seats.items() if seat.pk in seats}

    def in_turnout(self):
        found = turnout(self.meeting)
        seats = self.names({one.seat.pk for one in found.expected if one.is_coming})
        is_open = self.givers["guest"] in found.pending_guests
        return seats | (set() if is_open else {"guest"})

    def on_sheets(self):
        words = {"zugesagt", "Vertretung benannt"}
        people = {one.person for one in sheets.attendees(self.meeting) if one.answer in words}
        return {name for name, one in self.givers.items() if one.full_name in people}

    def not_reminded(self):
        silent = reminders.silent(turnout(self.meeting), timezone.localdate())
        return {name for name in self.of_the_day() if self.givers[name] not in silent}

    def of_the_day(self):
        seats = self.meeting.board.seats.active_on(self.meeting.held_on)
        return self.names(set(seats.values_list("pk", flat=True))) | {"guest"}

    def on_the_eve(self):
        people = reminders.coming(self.meeting, turnout(self.meeting))
        return {name for name, one in self.coming.items() if one in people}

    def in_calendars(self):
        """Everybody who comes knows themselves expected."""
        return {name for name, one in self.coming.items() if self.answer_in(one) == "ACCEPTED"}

    def answer_in(self, person):
        [event] = Calendar.from_ical(ical.request(self.meeting, person)).events
        return event["ATTENDEE"].params["PARTSTAT"]

    def on_pages(self, client):
        words = ("Sie haben zugesagt.", "vertritt Sie.")
        pages = {name: self.page_of(client, name) for name in WHO}
        return {name for name, page in pages.items() if any(one in page for one in words)}

    def page_of(self, client, name):
        return page_of(client, self.givers[name])

    def in_proof(self):
        entries = Proofs(self.meeting).entries
        people = {one.person for one in entries if one.response in {"accepted", "delegated"}}
        return {name for name in self.of_the_day() if self.givers[name] in people}

    def in_mails(self):
        """What a change would say: the former answer stays."""
        Mail.objects.update(state=Mail.State.SENT)
        if not stages.is_expected(self.meeting):
            return set()
        self.change(starts_at=dt.time(17), ends_at=dt.time(18))
        self.send(Dispatch.Kind.CHANGE)
        mails = Mail.objects.queued().filter(kind="change", text__contains="bleibt bestehen")
        told = set(mails.values_list("person", flat=True))
        return {name for name, one in self.givers.items() if one.pk in told}

    def in_attendance(self):
        prefill(self.meeting, self.office)
        here = self.meeting.participations.filter(attendance__in=["present", "represented"])
        return self.names(set(here.values_list("seat", flat=True))) & self.of_the_day()


ALL = set(WHO)
EXPECTED = {
    "moved_day": set(),
    "moved_back": ALL,
    "moved_time": ALL,
    "moved_place": ALL,
    "taken_back": ALL,
    "replaced": set(),
    "deputies_replaced": ALL - {"deputy"},
    "ended_seats": {"guest"},
}


@pytest.mark.parametrize("change", EXPECTED)
def test_every_door_says_the_same_of_an_answer(client, office, change):
    scene = Scene(office)

    getattr(scene, change)()

    shown = scene.doors(client)
    # A guest's attendance is noted by hand, whatever they answered.
    expected = dict.fromkeys(shown, EXPECTED[change])
    assert shown == expected | {"attendance": EXPECTED[change] - {"guest"}}


def test_former_answer_is_shown_with_its_day_and_asked_for_again(client, office):
    scene = Scene(office)
    day = f"galt für den {facts.day_month_year(HELD_ON)}"

    scene.moved_day()
    scene.send(Dispatch.Kind.CHANGE)
    mails = {one.person_id: one.text for one in Mail.objects.queued().filter(kind="change")}

    assert all(day in scene.page_of(client, name) for name in WHO)
    assert all(day in mails[one.pk] for one in {*scene.givers.values(), *scene.coming.values()})
    assert all("noch einmal" in mails[one.pk] for one in scene.givers.values())
    assert not any("bleibt bestehen" in text for text in mails.values())
    assert sum(day in one.lapsed for one in Proofs(scene.meeting).entries) == len(WHO)
    client.force_login(office)
    assert day in client.get(reverse("admin:meetings_meeting_proof", args=[scene.meeting.pk])).text


def test_successor_starts_open_and_only_the_office_knows_what_was_said(client, office):
    scene = Scene(office)
    former = {name: scene.givers[name] for name in scene.seats}

    scene.replaced()
    pages = {name: scene.page_of(client, name) for name in WHO}
    lapsed = {one.person: one.lapsed for one in Proofs(scene.meeting).entries if one.lapsed}

    assert all("Kommen Sie?" in page for page in pages.values())
    assert not any(former[name].full_name in pages[name] for name in former)
    assert "Ada Hock" not in pages["ad_hoc"]
    assert all(former[name].full_name in lapsed[scene.givers[name]] for name in former)


def test_answer_given_again_for_the_new_day_holds_and_tells_the_deputy_again(client, office):
    scene = Scene(office)
    scene.moved_day()
    Mail.objects.update(state=Mail.State.SENT)

    for name in ("member", "guest"):
        answers.accept(scene.meeting, scene.givers[name])
    answers.delegate(scene.meeting, scene.givers["deputy"], scene.coming["deputy"])
    answers.decline(scene.meeting, scene.givers["ad_hoc"])
    told = set(Mail.objects.queued().filter(kind="stand_in").values_list("person", flat=True))

    assert scene.in_turnout() == ALL - {"ad_hoc"}
    assert told == {scene.coming["deputy"].pk, scene.coming["ad_hoc"].pk}


def test_who_was_named_for_another_day_reads_on_until_the_session_is_over(client, office):
    scene = Scene(office)
    ada = scene.coming["ad_hoc"]

    scene.moved_day()
    assert "galt für" in page_of(client, ada)

    scene.change(held_on=timezone.localdate() - WEEK)
    assert not Meeting.objects.for_insiders(Reader(ada)).exists()


def test_attendance_filled_in_from_an_answer_that_does_not_hold_is_named(office):
    scene = Scene(office)
    prefill(scene.meeting, office)
    Mail.objects.update(sent_at=timezone.now())
    assert breaches() == []

    scene.moved_day()

    assert {one.rule for one in breaches()} == {"attendance_as_answered"}
