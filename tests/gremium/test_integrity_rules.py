"""Boards, sessions, minutes: the acts keep each rule; a breach past them is found."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import objections, stages
from meetings.minutes import acts
from meetings.models import (
    Attendance,
    Participation,
)
from tests import factories as make
from tests.advising import make_advice
from tests.gremium.breaking import ago, broken, change, found, key, remove
from tests.held import make_held_meeting, make_resolution
from tests.meetings import minuting

pytestmark = pytest.mark.django_db


# --- Boards -------------------------------------------------------------------


def test_overlapping_main_mandates():
    first = make.make_mandate(ends_on=dt.date(2018, 1, 1))
    second = make.make_mandate(seat=first.seat, starts_on=dt.date(2018, 1, 2))

    assert broken(second, starts_on=dt.date(2018, 1, 1)) == {"one_member": [key(second)]}


def test_owner_from_outside_the_office():
    inside = make_advice(owner=make.make_staff(), state="open")
    advice = make_advice(board=inside.board, state="open")

    outside = {"owner": make.make_user()}
    assert broken(advice, **outside) == {"advice_owner": [key(advice)]}


def test_seat_of_another_board():
    meeting, seat = make.make_meeting(), make.make_seat()
    row = Participation.objects.create(meeting=meeting, seat=make.make_seat(board=meeting.board))

    assert broken(row, seat=seat) == {"same_board": [key(row)]}


def test_item_of_another_session():
    item, other = make.make_agenda_item(), make.make_agenda_item()
    document = make.make_document(agenda_item=item)

    assert broken(document, agenda_item=other)["same_board"] == [key(document)]


def test_resolution_of_another_session():
    resolution = make_resolution()
    other = make_held_meeting(board=resolution.board)

    assert broken(resolution, meeting=other) == {"same_board": [key(resolution)]}


# --- Sessions -----------------------------------------------------------------


@pytest.mark.parametrize("position", [0, 1, 3])
def test_gap_or_double_in_the_agenda(position):
    meeting = make.make_meeting()
    make.make_agenda_item(meeting=meeting)
    item = make.make_agenda_item(meeting=meeting)

    assert broken(item, position=position) == {"agenda": [key(meeting)]}


def test_gap_in_the_versions_of_a_paper():
    document = make.make_document()
    second = make.add_version(document)

    assert broken(second, number=3) == {"papers": [f"meetings.document:{document.pk}"]}


def test_session_held_in_the_future():
    meeting = make_held_meeting()

    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert broken(meeting, held_on=tomorrow) == {"held": [key(meeting)]}


def test_cancelled_without_a_moment():
    meeting = make.make_meeting()
    stages.cancel(meeting, "Krankheit", None)

    assert broken(meeting, cancelled_at=None) == {"cancelled": [key(meeting)]}


def test_attendance_missing_behind_released_minutes():
    minutes = minuting.released()
    row = minutes.meeting.participations.get()

    assert broken(row, attendance="") == {"attendance": [key(minutes.meeting)]}


def test_attendance_of_a_seat_that_ended_before():
    minutes = minuting.released()
    row = minutes.meeting.participations.get()

    assert broken(row.seat, ends_on=dt.date(2018, 1, 1)) == {
        "attendance_of_seat": [key(row)],
        "mandate_of_seat": [key(row.seat.mandates.get())],
    }


def test_leaving_before_coming():
    meeting = make_held_meeting()
    row = Participation.objects.create(
        meeting=meeting,
        seat=make.make_seat(board=meeting.board),
        attendance=Attendance.PRESENT,
        arrived_at=dt.time(14),
    )

    assert broken(row, left_at=dt.time(13)) == {"times": [key(row)]}


# --- Minutes ------------------------------------------------------------------


def test_released_minutes_without_a_version():
    minutes = minuting.released()
    assert found() == {}

    remove(minutes.versions.get())

    assert found() == {"version": [key(minutes)]}


def test_version_of_a_draft():
    minutes = minuting.released()

    assert broken(minutes, state="in_review", released_at=None, objections_until=None) == {
        "version": [key(minutes)]
    }


def test_approval_without_a_version():
    minutes = minuting.approved()
    assert found() == {}

    remove(minutes.versions.get(occasion="approval"))

    assert found() == {"version": [key(minutes)]}


def test_gap_in_the_versions_of_minutes():
    minutes = minuting.approved()

    assert broken(minutes.versions.get(number=2), number=3) == {"versions": [key(minutes)]}


def test_correction_before_the_approval():
    minutes = minuting.approved()
    item = minutes.meeting.agenda_items.first()
    change(item, title="Anders")
    correction = acts.correct(minutes, "Schreibfehler", None)
    approval = minutes.versions.get(occasion="approval")
    assert found() == {}

    change(approval, number=9)
    change(correction, number=2)
    change(approval, number=3)

    assert found() == {"order": sorted([key(correction)])}


def test_released_minutes_of_a_session_not_held():
    minutes = minuting.released()

    assert broken(minutes.meeting, state="invited") == {"session": [key(minutes)]}


def test_approval_in_the_session_itself():
    minutes = minuting.approved()

    assert broken(minutes, approved_in=minutes.meeting) == {"approval": [key(minutes)]}


def test_approval_before_the_release():
    minutes = minuting.approved()

    assert broken(minutes, approved_at=ago(days=9)) == {"approval": [key(minutes)]}


@pytest.mark.parametrize("until", [None, dt.date(2018, 1, 1)])
def test_release_without_a_period(until):
    minutes = minuting.released()

    assert broken(minutes, objections_until=until) == {"period": [key(minutes)]}


def test_approval_over_an_open_objection():
    minutes = minuting.released()
    objection = minuting.objection(minutes)
    objections.answer(objection, "declined", "So war es.", None)
    acts.approve(minutes, minuting.later(minutes), None)

    assert broken(objection, outcome="open") == {"objection": [key(objection)]}


def test_approval_by_silence_over_an_answered_objection():
    minutes = minuting.approved()
    objection = minuting.objection(minutes, outcome="declined", answer="So war es.")
    assert found() == {}

    assert broken(minutes, approved_in=None) == {"silence": [key(minutes)]}
    remove(objection)
    assert found() == {}
