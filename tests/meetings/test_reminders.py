"""Who is reminded of what, when, and never twice."""

import datetime as dt

import pytest
import time_machine

from meetings import invitations, reminders
from meetings.models import Dispatch, Meeting, Participation
from post.models import Mail
from tests import factories as make
from tests.meetings.reminding import (
    ASK,
    EVE,
    HELD_ON,
    MEMBER,
    answer,
    before_due,
    deliver_all,
    invited,
    member_of,
    on,
    run_on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return invited()


@pytest.fixture
def member(meeting):
    return member_of(meeting)


# --- Missing answers --------------------------------------------------------


def test_missing_answer_is_asked_for_seven_and_two_days_before_the_deadline(meeting):
    written = {}
    for days in range(10, -3, -1):
        written[days] = run_on(before_due(days))
        deliver_all()

    assert {days: mails for days, mails in written.items() if mails} == {
        7: [(ASK, MEMBER)],
        2: [(ASK, MEMBER)],
    }


def test_deadline_set_by_the_office_counts(meeting):
    meeting.answers_due_on = HELD_ON - dt.timedelta(days=3)
    meeting.save()

    assert run_on(before_due(7)) == []
    assert run_on(before_due(3)) == [(ASK, MEMBER)]


def test_second_run_of_the_day_writes_nothing(meeting):
    assert run_on(before_due(7)) == [(ASK, MEMBER)]
    assert run_on(before_due(7), hour=18) == []


def test_days_are_those_of_berlin(meeting):
    with time_machine.travel(dt.datetime(2027, 5, 17, 21, 59, tzinfo=dt.UTC), tick=False) as clock:
        early = reminders.send_for(meeting.pk)
        clock.shift(dt.timedelta(minutes=2))
        late = reminders.send_for(meeting.pk)

    assert (early, late) == (0, 1)


def test_missed_run_is_made_up_for_late_and_the_next_keeps_its_distance(meeting):
    written = {}
    for days in (4, 3, 2, 1, 0, -1):
        written[days] = len(run_on(before_due(days)))
        deliver_all()

    assert written == {4: 1, 3: 0, 2: 0, 1: 1, 0: 0, -1: 0}


def test_two_missed_runs_give_one_mail(meeting):
    assert [len(run_on(before_due(days))) for days in (1, 0)] == [1, 0]


def test_nobody_is_asked_again_just_after_the_invitation(meeting, member):
    with on(before_due(5)):
        dispatch = make.make_dispatch(meeting=meeting)
    make.make_delivery(dispatch=dispatch, person=member)

    assert [len(run_on(before_due(days))) for days in (5, 4, 3, 2)] == [0, 0, 0, 1]


def test_only_who_has_not_answered_is_asked(meeting):
    answer(meeting, "accepted")
    pending = make.make_guest(meeting=meeting).person
    make.make_guest(meeting=meeting, response="declined")

    assert run_on(before_due(7)) == [(ASK, pending.email)]


def test_deputies_are_asked_only_for_a_seat_without_a_member(meeting):
    seat = meeting.board.seats.get()
    deputy = make.make_mandate(seat=seat, role="deputy").person
    assert run_on(before_due(7)) == [(ASK, MEMBER)]

    seat.mandates.filter(role="main").delete()
    assert run_on(before_due(7), hour=10) == [(ASK, deputy.email)]


def test_who_wants_no_reminders_or_has_no_address_gets_none(meeting, member):
    silent = make.make_person(wants_reminders=False)
    for person in (silent, make.make_person(email="")):
        make.make_mandate(seat=make.make_seat(board=meeting.board), person=person)

    assert run_on(before_due(7)) == [(ASK, MEMBER)]
    with on(before_due(6)):
        make.make_dispatch(meeting=meeting)
        invitations.send(meeting, Dispatch.Kind.ADDENDUM, make.make_staff(), "Bitte lesen")
    assert silent.mails.get().kind == Dispatch.Kind.ADDENDUM


@pytest.mark.parametrize(
    "values",
    [
        {"state": Meeting.State.PLANNED},
        {"state": Meeting.State.HELD},
        {"is_cancelled": True, "cancellation_reason": "Kein Raum"},
    ],
)
def test_nobody_is_reminded_of_what_is_not_ahead(meeting, values):
    Meeting.objects.filter(pk=meeting.pk).update(**values)

    assert [run_on(day) for day in (before_due(7), before_due(2), HELD_ON)] == [[], [], []]


def test_mail_says_when_where_and_until_when(meeting):
    run_on(before_due(7))
    mail = Mail.objects.get()

    assert (
        mail.subject
        == f"Bitte antworten Sie: 1. Sitzung ({meeting.board.short_name}) am 1. Juni 2027"
    )
    for fact in ("Dienstag, 1. Juni 2027", "14:00 Uhr", "Rathaus", "Dienstag, 25. Mai 2027"):
        assert fact in mail.text
        assert fact in mail.html
    assert "PERSOENLICHER-LINK" in mail.text
    assert mail.link_expires_on == HELD_ON + dt.timedelta(days=30)


# --- The eve ----------------------------------------------------------------


def test_those_who_come_are_reminded_on_the_eve(meeting):
    answer(meeting, "accepted")
    seat = make.make_mandate(seat=make.make_seat(board=meeting.board)).seat
    deputy = make.make_person()
    Participation.objects.create(meeting=meeting, seat=seat, response="delegated", deputy=deputy)
    declined = make.make_mandate(seat=make.make_seat(board=meeting.board)).seat
    Participation.objects.create(meeting=meeting, seat=declined, response="declined")
    guest = make.make_guest(meeting=meeting, response="accepted").person

    two_days, eve, day = (run_on(HELD_ON - dt.timedelta(days=days)) for days in (2, 1, 0))

    assert two_days == []
    assert sorted(eve) == sorted((EVE, one) for one in (MEMBER, deputy.email, guest.email))
    assert day == []
    assert Mail.objects.first().subject.startswith("Morgen: 1. Sitzung")


def test_missed_eve_is_made_up_for_in_the_morning_but_not_after_the_beginning(meeting):
    answer(meeting, "accepted")

    assert run_on(HELD_ON, hour=15) == []
    assert run_on(HELD_ON, hour=8) == [(EVE, MEMBER)]
    assert Mail.objects.get().subject.startswith("Heute: 1. Sitzung")


# --- What it costs ----------------------------------------------------------


@pytest.mark.parametrize("seats", [1, 10])
def test_round_without_news_needs_so_many_queries(meeting, django_assert_num_queries, seats):
    for _ in range(seats):
        make.make_mandate(seat=make.make_seat(board=meeting.board))
    run_on(before_due(7))

    with on(before_due(7)), django_assert_num_queries(13):
        assert reminders.send_for(meeting.pk) == 0
