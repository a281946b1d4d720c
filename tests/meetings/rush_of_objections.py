"""Objections raised, answered and overtaken at once; run by test_objections_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import connection

from meetings import objections
from meetings.minutes import acts
from meetings.models import Minutes, Objection
from post.models import Mail
from tests.meetings import minuting

MANY = 8
PAUSE = 0.2


def at_once(*parts):
    """Return how many of several who begin at the same moment are not refused."""
    barrier = threading.Barrier(len(parts))

    def run(act):
        try:
            barrier.wait()
            act()
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(parts)) as threads:
        return sum(threads.map(run, parts))


def raised(act=objections.raise_objection) -> tuple[int, int]:
    """Return what comes of as many different objections, and of as many equal ones."""
    minutes = minuting.released()
    person = minutes.chair
    at_once(*[lambda n=n: act(minutes, person, None, f"Nein {n}") for n in range(MANY)])
    different = minutes.objections.count()
    at_once(*[lambda: act(minutes, person, None, "Gleich")] * MANY)
    return different, minutes.objections.filter(text="Gleich").count()


def answered(act=objections.answer) -> tuple[int, int]:
    """Return how many answers go through, and how many mails they make."""
    objection = minuting.objection(minuting.released())
    accepted = at_once(*[lambda: act(objection, "accepted", "Ja")] * MANY)
    return accepted, Mail.objects.filter(occasion__contains="answered").count()


def overtaken(act=objections.raise_objection) -> int:
    """Return how many of some approved minutes end with an open objection."""
    return sum(is_overtaken(minuting.released(), act) for _round in range(4))


def is_overtaken(minutes, act) -> bool:
    meeting = minuting.later(minutes)
    at_once(
        lambda: act(minutes, minutes.chair, None, "Halt"),
        lambda: acts.approve(minutes, meeting, None),
    )
    is_approved = Minutes.objects.get(pk=minutes.pk).state == Minutes.State.APPROVED
    return is_approved and minutes.objections.filter(outcome="open").exists()


def slowly(act):
    def inner(*args, **kwargs):
        time.sleep(PAUSE)
        return act(*args, **kwargs)

    return inner


def unlocked(minutes):
    return Minutes.objects.select_related("meeting__board", "chair").get(pk=minutes.pk)


def careless():
    """Let acts look first and write later, with nothing in between that holds others up."""
    return (
        patch.object(objections, "locked", unlocked),
        patch.object(objections, "write", lambda *args: None),
        patch.object(Objection, "save", slowly(Objection.save)),
    )


def careful_results():
    return *raised(), *answered(), overtaken()


def careless_results():
    lock, mail, save = careless()
    with lock, mail, save:
        return (
            raised(objections.raise_objection.__wrapped__)[1],
            answered(objections.answer.__wrapped__)[0],
            overtaken(objections.raise_objection.__wrapped__),
        )
