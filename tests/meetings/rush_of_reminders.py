"""The same people asked by several hands at once; run by test_reminders_at_once."""

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from meetings import reminders
from meetings.models import Meeting
from post.models import Mail
from tests import factories as make

MANY = 5
PAUSE = 0.3


def at_once(acts):
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            act()
        except ValidationError:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(len(acts)) as threads:
        return sum(threads.map(run, acts))


def session():
    """A session whose answers are due in two days, with two members."""
    board = make.make_board()
    for _ in range(2):
        make.make_mandate(seat=make.make_seat(board=board))
    held_on = timezone.localdate() + dt.timedelta(days=9)
    return make.make_meeting(board=board, held_on=held_on)


def by_hand(remind=reminders.remind):
    """Return (hands that asked somebody, mails written) for two people to ask."""
    meeting, before = session(), Mail.objects.count()
    office = [make.make_staff() for _ in range(MANY)]
    asked = at_once([lambda one=one: remind(meeting, one) for one in office])
    return asked, Mail.objects.count() - before


def by_round(send_for=reminders.send_for):
    """Return how many mails several rounds at once wrote to two people."""
    meeting, before = session(), Mail.objects.count()
    at_once([lambda: send_for(meeting.pk)] * MANY)
    return Mail.objects.count() - before


def slowly(act):
    def inner(*args):
        found = act(*args)
        time.sleep(PAUSE)
        return found

    return inner


def careful_results():
    return [by_hand(), by_round()]


def careless_results():
    """Let everybody look first and write later, with nothing that holds others up."""
    loose = {
        "locked": lambda key: Meeting.objects.get(pk=key),
        "unanswered": slowly(reminders.unanswered),
    }
    with patch.multiple(reminders, **loose):
        return [by_hand(reminders.remind.__wrapped__), by_round(reminders.send_for.__wrapped__)]
