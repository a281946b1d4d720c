"""Votes agree with conflicts of interest, attendance and voting right, whichever is noted first."""

import datetime as dt

import pytest
import time_machine

from gremium.integrity import breaches
from meetings.models import ItemRecord, Participation, Resolution
from tests.meetings.sitting import JSON, act_address, address, ask_for_quorum, make_running
from tests.meetings.test_cockpit import first_item
from tests.test_office_forms import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

# One o'clock in Berlin.
NOON = dt.datetime(2027, 3, 4, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def meeting():
    """A running session of four voting seats, everybody present, with votes counted."""
    meeting = make_running(seats=4)
    ask_for_quorum(meeting, has_quorum=False)
    return meeting


def seat_of(meeting):
    return meeting.board.seats.order_by("pk").first()


def vote(office, meeting, **values):
    data = {"text": "Wortlaut", "yes": "4", "decided_at": "14:00"} | values
    return office.post(act_address(first_item(meeting), "beschluss"), data, headers=JSON)


def note(office, meeting, **values):
    """Note on the first seat what the row of it holds."""
    return office.post(address(meeting, "seat", seat_of(meeting).pk), values, headers=JSON)


def conflict(office, meeting, **values):
    data = {"conflicted": seat_of(meeting).pk} | values
    return office.post(act_address(first_item(meeting), "befangen"), data, headers=JSON)


def swap(office, meeting, **values):
    note(office, meeting, attendance="represented")
    return note(office, meeting, deputy="Kim Ersatz", **values)


# What may be noted of a seat that should have voted at 14:00, and whether it could vote then.
FACTS = {
    "conflict": (conflict, False),
    "came later": (lambda *of: note(*of, arrived_at="14:30"), False),
    "left before": (lambda *of: note(*of, left_at="13:30"), False),
    "excused": (lambda *of: note(*of, attendance="excused"), False),
    "absent": (lambda *of: note(*of, attendance="absent"), False),
    "deputy left before": (lambda *of: swap(*of, left_at="13:30"), False),
    "came before": (lambda *of: note(*of, arrived_at="13:30"), True),
    "left later": (lambda *of: note(*of, left_at="14:30"), True),
    "left with the vote": (lambda *of: note(*of, left_at="14:00"), True),
    "deputy": (swap, True),
}


def stored(meeting):
    """Return all that votes are held against, to see that what is refused leaves no trace."""
    rows = Participation.objects.filter(meeting=meeting).order_by("seat")
    conflicted = ItemRecord.objects.filter(agenda_item__meeting=meeting).order_by("pk")
    return (
        list(rows.values("attendance", "arrived_at", "left_at")),
        list(conflicted.values_list("conflicted", flat=True)),
        list(Resolution.objects.values("yes", "no", "abstentions", "state", "decided_at")),
    )


@pytest.mark.parametrize("fact", FACTS)
def test_vote_after_the_fact_counts_who_could_vote(office, meeting, fact):
    happens, could_vote = FACTS[fact]

    assert happens(office, meeting).status_code == 200
    before = stored(meeting)
    answer = vote(office, meeting)

    assert answer.status_code == (200 if could_vote else 422)
    if not could_vote:
        assert "Gezählt sind 4 Stimmen" in answer.json()["error"]
        assert "nicht befangen sind 3 Sitze" in answer.json()["error"]
        assert stored(meeting) == before
        assert vote(office, meeting, yes="3").status_code == 200
    assert breaches() == []


@pytest.mark.parametrize("fact", FACTS)
def test_fact_after_the_vote_is_refused_until_the_vote_is_mended(office, meeting, fact):
    happens, could_vote = FACTS[fact]

    assert vote(office, meeting).status_code == 200
    answer = happens(office, meeting)

    assert answer.status_code == (200 if could_vote else 422)
    if not could_vote:
        assert "TOP 1, Beschluss „Wortlaut“: Gezählt sind 4 Stimmen" in answer.json()["error"]
        assert breaches() == []
        assert vote(office, meeting, yes="3").status_code == 200
        assert happens(office, meeting).status_code == 200
    assert breaches() == []


def test_refused_fact_leaves_no_trace(office, meeting):
    vote(office, meeting)
    before = stored(meeting)

    conflict(office, meeting)
    note(office, meeting, attendance="absent")
    note(office, meeting, left_at="13:30")

    assert stored(meeting) == before


def test_conflict_taken_back_gives_the_vote_back(office, meeting):
    conflict(office, meeting)

    office.post(act_address(first_item(meeting), "befangen"), {}, headers=JSON)

    assert vote(office, meeting).status_code == 200


def test_conflict_on_another_item_is_no_matter_here(office, meeting):
    vote(office, meeting)
    other = meeting.agenda_items.last()

    data = {"conflicted": seat_of(meeting).pk}

    assert office.post(act_address(other, "befangen"), data, headers=JSON).status_code == 200


def test_advisory_seat_has_no_vote(office, meeting):
    meeting.board.seats.filter(pk=seat_of(meeting).pk).update(votes_from=None)

    answer = vote(office, meeting)

    assert answer.status_code == 422
    assert "(beratend)" in answer.json()["error"]


# --- Noting a conflict after a vote ---------------------------------------------------


def test_cockpit_asks_and_takes_the_vote_back_in_one_step(office, meeting):
    vote(office, meeting, yes="2", no="2")

    asked = conflict(office, meeting).json()["error"]
    answer = conflict(office, meeting, takes_back="no")

    decision = Resolution.objects.get()
    assert asked.startswith("Zu TOP 1 ist schon abgestimmt – Stimme zurücknehmen? ")
    assert "(befangen)" in asked
    assert answer.status_code == 200
    assert (decision.yes, decision.no, decision.state) == (2, 1, "adopted")
    assert decision.explanation.startswith("mehrheitlich angenommen: 2 Ja, 1 Nein")


def test_vote_that_was_not_counted_cannot_be_taken_back(office, meeting):
    vote(office, meeting)

    answer = conflict(office, meeting, takes_back="no")

    assert answer.status_code == 422
    assert "Bei „Nein“ sind keine 1 Stimmen gezählt" in answer.json()["error"]
    assert not first_item(meeting).record.conflicted.exists()


def test_conflict_that_the_votes_allow_is_noted_and_said(office, meeting):
    vote(office, meeting, yes="3")

    answer = conflict(office, meeting)

    assert answer.status_code == 200
    assert answer.json()["notice"].startswith("Zu TOP 1 war schon abgestimmt. Hat Verband")


def test_page_without_script_says_the_same(office, meeting):
    vote(office, meeting)
    url = act_address(first_item(meeting), "befangen")

    refused = office.post(url, {"conflicted": seat_of(meeting).pk})
    vote(office, meeting, yes="3")
    noted = office.post(url, {"conflicted": seat_of(meeting).pk}, follow=True)

    assert refused.status_code == 422
    assert "Stimme zurücknehmen?" in refused.content.decode()
    assert "war schon abgestimmt" in noted.content.decode()


# --- The moment of the vote -----------------------------------------------------------


def test_vote_noted_now_is_of_this_minute_and_who_goes_afterwards_has_voted(office, meeting):
    vote(office, meeting, decided_at="")
    note(office, meeting, leaves="1")

    assert Resolution.objects.get().decided_at == dt.time(13)
    assert breaches() == []


def test_who_has_gone_has_no_vote_in_the_same_minute(office, meeting):
    note(office, meeting, leaves="1")

    assert vote(office, meeting, decided_at="").status_code == 422


def test_recount_keeps_the_moment_unless_it_is_typed(office, meeting, at_noon):
    vote(office, meeting)
    at_noon.shift(600)

    vote(office, meeting, yes="3", decided_at="")
    kept = Resolution.objects.get().decided_at
    vote(office, meeting, yes="3", decided_at="14:05")

    assert (kept, Resolution.objects.get().decided_at) == (dt.time(14), dt.time(14, 5))


def test_moment_that_is_none_is_refused(office, meeting):
    assert "keine Uhrzeit" in vote(office, meeting, decided_at="halb drei").json()["error"]


def test_without_a_moment_the_time_of_the_item_counts(office, meeting):
    item = first_item(meeting)
    vote(office, meeting)
    Resolution.objects.update(decided_at=None)
    ItemRecord.objects.filter(agenda_item=item).update(
        begun_at=NOON, ended_at=NOON + dt.timedelta(minutes=30)
    )

    during = note(office, meeting, arrived_at="13:20")
    after = note(office, meeting, arrived_at="13:40")

    assert (during.status_code, after.status_code) == (200, 422)


# --- Quorum and consent ---------------------------------------------------------------


def test_quorum_is_asked_of_those_who_could_vote_then(office):
    meeting = make_running(seats=4)
    ask_for_quorum(meeting)
    two, three = meeting.board.seats.order_by("pk")[1:3]
    where = [address(meeting, "seat", one.pk) for one in (two, three)]
    office.post(where[0], {"attendance": "absent"}, headers=JSON)

    assert vote(office, meeting, yes="2").status_code == 200
    answer = office.post(where[1], {"left_at": "13:30"}, headers=JSON)

    assert answer.status_code == 422
    assert "nicht beschlussfähig: 2 von 4 Stimmen" in answer.json()["error"]


def test_more_objections_than_seats_are_refused(office):
    meeting = make_running(seats=2)

    answer = vote(office, meeting, yes="", consensus="0", objections="3")

    assert answer.status_code == 422
    assert "Widersprochen haben 3 Sitze" in answer.json()["error"]
