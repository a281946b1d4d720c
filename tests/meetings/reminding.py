"""A session in summer 2027, and the daily round on any day before it."""

import datetime as dt

import time_machine
from django.core.management import call_command

from meetings import reminders
from meetings.models import Participation
from post.models import Mail
from tests import factories as make

HELD_ON, DUE = dt.date(2027, 6, 1), dt.date(2027, 5, 25)
ASK, EVE = reminders.ANSWER, reminders.EVE
MEMBER = "mitglied@example.org"


def invited():
    """An invited session of a board with one seat, whose member has not answered."""
    board = make.make_board()
    person = make.make_person(email=MEMBER)
    make.make_mandate(seat=make.make_seat(board=board), person=person)
    return make.make_meeting(
        board=board, held_on=HELD_ON, starts_at=dt.time(14), venue=make.make_venue(name="Rathaus")
    )


def member_of(meeting):
    return meeting.board.seats.get().mandates.get().person


def on(day, hour=9):
    """Be in the office of that day, at that hour of its summer."""
    moment = dt.datetime.combine(day, dt.time(hour - 2), dt.UTC)
    return time_machine.travel(moment, tick=False)


def run_on(day, hour=9):
    """Let the round run; return (kind, address) of the mails it wrote."""
    before = list(Mail.objects.values_list("pk", flat=True))
    with on(day, hour):
        call_command("send_due", verbosity=0)
    return list(
        Mail.objects.exclude(pk__in=before).order_by("pk").values_list("kind", "to_address")
    )


def before_due(days):
    return DUE - dt.timedelta(days=days)


def answer(meeting, response, **values):
    return Participation.objects.create(
        meeting=meeting, seat=meeting.board.seats.get(), response=response, **values
    )


def waiting():
    found = Mail.objects.queued().filter(is_superseded=False)
    return sorted(found.values_list("kind", flat=True))


def deliver_all():
    Mail.objects.queued().update(state=Mail.State.SENT)
