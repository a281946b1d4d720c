"""A second board, all of it invented: told from its first day to a session that begins today."""

import datetime as dt

from django.utils import timezone

from accounts.visibility import Visibility
from gremium.example import answers, deciding, people, recording, sessions, sitting, tasks
from gremium.example.clock import at, let_mails_go, moment_on, thursday, today
from meetings.models import Meeting, Venue
from meetings.tasks import agenda
from partners.models import Board, Mandate, Organisation, Rules, Seat
from partners.richtext import from_plain

QUARTER, LATEST = 15, 22 * 60


def tell(words) -> tuple:
    """
    Two sessions are held and recorded, a third begins soon, a circular resolution runs.

    Return the board and the session of today.
    """
    board, told = found(words), words["sessions"]
    first, second, third = plan(board, told, Venue.objects.create(**words["venue"]))

    invite(first, told["first"], days_before=14)
    sitting.hold(first, told["first"], words["minute_taker"])
    recording.release(first, days_after=6)
    tasks.go_on(first, words["tasks"])

    invite(second, told["second"], days_before=12)
    sitting.hold(second, told["second"], words["minute_taker"])
    recording.approve_and_publish(first, second)
    deciding.note_outcome(board, words["outcome"])
    recording.release(second, days_after=8)
    tasks.go_on(second, words["tasks"])

    invite(third, told["third"], days_before=10)
    deciding.circulate(board, words["circular"])
    recording.object_to(second, words["objection"])
    return board, third


# --- The board --------------------------------------------------------------


def found(words) -> Board:
    values = dict(words["board"])
    days, purpose = values.pop("started_days_ago"), from_plain(values.pop("purpose"))
    board = Board.objects.create(
        **values,
        purpose=purpose,
        kind=Board.Kind.WORKING_GROUP,
        started_on=timezone.localdate() - dt.timedelta(days=days),
        position=1,
        visibility=Visibility.PUBLIC,
        is_example=True,
    )
    Rules.objects.create(board=board, valid_from=board.started_on, **words["rules"])
    for entry in words["seats"]:
        fill_seat(board, entry)
    return board


def fill_seat(board, entry):
    day = board.started_on
    organisation = Organisation.objects.create(**entry["organisation"], is_example=True)
    seat = Seat.objects.create(
        board=board,
        organisation=organisation,
        starts_on=day,
        votes_from=day if entry.get("is_voting", True) else None,
    )
    office = Mandate.Office.CHAIR if entry.get("chair") else Mandate.Office.NONE
    member = people.known_or_new(*entry["member"])
    people.seat_member(seat, member, day, office=office)
    if "deputy" in entry:
        deputy = people.known_or_new(*entry["deputy"])
        people.seat_member(seat, deputy, day, role=Mandate.Role.DEPUTY)
    if entry.get("named"):
        people.let_be_named(member)


# --- Its sessions -----------------------------------------------------------


def plan(board, told, venue) -> list[Meeting]:
    """Plan the sessions that take place, all of them at first; a fourth is off by now."""
    days = [*(thursday(told[one]["weeks_ahead"]) for one in ("first", "second")), today()]
    times = [{}, {}, soon(told["third"]["lasts_minutes"])]
    planned = []
    with at(moment_on(days[0] - dt.timedelta(days=21), 9)):
        for name, day, time in zip(told, days, times, strict=False):
            planned.append(add(board, told[name], venue, held_on=day, **time))
    add(board, told["fourth"], venue, state=Meeting.State.INVITED)
    return planned


def add(board, words, venue, **values):
    meeting = sessions.plan(board, words, venue=venue, visibility=words["visibility"], **values)
    if "guest" in words:
        sessions.add_guest(meeting, words["guest"])
    sessions.add_agenda(meeting, words["agenda"])
    return meeting


def soon(minutes) -> dict:
    """Return times of today that begin within half an hour, but end before midnight."""
    now = timezone.localtime()
    begin = min((now.hour * 60 + now.minute) // QUARTER * QUARTER + 2 * QUARTER, LATEST)
    ends = begin + minutes
    return {
        "starts_at": dt.time(*divmod(begin, 60)),
        "ends_at": dt.time(*divmod(ends, 60)),
        "answers_due_on": today(),
    }


def invite(meeting, words, days_before):
    """What was left open comes on the agenda, the invitation goes out, most answer."""
    day = meeting.held_on - dt.timedelta(days=days_before)
    with at(moment_on(day, 9)):
        agenda.take_over(meeting)
        answers.invite(meeting)
        let_mails_go()
    members = people.by_organisation(meeting.board, Mandate.Role.MAIN)
    deputies = people.by_organisation(meeting.board, Mandate.Role.DEPUTY)
    with at(moment_on(day + dt.timedelta(days=2), 17, 40)):
        answers.answer(meeting, words["answers"], members, deputies)
        let_mails_go()
