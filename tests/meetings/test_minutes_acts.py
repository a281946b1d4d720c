"""Up to the release: each step once, and only where it is due."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.minutes import acts
from meetings.models import Meeting, Minutes, MinutesVersion
from partners.models import Mandate
from post.models import Mail
from tests import factories as make
from tests.held import (
    make_held_meeting,
    make_minutes,
    make_ready_minutes,
    make_record,
    make_resolution,
    make_task,
)
from tests.meetings.minuting import refusal

pytestmark = pytest.mark.django_db

State, Occasion = Minutes.State, MinutesVersion.Occasion


@pytest.fixture
def staff():
    return make.make_staff(name="Robin Büro")


@pytest.fixture
def minutes():
    return make_ready_minutes()


# --- The beginning ----------------------------------------------------------


def test_minutes_begin_once_with_a_record_for_each_item_and_the_chair_of_the_day(staff):
    meeting = make_held_meeting()
    item = make.make_agenda_item(meeting=meeting)
    person = make.make_mandate(
        seat=make.make_seat(board=meeting.board), office=Mandate.Office.CHAIR
    ).person

    first = acts.begin(meeting, staff)
    second = acts.begin(meeting, None)

    assert first == second
    assert (first.chair, first.minute_taker, first.state) == (person, "Robin Büro", State.DRAFT)
    assert item.record.result == ""


def test_no_minutes_of_a_session_to_come_or_cancelled():
    assert refusal(acts.begin, make.make_meeting()) == "Die Sitzung hat noch nicht begonnen."
    cancelled = make.make_meeting(is_cancelled=True, cancellation_reason="Sturm")
    assert "abgesagten" in refusal(acts.begin, cancelled)


def test_draft_is_handed_to_the_chair_once_and_nothing_is_sent(staff):
    minutes = make_ready_minutes(state=State.DRAFT)

    done = acts.hand_to_chair(minutes, staff)

    assert done.state == State.IN_REVIEW
    assert refusal(acts.hand_to_chair, minutes, staff) == "Das Protokoll ist kein Entwurf mehr."
    assert not Mail.objects.exists()


def test_no_agreement_without_a_chair(staff):
    minutes = make_minutes()

    assert "Sitzungsleitung" in refusal(acts.hand_to_chair, minutes, staff)


# --- The release ------------------------------------------------------------


def test_release_freezes_a_version_sets_the_period_and_writes_to_everybody_once(minutes, staff):
    board = minutes.meeting.board
    seat = board.seats.get()
    member = seat.mandates.get().person
    deputy = make.make_mandate(seat=seat, role=Mandate.Role.DEPUTY).person
    make.make_mandate(
        seat=make.make_seat(board=make.make_board()), person=make.make_person(email="")
    )
    task = make_task(
        board=board,
        meeting=minutes.meeting,
        person=member,
        due_on=dt.date(2030, 3, 1),
        is_announced=False,
        title="Zahlen liefern",
    )

    version = acts.release(minutes, staff)

    minutes.refresh_from_db()
    task.refresh_from_db()
    assert (version.number, version.occasion, version.made_by) == (1, Occasion.RELEASE, staff)
    assert minutes.state == State.RELEASED
    assert minutes.objections_until == timezone.localdate() + dt.timedelta(days=14)
    assert task.is_announced
    mails = {one.person: one.text for one in Mail.objects.filter(kind="minutes")}
    assert set(mails) == {member, deputy}
    assert "Zahlen liefern – bis 1. März 2030" in mails[member]
    assert "Zahlen liefern" not in mails[deputy]
    assert "Einwendungen bis" in mails[deputy]
    assert Mail.objects.count() == 2
    assert refusal(acts.release, minutes, staff) == "Das Protokoll ist schon freigegeben."


def test_somebody_outside_the_board_hears_of_a_task_alone(minutes, staff):
    outsider = make.make_person()
    make_task(
        board=minutes.meeting.board,
        meeting=minutes.meeting,
        person=outsider,
        due_on=dt.date(2030, 3, 1),
        is_announced=False,
    )

    acts.release(minutes, staff)

    assert [one.kind for one in Mail.objects.filter(person=outsider)] == ["task"]


def test_draft_is_not_released_before_agreement(staff):
    minutes = make_ready_minutes(state=State.DRAFT)

    assert refusal(acts.release, minutes, staff) == "Das Protokoll ist noch nicht in Abstimmung."


def test_release_names_everything_that_is_missing(staff):
    meeting = make_held_meeting(state=Meeting.State.INVITED)
    make.make_seat(board=meeting.board)
    item = make.make_agenda_item(meeting=meeting)
    make_record(agenda_item=item, result="")
    make_resolution(agenda_item=item, state="draft", decided_on=None, title="Ordnung", manner="")
    make_task(board=meeting.board, meeting=meeting, title="Zahlen")
    minutes = make_minutes(meeting=meeting, state=State.IN_REVIEW)

    assert refusal(acts.release, minutes, staff) == (
        "Es fehlt noch: Die Sitzung ist noch nicht beendet; Anwesenheit: 1 Person oder Sitz ohne "
        "Angabe; Ergebnis fehlt: TOP 1; Nicht jeder Beschluss hat eine Abstimmung; Nicht jede "
        "Aufgabe hat Zuständige und ein Datum; Sitzungsleitung fehlt; Protokollführung fehlt"
    )
    assert not MinutesVersion.objects.exists()
    assert not Mail.objects.exists()
