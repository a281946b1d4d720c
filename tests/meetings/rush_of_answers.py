"""One person answers many times at once; run by test_answers_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.db import DatabaseError, connection

from meetings import answers
from meetings.models import Meeting, Participation, Response
from post.models import Mail
from tests import factories as make

MANY = 20
PAUSE = 0.2
SAYS = {Response.ACCEPTED: "Ihre Zusage", Response.DECLINED: "Ihre Absage"}
CLICKS = [Response.ACCEPTED, Response.DECLINED] * (MANY // 2)


def at_once(act, clicks) -> int:
    """Run `act` for each click, all at the same moment; return how many broke down."""
    barrier = threading.Barrier(len(clicks))

    def run(click):
        try:
            barrier.wait()
            act(click)
        except DatabaseError:
            return True
        finally:
            connection.close()
        return False

    with ThreadPoolExecutor(len(clicks)) as threads:
        return sum(threads.map(run, clicks))


def prepared():
    meeting = make.make_meeting()
    seat = make.make_seat(board=meeting.board)
    return meeting, make.make_mandate(seat=seat).person


def different(reply):
    """
    Return what comes of ten acceptances and ten refusals.

    These are: rows, confirmations that wait, whether they say what the row
    says, clicks that broke down.
    """
    meeting, person = prepared()
    broken = at_once(lambda click: reply(meeting, person, answers.Reply(click)), CLICKS)
    row = Participation.objects.filter(meeting=meeting).last()
    waiting = Mail.objects.queued().filter(person=person)
    says = {" ".join(mail.subject.split()[:2]) for mail in waiting}
    told = says == {SAYS[row.response]} and row.history.first().response == row.response
    return meeting.participations.count(), waiting.count(), int(told), broken


def equal(reply):
    """Return how many changes and mails come of twenty acceptances of an invited member."""
    meeting, person = prepared()
    seat = meeting.board.seats.get()
    row = Participation.objects.create(meeting=meeting, seat=seat)
    at_once(lambda click: reply(meeting, person, answers.Reply(click)), [Response.ACCEPTED] * MANY)
    return row.history.count() - 1, Mail.objects.filter(person=person).count()


def slowly(act):
    def inner(*args):
        found = act(*args)
        time.sleep(PAUSE)
        return found

    return inner


def careful_results():
    return *different(answers.reply), *equal(answers.reply)


def careless_results():
    """Look first and write later, without transaction and lock."""
    with patch.multiple(
        answers,
        locked=lambda meeting: Meeting.objects.get(pk=meeting.pk),
        may=slowly(answers.may),
    ):
        reply = answers.reply.__wrapped__
        return *different(reply), *equal(reply)
