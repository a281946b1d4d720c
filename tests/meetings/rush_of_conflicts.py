"""A vote and a conflict of interest are noted at the same moment; run by test_agreement_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import connection

from meetings.cockpit import agreement, captures, results, running, votes
from meetings.models import Meeting
from tests.meetings.sitting import ask_for_quorum, make_running

ITEMS = 4
PAUSE = 0.3


def at_once(acts):
    """Let all acts begin at the same moment; return how many were refused."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            act()
        except ValidationError:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(len(acts)) as threads:
        return sum(threads.map(run, acts))


def refused_and_disagreeing(vote=captures.note_resolution):
    """On each item all vote, while one of them is noted as conflicted; return what came of it."""
    meeting = make_running(seats=3, items=ITEMS)
    ask_for_quorum(meeting, has_quorum=False)
    seat = meeting.board.seats.first()
    acts = []
    for item in meeting.agenda_items.all():
        acts.append(lambda item=item: vote(item, {"text": "Wortlaut", "yes": "3"}, None))
        acts.append(lambda item=item: results.set_conflicts(item, [seat.pk], None))
    refused = at_once(acts)
    return refused, len(agreement.contradictions(meeting))


def later(act, pause):
    def inner(*args):
        time.sleep(pause)
        return act(*args)

    return inner


@contextmanager
def careless():
    """Let acts look first and write later, with nothing in between that holds others up."""

    def unlocked(meeting):
        return Meeting.objects.select_related("board").get(pk=meeting.pk)

    with (
        patch.object(running, "locked", unlocked),
        patch.object(agreement, "locked", unlocked),
        patch.object(agreement, "transaction", SimpleNamespace(atomic=nullcontext)),
        patch.object(results, "note_conflicts", later(results.note_conflicts, PAUSE)),
        patch.object(votes, "decide", later(votes.decide, 4 * PAUSE)),
    ):
        yield


def careful_results():
    return refused_and_disagreeing()


def careless_results():
    with careless():
        return refused_and_disagreeing(captures.note_resolution.__wrapped__)
