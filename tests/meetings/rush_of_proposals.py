"""Proposals handed in or decided many times at once; run by test_proposals_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import connection

from meetings import proposals
from meetings.models import Meeting
from post.models import Mail
from tests import factories as make

MANY = 10
PAUSE = 0.2


def at_once(act):
    """Return how many of several who begin at the same moment are not refused."""
    barrier = threading.Barrier(MANY)

    def run(_number):
        try:
            barrier.wait()
            act()
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(MANY) as threads:
        return sum(threads.map(run, range(MANY)))


def handed_in(propose=proposals.propose) -> int:
    """Return how many proposals come of as many clicks."""
    meeting = make.make_meeting()
    person = make.make_member(meeting.board).person
    at_once(lambda: propose(meeting, person, "Thema"))
    return meeting.proposals.count()


def taken_up(accept=proposals.accept) -> tuple[int, int, int]:
    """Return how many acts go through, and the items and mails they make."""
    proposal, staff = make.make_proposal(), make.make_staff()
    accepted = at_once(lambda: accept(proposal, staff))
    mails = Mail.objects.filter(person=proposal.person)
    return accepted, proposal.meeting.agenda_items.count(), mails.count()


def slowly(act):
    def inner(*args):
        time.sleep(PAUSE)
        return act(*args)

    return inner


def without_lock(name, *args):
    """Run the act `name` without its transaction and without locking the meeting."""
    return getattr(proposals, name).__wrapped__(*args)


def careless():
    """Let acts look first and write later, with nothing in between that holds others up."""
    return patch.multiple(
        proposals,
        locked=lambda meeting: Meeting.objects.get(pk=meeting.pk),
        item_of=slowly(proposals.item_of),
        seat_of=slowly(proposals.seat_of),
    )


def careful_results():
    return handed_in(), *taken_up()


def careless_results():
    with careless():
        proposed = handed_in(lambda *args: without_lock("propose", *args))
        return proposed, *taken_up(lambda *args: without_lock("accept", *args))
