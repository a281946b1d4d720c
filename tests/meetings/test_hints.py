"""What the office is told of a session, on its page and before it sends, though it may go on."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import hints
from meetings.models import Dispatch, Participation
from meetings.preparation import Preparation
from tests import factories as make
from tests.meetings.test_assistant import planned, told
from tests.office import change, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind


def page_of(office, meeting, kind=None):
    address = change(meeting)
    if kind:
        address = f"/admin/meetings/meeting/{meeting.pk}/versand/{kind}/"
    return office.get(address).content.decode()


def crowded(**values):
    """A session of 150 minutes with 170 planned."""
    meeting = make.make_planned_meeting(**values)
    meeting.agenda_items.update(minutes_planned=170)
    return meeting


def moved(meeting, days=7):
    meeting.held_on += dt.timedelta(days=days)
    meeting.save()


# --- What is missing ---------------------------------------------------------------


def test_what_an_invitation_needs_is_named_until_it_is_there():
    meeting = planned(visibility="office")

    assert [(one.name, one.field) for one in Preparation(meeting).lacks] == [
        ("Uhrzeit", "field-starts_at"),
        ("Ort", "field-venue"),
        ("Tagesordnung", "field-agenda_from"),
        ("Dokumente", "documents-group"),
        ("Sichtbarkeit für Mitglieder", "field-visibility"),
    ]

    meeting = planned(starts_at=dt.time(14), venue=make.make_venue())
    make.make_agenda_item(meeting=meeting)
    make.make_document(meeting=meeting)
    assert Preparation(meeting).lacks == []


def test_what_is_missing_leads_to_its_place_in_the_form(office):
    page = office.get(change(planned(visibility="office"))).content.decode()

    assert "Es fehlen noch:" in page
    for one in ("starts_at", "venue", "agenda_from", "visibility"):
        assert f'href="#field-{one}"' in page
        assert f'id="field-{one}"' in page
    assert 'href="#documents-group"' in page
    assert 'id="documents-group"' in page


@pytest.mark.parametrize(
    ("lacking", "words"),
    [({"venue": None}, "Es fehlt noch:"), ({}, "Es fehlen noch:")],
)
def test_what_is_missing_is_good_german(office, lacking, words):
    meeting = planned(**{"starts_at": dt.time(14), "venue": make.make_venue()} | lacking)
    make.make_agenda_item(meeting=meeting)
    if lacking:
        make.make_document(meeting=meeting)

    page = office.get(change(meeting)).content.decode()

    assert [one for one in ("Es fehlt noch:", "Es fehlen noch:") if one in page] == [words]


def test_contact_of_the_centre_is_asked_for_until_it_is_there(office):
    make.make_centre(email="buero@example.org")
    meeting = planned()

    page = office.get(change(meeting)).content.decode()
    assert "Im Zentrum nicht eingetragen:" in page
    assert 'href="/admin/partners/centre/#field-street">Anschrift</a>' in page
    assert 'href="/admin/partners/centre/#field-phone">Telefon</a>' in page
    assert "#field-email" not in page

    make.make_centre(phone="0371 4711", street="Weg 1", city="Musterstadt", email="b@example.org")
    assert "Im Zentrum nicht eingetragen:" not in office.get(change(meeting)).content.decode()


def test_letters_not_printed_yet_are_named_even_after_the_cancellation(office):
    meeting = make.make_meeting(
        is_cancelled=True, cancellation_reason="Sturm", cancelled_at=timezone.now()
    )
    told(meeting)
    letter = make.make_delivery(dispatch=told(meeting, Kind.CANCELLATION))

    page = office.get(change(meeting)).content.decode()
    assert "1 Brief ist noch zu drucken" in page
    assert f'href="/admin/meetings/meeting/{meeting.pk}/briefe/"' in page
    assert "die Eingeladenen wissen es" not in page

    letter.letter_printed_at = timezone.now()
    letter.save()
    page = office.get(change(meeting)).content.decode()
    assert "die Eingeladenen wissen es" in page
    assert "noch zu drucken" not in page


# --- The agenda is longer than the session ------------------------------------------


def test_agenda_too_long_is_said_in_front_of_each_sending(office):
    meeting = crowded(held_on=timezone.localdate() + dt.timedelta(days=60))
    words = "2 Std. 50 Min. geplant, die Sitzung dauert 2 Std. 30 Min., 20 Min. zu lang"
    assert words in page_of(office, meeting)
    assert words in page_of(office, meeting, Kind.INVITATION)

    meeting.state = "invited"
    meeting.save()
    told(meeting)
    make.make_document(meeting=meeting)
    assert words in page_of(office, meeting)
    assert words in page_of(office, meeting, Kind.ADDENDUM)
    moved(meeting)
    assert words in page_of(office, meeting, Kind.CHANGE)

    meeting.agenda_items.update(minutes_planned=150)
    assert "Min. zu lang" not in page_of(office, meeting, Kind.CHANGE)


def test_proposal_that_makes_the_agenda_too_long_is_taken_up_with_a_warning(office):
    meeting = crowded(state="invited")
    meeting.agenda_items.update(minutes_planned=140)
    proposal = make.make_proposal(meeting=meeting, minutes_planned=20)
    assert "Min. zu lang" not in page_of(office, meeting)

    address = f"/admin/meetings/agendaproposal/{proposal.pk}/aufnehmen/"
    page = office.post(address, follow=True).content.decode()

    assert "10 Min. zu lang" in page


# --- What guests read -----------------------------------------------------------------


def test_items_closed_to_guests_are_named_with_the_way_to_open_them(office):
    meeting = make.make_planned_meeting()
    for _number in range(2):
        make.make_agenda_item(meeting=meeting, visibility="members")
    make.make_agenda_item(meeting=meeting, visibility="office")
    words = "2 TOP sehen Ihre Gäste nur als „nichtöffentlich“: TOP 2 und TOP 3."
    assert words not in page_of(office, meeting, Kind.INVITATION)

    make.make_guest(meeting=meeting)
    page = page_of(office, meeting, Kind.INVITATION)

    assert words in page
    assert f'href="{change(meeting)}#agenda_items-group"' in page
    assert words in page_of(office, meeting)


def test_guest_of_one_item_is_meant_to_read_only_that(office):
    meeting = make.make_planned_meeting()
    item = make.make_agenda_item(meeting=meeting, visibility="members")
    make.make_guest(meeting=meeting, agenda_item=item)

    assert "sehen Ihre Gäste nur als" not in page_of(office, meeting, Kind.INVITATION)


# --- Answers for another day ----------------------------------------------------------


def answered(meeting, at=None):
    seat = make.make_seat(board=meeting.board)
    Participation.objects.create(
        meeting=meeting, seat=seat, response="accepted", answered_at=at or timezone.now()
    )


def test_answers_given_for_another_day_are_counted_with_that_day(office):
    meeting = make.make_meeting(held_on=dt.date(2031, 3, 3))
    told(meeting)
    answered(meeting)
    answered(meeting)
    assert list(hints.earlier_answers(meeting)) == []

    moved(meeting)
    answered(meeting)

    words = "2 Antworten galten für den 3. März 2031 und zählen nicht mehr"
    assert words in page_of(office, meeting)
    assert words in page_of(office, meeting, Kind.CHANGE)
    told(meeting, Kind.CHANGE)
    assert words in page_of(office, meeting)


def test_answers_hold_when_only_the_place_changes():
    meeting = make.make_meeting()
    answered(meeting)
    meeting.venue = make.make_venue()
    meeting.save()

    assert list(hints.earlier_answers(meeting)) == []


# --- Numbers and days -----------------------------------------------------------------


@pytest.mark.parametrize(("days", "word"), [(20, "vor"), (-5, "nach")])
def test_number_that_does_not_follow_the_day_is_pointed_out(office, days, word):
    board = make.make_board()
    other = make.make_meeting(board=board, number=3 if days > 0 else 7, held_on=in_days(40))
    day = in_days(40 - days)
    meeting = make.make_meeting(board=board, number=4, held_on=day, state="planned")

    page = page_of(office, meeting)

    assert f"Die 4. Sitzung liegt {word} der {other.title} ({in_days(40):%d.%m.%Y})." in page
    assert 'href="#field-number"' in page


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def test_number_that_follows_the_day_is_not():
    board = make.make_board()
    make.make_meeting(board=board, number=3, held_on=in_days(10))
    make.make_meeting(board=board, number=5, held_on=in_days(30))
    make.make_meeting(number=6, held_on=in_days(10))
    meeting = make.make_meeting(board=board, number=4, held_on=in_days(20))

    assert list(hints.out_of_order(meeting)) == []
