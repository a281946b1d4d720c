"""Votes in the cockpit: the way the rules say, and mended as long as the minutes are not out."""

import pytest

from meetings.cockpit import attendance, captures, ending
from meetings.models import Minutes, Resolution
from tests.meetings.sitting import JSON, act_address, address, ask_for_quorum, make_running
from tests.meetings.test_cockpit import first_item, refusal
from tests.meetings.voting import USUAL
from tests.test_office_forms import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def note(item, **values):
    return captures.note_resolution(item, {"text": "Wortlaut"} | values, None)


def make_voting(**overrides):
    """A running session of a board that counts votes."""
    meeting = make_running(**overrides)
    ask_for_quorum(meeting, has_quorum=False)
    return meeting


# --- The way the board decides --------------------------------------------------------


def test_advisory_board_finds_consent_or_does_not():
    item = first_item(make_running())

    agreed = note(item, consensus="1")
    disputed = note(item, text="Anders", consensus="0", objections="2")

    assert (agreed.state, agreed.manner, agreed.objections) == ("adopted", "by_consensus", 0)
    assert (disputed.state, disputed.manner) == ("rejected", "no_consensus")
    assert (disputed.objections, disputed.yes) == (2, None)
    assert disputed.explanation == f"kein Einvernehmen: 2 Gegenreden {USUAL}"


def test_advisory_board_counts_no_votes():
    item = first_item(make_running())

    assert refusal(note, item, yes="4") == (
        "Dieses Gremium berät und entscheidet ohne Gegenrede: Halten Sie „einvernehmlich“ oder "
        f"„kein Einvernehmen“ fest, Stimmen werden nicht gezählt {USUAL}."
    )
    assert not Resolution.objects.exists()


def test_voting_board_knows_no_consensus():
    item = first_item(make_voting())

    assert refusal(note, item, consensus="1") == (
        "Dieses Gremium stimmt förmlich ab: Zählen Sie die Stimmen "
        "(Geschäftsordnung vom 01.01.2017)."
    )
    assert not Resolution.objects.exists()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "Halten Sie „einvernehmlich“ oder „kein Einvernehmen“ fest."),
        ({"consensus": "1", "objections": "1"}, "Mit Gegenrede besteht kein Einvernehmen."),
        ({"consensus": "0"}, "Kein Einvernehmen: Bitte nennen Sie, wie viele widersprachen."),
        ({"consensus": "0", "objections": "viele"}, "Stimmen zählt man in ganzen Zahlen."),
    ],
)
def test_consent_that_nobody_understands_is_refused(values, reason):
    assert refusal(note, first_item(make_running()), **values) == reason


def test_page_offers_what_the_rules_ask_for(office):
    advisory, formal = make_running(), make_voting()

    pages = [office.get(address(one)).content.decode() for one in (advisory, formal)]

    offered = [
        [name for name in ("consensus", "yes") if f'name="{name}"' in page] for page in pages
    ]
    assert offered == [["consensus"], ["yes"]]


# --- Counted anew ---------------------------------------------------------------------


def test_recount_after_the_end_keeps_the_number():
    meeting = make_voting(seats=4)
    item = first_item(meeting)
    note(item, yes="3", no="1")
    ending.end(meeting, None)
    ending.reopen(meeting, None)

    recounted = note(item, yes="1", no="3")

    found = Resolution.objects.get()
    assert (recounted.pk, found.number, found.state) == (found.pk, 1, "rejected")
    assert (found.yes, found.no, found.manner) == (1, 3, "rejected")
    assert found.explanation.startswith("abgelehnt: 1 Ja, 3 Nein")
    assert [one.number for one in found.history.all()] == [1, 1, None]


def test_recount_from_consent_to_objection_and_back():
    item = first_item(make_running())
    note(item, consensus="1")

    disputed = note(item, consensus="0", objections="1")
    state = disputed.state
    agreed = note(item, consensus="1")

    assert (state, agreed.state, agreed.objections) == ("rejected", "adopted", 0)
    assert Resolution.objects.count() == 1


def test_same_votes_again_change_nothing_even_when_people_have_left():
    meeting = make_voting(seats=2)
    item = first_item(meeting)
    first = note(item, yes="2")
    attendance.mark(meeting, meeting.board.seats.first().pk, "excused", None)

    again = note(item, yes="2")

    assert again.pk == first.pk
    assert first.history.count() == 1
    assert "stimmberechtigt anwesend" in refusal(note, item, yes="1", no="1")


def test_recount_is_refused_once_the_minutes_are_out():
    meeting = make_voting(seats=2)
    item = first_item(meeting)
    note(item, yes="2")
    ending.end(meeting, None)
    Minutes.objects.filter(meeting=meeting).update(state="released", released_at="2030-01-01T12Z")

    assert "freigegeben" in refusal(note, item, yes="1", no="1")
    assert Resolution.objects.get().yes == 2


def test_recount_on_the_page_holds_wording_and_votes(office):
    meeting = make_voting(seats=4)
    item = first_item(meeting)
    note(item, text="Erste Zeile\n„Zweite“ Zeile", yes="3", no="1")
    ending.end(meeting, None)
    ending.reopen(meeting, None)

    page = office.get(address(meeting)).content.decode()
    data = {"text": "Erste Zeile\r\n„Zweite“ Zeile", "yes": "4", "no": ""}
    answer = office.post(act_address(item, "beschluss"), data, headers=JSON)

    assert "Abstimmung berichtigen" in page
    assert 'name="text" value="Erste Zeile\n„Zweite“ Zeile"' in page
    assert 'name="yes" min="0" max="999" value="3"' in page
    assert "zurücknehmen" not in page
    assert answer.status_code == 200
    found = Resolution.objects.get()
    assert (found.manner, found.number) == ("unanimous", 1)
