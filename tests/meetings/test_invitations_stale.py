"""What is sent is what the preview showed; if anything changed since, it is shown once more."""

import datetime as dt
import html

import pytest

from meetings import invitations
from meetings.models import Dispatch, Meeting
from partners.models import Person
from post.models import Mail
from tests import factories as make
from tests.meetings.sending import change, in_days, meeting
from tests.meetings.test_invitations_office import address, office, press, seen, sending

__all__ = ["meeting", "office"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind
NOTICE = "Seit Sie die Vorschau geöffnet haben, hat sich etwas geändert"
AGAIN = "Versandt ist noch nichts. Bitte prüfen Sie die Vorschau noch einmal."


def paper_of(meeting):
    return meeting.documents.get()


def rename_item(meeting):
    item = meeting.agenda_items.get()
    item.title = "Anders"
    item.save()


def seat_somebody(meeting):
    make.make_mandate(seat=make.make_seat(board=meeting.board))


CHANGES = {
    "day": (lambda meeting: change(meeting, held_on=in_days(31)), "Termin, Ort oder Frist"),
    "time": (lambda meeting: change(meeting, starts_at=dt.time(13)), "Termin, Ort oder Frist"),
    "place": (lambda meeting: change(meeting, venue=make.make_venue()), "Termin, Ort oder Frist"),
    "deadline": (
        lambda meeting: change(meeting, answers_due_on=in_days(9)),
        "Termin, Ort oder Frist",
    ),
    "title": (rename_item, "Tagesordnung"),
    "item": (lambda meeting: make.make_agenda_item(meeting=meeting), "Tagesordnung"),
    "hidden": (
        lambda meeting: meeting.agenda_items.update(visibility=make.MEMBERS),
        "Tagesordnung",
    ),
    "paper": (lambda meeting: make.make_document(meeting=meeting), "Unterlagen"),
    "version": (lambda meeting: make.add_version(paper_of(meeting)), "Unterlagen"),
    "mandate": (seat_somebody, "Empfänger"),
    "guest": (lambda meeting: make.make_guest(meeting=meeting), "Empfänger"),
    "address": (lambda meeting: Person.objects.update(email=""), "Empfänger"),
}


@pytest.fixture
def with_paper(meeting):
    make.make_document(meeting=meeting)
    return meeting


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_since_the_preview_is_named_and_nothing_is_sent(office, with_paper, name):
    meeting, (act, what) = with_paper, CHANGES[name]
    opened = sending(**seen(office, meeting), message="Bis bald")

    act(meeting)
    answer = office.post(address(meeting), opened)

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert f"{NOTICE}: {what}. {AGAIN}" in page
    assert "Bis bald</textarea>" in page
    assert not Dispatch.objects.exists()
    assert not Mail.objects.exists()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED


def test_preview_that_is_shown_again_can_be_sent(office, meeting):
    opened = sending(**seen(office, meeting))
    rename_item(meeting)
    seat_somebody(meeting)

    again = office.post(address(meeting), opened)
    form = again.context["form"]
    answer = office.post(address(meeting), sending(seen=form["seen"].value()))

    assert f"{NOTICE}: Tagesordnung und Empfänger." in html.unescape(again.content.decode())
    assert "Anders" in again.content.decode()
    assert answer.status_code == 302
    assert Mail.objects.filter(kind=Kind.INVITATION, text__contains="Anders").count() == 2


@pytest.mark.parametrize("mark", ["", "x", "1.2.3"])
def test_form_that_knows_no_preview_is_shown_one(office, meeting, mark):
    answer = office.post(address(meeting), sending(seen=mark))

    assert answer.status_code == 409
    assert f"{NOTICE}. {AGAIN}" in html.unescape(answer.content.decode())
    assert not Mail.objects.exists()


def test_what_the_preview_does_not_show_holds_nothing_up(office, meeting):
    opened = sending(**seen(office, meeting))
    change(meeting, note="nur für uns", text="<p>auf der Seite</p>")
    make.make_mandate()

    assert office.post(address(meeting), opened).status_code == 302


def test_another_sending_meanwhile_makes_the_preview_stale(office, meeting):
    press(office, meeting)
    make.make_agenda_item(meeting=meeting)
    opened = sending(**seen(office, meeting, Kind.ADDENDUM), message="Bitte mitbringen.")
    change(meeting, held_on=in_days(31))
    invitations.send(meeting, Kind.CHANGE, None)
    change(meeting, held_on=in_days(30))

    answer = office.post(address(meeting, Kind.ADDENDUM), opened)

    page = html.unescape(answer.content.decode())
    assert f"{NOTICE}: was schon versandt ist." in page
    assert not Dispatch.objects.filter(kind=Kind.ADDENDUM).exists()


def test_words_typed_into_the_form_do_not_make_it_stale(office, meeting):
    press(office, meeting)
    make.make_guest(meeting=meeting)
    make.make_agenda_item(meeting=meeting, visibility=make.MEMBERS)
    opened = sending(**seen(office, meeting, Kind.ADDENDUM), message="Bitte mitbringen.")

    assert office.post(address(meeting, Kind.ADDENDUM), opened).status_code == 302
    assert Mail.objects.filter(kind=Kind.ADDENDUM).count() == 2
