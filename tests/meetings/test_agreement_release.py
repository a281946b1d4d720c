"""A vote that disagrees with conflicts of interest or attendance: named, and not let out."""

import datetime as dt

import pytest

from gremium.integrity import breaches
from meetings.cockpit import agreement, captures, ending, results
from meetings.minutes import acts, checklist, differences, due, texts
from meetings.minutes.content import content_of
from meetings.models import ItemRecord, Minutes, Participation, Resolution
from partners.models import Rules
from tests import factories as make
from tests.held import make_held_meeting, make_ready_minutes, make_record, make_resolution
from tests.meetings import minuting
from tests.meetings.minuting import page_of, refusal
from tests.meetings.sitting import JSON, address
from tests.meetings.test_agreement import at_noon, conflict, meeting, seat_of, vote
from tests.meetings.test_cockpit import first_item
from tests.test_office_forms import office

__all__ = ["at_noon", "meeting", "office"]
pytestmark = pytest.mark.django_db


# --- What was there before ------------------------------------------------------------


@pytest.fixture
def disputed(meeting):
    """A session whose vote disagrees with a conflict of interest, past every check."""
    item = first_item(meeting)
    values = {"text": "Wortlaut", "yes": "4", "decided_at": "13:00"}
    captures.note_resolution(item, values, None)
    results.set_conflicts(meeting.agenda_items.last(), [], None)
    item.record.conflicted.add(seat_of(meeting))
    return meeting


def test_old_contradiction_is_shown_and_holds_up_nothing_else(office, disputed):
    page = office.get(address(disputed)).content.decode()
    data = {"attendance": "represented"}
    answer = office.post(address(disputed, "seat", seat_of(disputed).pk), data, headers=JSON)

    assert "Gezählt sind 4 Stimmen" in page
    assert "1 Abstimmung passt nicht zu Befangenheit oder Anwesenheit" in page
    assert answer.status_code == 200


def test_integrity_names_it(disputed):
    found = {one.rule: one.rows for one in breaches()}

    assert found == {"vote_agrees": [f"meetings.resolution:{Resolution.objects.get().pk}"]}


def test_names_of_the_seats_come_in_the_words_of_the_day(disputed):
    (found,) = agreement.contradictions(disputed)

    assert found.text == (
        "TOP 1, Beschluss „Wortlaut“: Gezählt sind 4 Stimmen, um 13:00 Uhr stimmberechtigt "
        f"anwesend und nicht befangen sind 3 Sitze. Nicht dabei: "
        f"{seat_of(disputed).organisation.short_name} (befangen). "
        "Bitte berichtigen Sie Abstimmung, Befangenheit oder Anwesenheit."
    )


def test_function_refuses_as_the_page_does(meeting):
    item = first_item(meeting)
    captures.note_resolution(item, {"text": "Wortlaut", "yes": "4"}, None)

    assert "Stimme zurücknehmen?" in refusal(
        results.set_conflicts, item, [seat_of(meeting).pk], None
    )


def test_closed_session_says_so_and_not_more(office, meeting):
    vote(office, meeting)
    ending.end(meeting, None)

    answer = conflict(office, meeting)

    assert answer.json()["is_closed"] is True
    assert Minutes.objects.get().state == "draft"


@pytest.mark.parametrize("size", [1, 10])
def test_comparing_costs_the_same_for_one_and_ten(meeting, django_assert_num_queries, size):
    for number in range(size):
        item = make.make_agenda_item(meeting=meeting)
        captures.note_resolution(item, {"text": f"Nr. {number}", "yes": "4"}, None)
        item.record.conflicted.add(seat_of(meeting))

    with django_assert_num_queries(7):
        assert len(agreement.contradictions(meeting)) == size


# --- Until they agree, nothing goes out ------------------------------------------------


