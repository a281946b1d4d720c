"""Resolutions and tasks in a line: judged by the rules, for people the board knows."""

import datetime as dt

import pytest

from meetings.cockpit import attendance, captures, results
from meetings.cockpit.votes import COUNTS
from meetings.models import Resolution, Task
from tests import factories as make
from tests.meetings.sitting import JSON, act_address, address, ask_for_quorum, make_running
from tests.meetings.test_cockpit import first_item, refusal
from tests.test_office_forms import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def note(item, **values):
    return captures.note_resolution(item, {"text": "Wortlaut"} | values, None)


def test_resolution_by_consensus():
    item = first_item(make_running())

    found = note(item, consensus="1")

    assert (found.state, found.manner) == ("adopted", "by_consensus")
    assert found.explanation.startswith("einvernehmlich: ohne Gegenrede")
    assert (found.title, found.visibility, found.number) == (item.title, item.visibility, None)
    assert found.decided_on == item.meeting.held_on


@pytest.mark.parametrize(
    ("votes", "state", "manner"),
    [
        (("3", "1", ""), "adopted", "by_majority"),
        (("4", "", ""), "adopted", "unanimous"),
        (("1", "1", "2"), "rejected", "rejected"),
        (("0", "3", "1"), "rejected", "rejected"),
    ],
)
def test_resolution_by_votes(votes, state, manner):
    meeting = make_running(seats=4)
    ask_for_quorum(meeting, has_quorum=False)

    found = note(first_item(meeting), **dict(zip(COUNTS, votes, strict=True)))

    assert (found.state, found.manner) == (state, manner)
    assert "Ja" in found.explanation


def test_chair_decides_a_tie_where_the_rules_say_so():
    meeting = make_running(seats=4)
    ask_for_quorum(meeting, tie="chair")

    found = note(first_item(meeting), yes="2", no="2", chair_vote="yes")

    assert (found.state, found.manner, found.chair_vote) == ("adopted", "by_chair", "yes")


def test_more_votes_than_may_vote_are_refused():
    meeting = make_running(seats=4)
    ask_for_quorum(meeting, has_quorum=False)
    item = first_item(meeting)
    one, two = meeting.board.seats.order_by("pk")[:2]
    results.set_conflicts(item, [one.pk], None)
    attendance.mark(meeting, two.pk, "excused", None)

    reason = refusal(note, item)
    assert "Zählen Sie die Stimmen" in reason
    with pytest.raises(Exception, match="nicht befangen sind 2 Sitze"):
        note(item, yes="3")
    assert note(item, yes="2").state == "adopted"


@pytest.mark.parametrize("count", ["-1", "1,5", "drei", "99999"])
def test_votes_are_whole_numbers(count):
    meeting = make_running()
    ask_for_quorum(meeting, has_quorum=False)
    item = first_item(meeting)

    with pytest.raises(Exception, match="in ganzen Zahlen"):
        note(item, yes=count)


def test_board_without_a_quorum_decides_nothing():
    meeting = make_running(seats=4)
    ask_for_quorum(meeting)
    meeting.participations.exclude(pk=meeting.participations.first().pk).update(attendance="absent")

    with pytest.raises(Exception, match="nicht beschlussfähig: 1 von 4 Stimmen"):
        note(first_item(meeting), yes="1")
    assert not Resolution.objects.exists()


def test_same_words_again_are_one_resolution_and_one_task(office):
    item = first_item(make_running())

    for _twice in "ab":
        data = {"text": "Wortlaut", "consensus": "1"}
        office.post(act_address(item, "beschluss"), data, headers=JSON)
        office.post(act_address(item, "aufgabe"), {"title": "Anrufen"}, headers=JSON)

    assert (Resolution.objects.count(), Task.objects.count()) == (1, 1)


def test_resolution_is_taken_back_unless_it_has_a_number():
    item = first_item(make_running())
    one, two = note(item, consensus="1"), note(item, text="Zweiter", consensus="1")
    Resolution.objects.filter(pk=two.pk).update(number=7)

    captures.drop_resolution(item, one.pk, None)

    assert "eine Nummer" in refusal(captures.drop_resolution, item, two.pk, None)
    assert list(Resolution.objects.all()) == [two]


# --- Tasks ----------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Kim Muster", "kim muster", "Muster"])
def test_task_for_a_person_of_the_board(typed):
    meeting = make_running(seats=2)
    person = make.make_person(given_name="Kim", family_name="Muster")
    make.make_mandate(seat=make.make_seat(board=meeting.board), person=person)

    task = captures.note_task(
        first_item(meeting), {"title": "Anrufen", "who": typed, "due_on": "31.01.2027"}, None
    )

    assert (task.person, task.organisation) == (person, None)
    assert task.due_on == dt.date(2027, 1, 31)
    assert task.is_announced is False


def test_task_for_an_organisation():
    meeting = make_running(seats=2)
    organisation = meeting.board.seats.first().organisation

    task = captures.note_task(
        first_item(meeting), {"title": "Anrufen", "who": organisation.short_name}, None
    )

    assert (task.person, task.organisation) == (None, organisation)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"title": "", "who": ""}, "was zu tun ist"),
        ({"title": "A", "who": "Niemand Bekanntes"}, "weder im Gremium noch Gast"),
        ({"title": "A", "who": "Robin Beispiel"}, "nicht eindeutig"),
        ({"title": "A", "due_on": "morgen"}, "kein Datum"),
        ({"title": "A", "due_on": "31.02.2027"}, "kein Datum"),
    ],
)
def test_task_that_nobody_understands_is_refused(values, reason):
    assert reason in refusal(captures.note_task, first_item(make_running()), values, None)


def test_person_of_another_board_is_nobody_here():
    item = first_item(make_running())
    stranger = make.make_mandate().person

    values = {"title": "A", "who": stranger.full_name}
    assert "weder im Gremium" in refusal(captures.note_task, item, values, None)


def test_task_is_taken_back_unless_people_know_of_it():
    item = first_item(make_running())
    one, two = (captures.note_task(item, {"title": name}, None) for name in "ab")
    Task.objects.filter(pk=two.pk).update(is_announced=True)

    captures.drop_task(item, one.pk, None)

    assert "schon mitgeteilt" in refusal(captures.drop_task, item, two.pk, None)
    assert list(Task.objects.all()) == [two]


def test_refused_line_comes_back_as_it_was_typed(office):
    item = first_item(make_running())

    response = office.post(
        act_address(item, "aufgabe"), {"title": "Bitte anrufen", "who": "Unbekannt"}
    )
    page = response.content.decode()

    assert response.status_code == 422
    assert 'value="Bitte anrufen"' in page
    assert "weder im Gremium noch Gast" in page


def test_names_offered_are_those_of_the_board_and_its_guests(office):
    meeting = make_running(seats=1, items=1)
    stranger = make.make_mandate().person
    guest = make.make_guest(meeting=meeting)

    page = office.get(address(meeting)).content.decode()

    assert f"<option>{guest.person.full_name}</option>" in page
    assert stranger.full_name not in page
