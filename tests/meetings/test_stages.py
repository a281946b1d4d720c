"""Moving a session on by hand: held, cancelled, taking place after all."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import stages
from meetings.models import Dispatch, Meeting
from meetings.printing import open_letters
from tests import factories as make
from tests.meetings.test_assistant import planned, steps, told
from tests.office import change, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind


def test_past_session_can_be_marked_as_held(office):
    meeting = make.make_meeting(held_on=timezone.localdate() - dt.timedelta(days=1))

    assert steps(office, meeting) == ("Sitzung beginnen", ["Als durchgeführt vermerken"])
    office.post(change(meeting, "held"))

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD
    assert meeting.minutes.state == "draft"
    assert steps(office, meeting) == (None, ["Protokoll"])


def test_future_session_cannot_be_marked_as_held(office):
    meeting = make.make_meeting()

    response = office.post(change(meeting, "held"), follow=True)

    assert "Die Sitzung hat noch nicht begonnen." in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.INVITED


# --- Cancelling ----------------------------------------------------------------


def test_cancelling_leads_to_the_mail_about_it(office):
    meeting = make.make_meeting()
    told(meeting)

    response = office.post(change(meeting, "cancel"), {"reason": " Grippe \n welle "})

    meeting.refresh_from_db()
    assert (meeting.is_cancelled, meeting.cancellation_reason) == (True, "Grippe welle")
    assert meeting.cancelled_at is not None
    assert response.url == f"/admin/meetings/meeting/{meeting.pk}/versand/cancellation/"
    assert steps(office, meeting) == ("Absage mitteilen", ["Absage zurücknehmen"])


def test_cancelling_what_nobody_knows_of_sends_nothing(office):
    meeting = planned()

    response = office.post(change(meeting, "cancel"), {"reason": "Grippe"})

    assert response.url == change(meeting)
    assert steps(office, meeting) == (None, ["Absage zurücknehmen"])


def test_cancelling_drops_mails_that_still_wait():
    meeting = make.make_meeting()
    dispatch = told(meeting)
    person = make.make_person()
    mail = make.make_mail(person=person, thread=f"meeting:{meeting.pk}:person:{person.pk}")
    dispatch.deliveries.create(person=person, role="member", mail=mail)
    other = make.make_mail(thread="meeting:0:person:0")

    stages.cancel(meeting, "Grippe", None)

    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.state, other.state) == ("dropped", "queued")


def test_cancellation_taken_back_is_a_change_to_be_told(office):
    meeting = make.make_meeting()
    told(meeting)
    stages.cancel(meeting, "Grippe", None)
    meeting.refresh_from_db()
    told(meeting, Kind.CANCELLATION)

    office.post(change(meeting, "reinstate"))

    meeting.refresh_from_db()
    assert (meeting.is_cancelled, meeting.cancellation_reason) == (False, "")
    assert steps(office, meeting)[0] == "Änderung mitteilen"


@pytest.mark.parametrize(
    ("state", "view", "message"),
    [
        ({"is_cancelled": True, "cancellation_reason": "x"}, "cancel", "ist schon abgesagt"),
        ({"state": Meeting.State.HELD}, "cancel", "lässt sich nicht absagen"),
        ({}, "reinstate", "ist nicht abgesagt"),
        ({"is_cancelled": True, "cancellation_reason": "x"}, "held", "wurde nicht durchgeführt"),
        ({"state": Meeting.State.HELD}, "held", "schon als durchgeführt vermerkt"),
    ],
)
def test_act_out_of_turn_is_refused_with_its_reason(office, state, view, message):
    meeting = make.make_meeting(held_on=timezone.localdate() - dt.timedelta(days=1), **state)
    before = meeting.history.count()

    response = office.post(change(meeting, view), {"reason": "Grippe"}, follow=True)

    assert message in response.content.decode()
    assert meeting.history.count() == before


@pytest.mark.parametrize("view", ["held", "reinstate", "template"])
def test_opening_the_address_of_an_act_does_nothing(office, view):
    assert office.get(change(make.make_meeting(), view)).status_code == 405


@pytest.mark.parametrize("view", ["cancel", "held", "reinstate", "template"])
def test_acts_ask_for_rights_and_board(client, view):
    mine, other = make.make_meeting(), make.make_meeting()
    reader = make.make_staff("meetings.view_meeting")
    client.force_login(reader)
    assert client.post(change(mine, view), {"reason": "x"}).status_code == 403

    client.force_login(make.make_leader(mine.board))
    assert client.post(change(other, view), {"reason": "x"}).status_code == 404
    assert client.post(change(mine, view), {"reason": "x"}).status_code == 302


def test_reader_sees_the_stage_and_no_button(client):
    meeting = planned()
    client.force_login(make.make_staff("meetings.view_meeting"))

    page = client.get(change(meeting))

    assert "geplant" in page.content.decode()
    assert (page.context["assistant"].primary, page.context["assistant"].others) == (None, [])


# --- Letters nobody has printed yet ---------------------------------------------


def letter_of(meeting, kind=Kind.INVITATION):
    return told(meeting, kind).deliveries.create(person=make.make_person(), role="member")


def test_letters_count_until_printed_or_overtaken():
    meeting = make.make_meeting()
    first, second = letter_of(meeting), letter_of(meeting, Kind.ADDENDUM)
    assert open_letters(meeting) == 2

    first.letter_printed_at = timezone.now()
    first.save()
    assert open_letters(meeting) == 1

    last = letter_of(meeting, Kind.CANCELLATION)
    assert (open_letters(meeting), second.letter_printed_at) == (1, None)
    last.letter_printed_at = timezone.now()
    last.save()
    assert open_letters(meeting) == 0


def test_letters_of_a_day_that_is_over_are_not_asked_for():
    meeting = make.make_meeting()
    letter_of(meeting)
    meeting.held_on = timezone.localdate() - dt.timedelta(days=1)

    assert open_letters(meeting) == 0