@pytest.fixture
def minutes():
    """Minutes in review: three seats, three votes at 15:00, all in order."""
    board = make.make_board()
    Rules.objects.create(board=board, valid_from=make.LONG_AGO, mode="voting")
    for _number in range(3):
        make.make_mandate(seat=make.make_seat(board=board))
    meeting = make_held_meeting(board=board)
    item = make.make_agenda_item(meeting=meeting)
    make_record(agenda_item=item, result="adopted")
    values = {"yes": 3, "no": 0, "abstentions": 0, "manner": "unanimous", "title": ""}
    make_resolution(agenda_item=item, decided_at=dt.time(15), **values)
    return make_ready_minutes(meeting=meeting)


def row_of(minutes):
    return minutes.meeting.participations.order_by("seat").first()


def be_conflicted(minutes):
    ItemRecord.objects.get().conflicted.add(row_of(minutes).seat)


def change(**values):
    return lambda minutes: Participation.objects.filter(pk=row_of(minutes).pk).update(**values)


BREAKS = {
    "conflict": be_conflicted,
    "came later": change(arrived_at=dt.time(15, 30)),
    "left before": change(left_at=dt.time(14, 30)),
    "absent": change(attendance="absent"),
    "advisory": lambda minutes: minutes.meeting.board.seats.filter(
        pk=row_of(minutes).seat_id
    ).update(votes_from=None),
    "one vote more": lambda _minutes: Resolution.objects.update(no=1),
}


@pytest.mark.parametrize("name", BREAKS)
def test_release_is_refused_and_the_point_leads_to_its_place(minutes, name):
    BREAKS[name](minutes)

    (point,) = (one for one in checklist.points(minutes) if "Gezählt sind" in one.text)

    assert point.is_blocking
    assert point.url == f"/admin/meetings/meeting/{minutes.meeting_id}/cockpit/#top-1"
    assert point.text in refusal(acts.release, minutes, None)
    assert Minutes.objects.get(pk=minutes.pk).state == "in_review"
    assert [one.rule for one in breaches()] == ["vote_agrees"]


def test_release_goes_once_they_agree(minutes):
    be_conflicted(minutes)
    Resolution.objects.update(yes=2)

    acts.release(minutes, None)

    assert Minutes.objects.get(pk=minutes.pk).is_released


@pytest.mark.parametrize("name", BREAKS)
def test_nothing_is_frozen_afterwards_either(minutes, name):
    acts.release(minutes, None)
    BREAKS[name](minutes)
    Minutes.objects.update(findings="Neu", revision=9)
    minutes.refresh_from_db()

    amended = refusal(acts.amend, minutes, "Grund", None)
    approved = refusal(acts.approve, minutes, minuting.later(minutes), None)

    assert "Gezählt sind" in amended
    assert "Gezählt sind" in approved
    assert minutes.versions.count() == 1


def test_silence_approves_no_contradiction(minutes):
    Rules.objects.update(approves_tacitly=True)
    acts.release(minutes, None)
    be_conflicted(minutes)
    Minutes.objects.update(objections_until=dt.date(2020, 1, 1))

    assert due.approve_due() == 0
    assert Minutes.objects.get(pk=minutes.pk).state == "released"


def test_correction_of_something_else_waits_for_agreement(minutes):
    acts.release(minutes, None)
    minutes.refresh_from_db()
    acts.approve(minutes, minuting.later(minutes), None)
    be_conflicted(minutes)
    minutes.refresh_from_db()

    assert "Gezählt sind" in refusal(acts.correct, minutes, "Grund", None)
    assert minutes.versions.count() == 2


# --- What minutes say ----------------------------------------------------------------------


def test_minutes_say_the_same_of_the_conflicted_everywhere(office, minutes):
    Resolution.objects.update(yes=2)
    be_conflicted(minutes)
    name = row_of(minutes).seat.organisation.short_name

    page = office.get(page_of(minutes)).content.decode()
    lines = differences.lines(content_of(minutes))

    said = f"{name} nahm wegen Befangenheit an Beratung und Abstimmung nicht teil."
    assert said in page
    assert said in lines
    assert texts.took_no_part(["A", "B"]).startswith("A, B nahmen wegen Befangenheit an Beratung")
