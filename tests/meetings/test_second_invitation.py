"""A second invitation to the same matter: it says what follows, and any number is enough."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import invitations
from meetings.cockpit import beginning, captures
from meetings.minutes import acts
from post.models import Mail
from tests.meetings.sending import change, meeting, send, staff
from tests.meetings.sitting import ask_for_quorum, make_sitting
from tests.meetings.test_cockpit import first_item
from tests.test_office_forms import office

__all__ = ["meeting", "office", "send", "staff"]
pytestmark = pytest.mark.django_db

SECOND = "Es ist nun ohne Rücksicht auf die Zahl der Anwesenden beschlussfähig."


def test_second_invitation_says_what_follows_and_makes_any_number_enough(meeting, send, staff):
    ask_for_quorum(meeting)
    dispatch = send("invitation", is_second_invitation=True)
    mail = Mail.objects.get()

    change(meeting, held_on=timezone.localdate())
    minutes = acts.begin(meeting)

    assert (dispatch.is_second_invitation, minutes.is_second_invitation) == (True, True)
    assert SECOND in mail.text


def test_second_invitation_is_quorate_with_one_of_four():
    meeting = make_sitting(seats=4)
    ask_for_quorum(meeting)
    meeting.dispatches.update(is_second_invitation=True)
    beginning.begin(meeting, None)
    meeting.participations.update(attendance="absent")
    row = meeting.participations.first()
    meeting.participations.filter(pk=row.pk).update(attendance="present")

    found = captures.note_resolution(first_item(meeting), {"text": "Ja", "yes": "1"}, None)

    assert (found.state, found.manner) == ("adopted", "unanimous")


def test_first_invitation_and_board_without_a_quorum_say_nothing_of_it(meeting, send):
    """Where no quorum is asked for, the number never mattered."""
    dispatch = send("invitation", is_second_invitation=True)

    assert dispatch.is_second_invitation is False
    assert SECOND not in Mail.objects.get().text


def test_office_is_offered_the_second_invitation_with_its_consequence(office, meeting):
    url = f"/admin/meetings/meeting/{meeting.pk}/versand/invitation/"
    without = office.get(url).content.decode()
    ask_for_quorum(meeting)

    offered = office.get(url).content.decode()
    answer = office.get(f"{url}?is_second_invitation=on")
    chosen, seen = answer.content.decode(), answer.context["preview"].mark
    office.post(url, {"send": "1", "number": "1", "seen": seen, "is_second_invitation": "on"})
    proof = office.get(reverse("admin:meetings_meeting_proof", args=[meeting.pk])).content.decode()

    assert ["Zweite Einladung" in page for page in (without, offered)] == [False, True]
    assert [SECOND in page for page in (offered, chosen)] == [False, True]
    assert meeting.dispatches.get().is_second_invitation is True
    assert "Zweite Einladung zum selben Gegenstand" in proof


def test_change_is_no_second_invitation(meeting, send, staff):
    ask_for_quorum(meeting)
    send("invitation")
    change(meeting, held_on=meeting.held_on + dt.timedelta(days=1))

    found = invitations.send(meeting, "change", staff, is_second_invitation=True)

    assert found.is_second_invitation is False
