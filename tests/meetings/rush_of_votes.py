"""Many votes at once, and closing among them; run by test_votes_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from meetings.models import Resolution
from meetings.resolutions import ballots, circular, register
from partners.models import Mandate
from post.models import Mail
from tests.meetings.balloting import begun, make_voters, seat_of

MANY = 50
PAUSE = 0.2
CHOICES = ["yes", "no"] * (MANY // 2)


def at_once(acts) -> list[str]:
    """Run all `acts` at the same moment; return what became of each: ok, refused or broken."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            act()
        except ValidationError:
            return "refused"
        except DatabaseError:
            return "broken"
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def voting(resolution, person, choice, cast):
    answers = ballots.Answers(seat_of(person).pk, "yes", choice)
    return lambda: cast(resolution, person, answers)


def votes_of_one_seat(cast):
    """
    Return what comes of fifty votes of one seat.

    These are: rows, votes that broke down, whether the receipt that waits says
    what the row says.
    """
    board, (person,) = make_voters(1)
    resolution = begun(board)
    became = at_once([voting(resolution, person, one, cast) for one in CHOICES])
    row = resolution.votes.last()
    receipts = Mail.objects.queued().filter(kind="circular_receipt", person=person)
    says = [one.text for one in receipts]
    is_told = len(says) == 1 and f" {row.get_vote_display()}\n" in says[0]
    return resolution.votes.count(), became.count("broken"), int(is_told)


def votes_of_one_person(cast) -> int:
    """Return how many votes somebody gets who votes for both of their seats at once."""
    board, (person, other) = make_voters(2)
    seats = [seat_of(person), seat_of(other)]
    Mandate.objects.filter(person=other).update(person=person)
    resolution = begun(board)
    answers = [ballots.Answers(seat.pk, "yes", "yes") for seat in seats]
    at_once([lambda one=one: cast(resolution, person, one) for one in answers])
    return resolution.votes.count()


def closing_while_voting(cast, close):
    """
    Return what comes of closing while fifty seats vote.

    These are: votes accepted beside votes counted, votes neither accepted nor
    refused, results told to one person, numbers given.
    """
    board, people = make_voters(MANY)
    resolution = begun(board)
    early = people[: MANY // 2]
    for one in early:
        voting(resolution, one, "yes", ballots.cast)()
    acts = [voting(resolution, one, "yes", cast) for one in people[MANY // 2 :]]
    became = at_once([*acts, *[lambda: end(resolution, close)] * 3])[: len(acts)]
    resolution.refresh_from_db()
    counted = (resolution.yes or 0) + (resolution.no or 0) + (resolution.abstentions or 0)
    accepted = len(early) + became.count("ok")
    told = Mail.objects.filter(kind="circular_result", person=people[0]).count()
    numbers = Resolution.history.filter(id=resolution.pk, number__isnull=False).values("number")
    broken = len(acts) - became.count("ok") - became.count("refused")
    return accepted - counted, broken, told, numbers.distinct().count()


def end(resolution, close):
    """Close as if the period ended now, in the middle of the votes."""
    time.sleep(PAUSE / 4)
    close(resolution)


def numbers_at_once(close):
    """Return how many different numbers ten closed at once get, of how many closed."""
    board, people = make_voters(1)
    running = [begun(board) for _ in range(10)]
    for one in running:
        voting(one, people[0], "yes", ballots.cast)()
    at_once([lambda one=one: close(one) for one in running])
    closed = Resolution.objects.filter(board=board, number__isnull=False)
    return closed.values("number").distinct().count()


def slowly(act):
    def inner(*args):
        found = act(*args)
        time.sleep(PAUSE)
        return found

    return inner


def results(cast, close):
    # As if the period were over: nobody asks whether all have voted.
    with patch.object(circular, "missing", lambda resolution: []):
        return (
            *votes_of_one_seat(cast),
            *closing_while_voting(cast, close),
            numbers_at_once(close),
        )


def careful_results():
    return results(ballots.cast, circular.close)


def careful_person():
    return (votes_of_one_person(ballots.cast),)


def careless_person():
    unlocked = patch.object(circular, "locked", look)
    with unlocked, patch.object(ballots, "check", slowly(ballots.check)):
        return (votes_of_one_person(ballots.cast.__wrapped__),)


def look(resolution):
    return Resolution.objects.select_related("board").get(pk=resolution.pk)


def careless_results():
    """Look first and write later, without transaction and lock."""
    with ExitStack() as changes:
        for target, name, act in (
            (circular, "locked", look),
            (ballots, "check", slowly(ballots.check)),
            (circular, "count", slowly(circular.count)),
            (register, "last_number", slowly(register.last_number)),
        ):
            changes.enter_context(patch.object(target, name, act))
        changes.enter_context(patch.object(register, "enter", register.enter.__wrapped__))
        return results(ballots.cast.__wrapped__, circular.close.__wrapped__)
