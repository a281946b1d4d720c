"""
A process saves, releases and sends, and is killed in the middle; run by test_storm.

Every other process dies between two statements of its own, so that each place
has its turn; the rest at a moment given by the clock.
"""

import os
import random
import signal
import time
from dataclasses import asdict
from functools import partial

from django.db import connection
from django.utils import timezone

from gremium.integrity import breaches
from meetings import invitations
from meetings.cockpit import results
from meetings.minutes import acts
from meetings.models import Dispatch, Minutes
from post import delivery
from post.models import Mail
from tests import factories as make
from tests.held import make_minutes, make_ready_minutes

ROUNDS, TWIN_ROUNDS, MEMBERS, SAVES = 50, 24, 3, 4
SEED = 4711


class Office:
    """A board with members, and in each round something new to do."""

    def __init__(self, release=acts.release):
        self.release = release
        self.board = make.make_board()
        for _ in range(MEMBERS):
            make.make_mandate(seat=make.make_seat(board=self.board))
        running = make.make_meeting(board=self.board, held_on=timezone.localdate())
        make_minutes(meeting=running)
        self.item = make.make_agenda_item(meeting=running)

    def new_work(self) -> list:
        """Return what is to be done: saves, a release, an invitation, the mails."""
        meeting = make.make_meeting(
            board=self.board, held_on=timezone.localdate(), state="held", number=self.next_number()
        )
        minutes = make_ready_minutes(meeting=meeting)
        planned = make.make_planned_meeting(board=self.board, number=self.next_number())
        return [
            *[partial(self.save, number) for number in range(SAVES)],
            partial(self.release, minutes, None),
            partial(invitations.send, planned, Dispatch.Kind.INVITATION, None),
            delivery.deliver_due,
        ]

    def next_number(self):
        return self.board.meetings.count() + 1

    def save(self, number):
        record = results.record_of(self.item)
        results.save(self.item, record.revision, "noted", f"{os.getpid()} {number}", None)


# --- One process ----------------------------------------------------------------


class Countdown:
    """Kills its own process before the statement of that number."""

    def __init__(self, left=None):
        self.left, self.seen = left, 0

    def __call__(self, execute, *args):
        self.seen += 1
        if self.left and self.seen > self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)


def in_a_process(work, countdown):
    """Do `work` in a process of its own; return its id."""
    connection.close()
    pid = os.fork()
    if pid:
        return pid
    with connection.execute_wrapper(countdown):
        for act in work:
            act()
    connection.close()
    os._exit(0)


def undisturbed(work) -> tuple[int, float]:
    """Return how many statements and seconds it takes when nobody comes between."""
    countdown, begin = Countdown(), time.monotonic()
    with connection.execute_wrapper(countdown):
        for act in work:
            act()
    return countdown.seen, time.monotonic() - begin


def killed(pid) -> bool:
    return os.waitpid(pid, 0)[1] == signal.SIGKILL


# --- Fifty ----------------------------------------------------------------------


def careful_results():
    """Kill many, deliver what is left, and return what is true afterwards."""
    chance, office = random.Random(SEED), Office()  # noqa: S311 - a repeatable chance is wanted.
    # The first time is slower than all others.
    undisturbed(office.new_work())
    statements, seconds = undisturbed(office.new_work())
    deaths = 0
    for number in range(ROUNDS):
        work = office.new_work()
        chance.shuffle(work)
        if number % 2:
            pid = in_a_process(work, Countdown(chance.randint(1, statements - 1)))
        else:
            pid = in_a_process(work, Countdown())
            time.sleep(chance.uniform(0, seconds))
            os.kill(pid, signal.SIGKILL)
        deaths += killed(pid)
    return {"deaths": deaths, **afterwards()}


def careless_results():
    """The twin: a release that is no single transaction, killed at each of its places."""
    office = Office(release=acts.release.__wrapped__)
    release = slice(SAVES, SAVES + 1)
    statements, _seconds = undisturbed(office.new_work()[release])
    step = max(1, statements // TWIN_ROUNDS)
    for left in range(1, statements, step):
        killed(in_a_process(office.new_work()[release], Countdown(left)))
    return afterwards()


def afterwards() -> dict:
    found = [asdict(one) for one in breaches()]
    # The claims of the dead run out after ten minutes.
    Mail.objects.queued().update(claimed_until=None, next_attempt_at=timezone.now())
    delivery.deliver_due()
    return {
        "breaches": found,
        "released": Minutes.objects.filter(state=Minutes.State.RELEASED).count(),
        "in_review": Minutes.objects.filter(state=Minutes.State.IN_REVIEW).count(),
        "told": Mail.objects.filter(kind="minutes").count(),
        "invited": Dispatch.objects.count(),
        "asked": Mail.objects.filter(kind="invitation").count(),
        "unsent": Mail.objects.exclude(state=Mail.State.SENT).count(),
        "message_ids": list(Mail.objects.values_list("message_id", flat=True)),
    }
