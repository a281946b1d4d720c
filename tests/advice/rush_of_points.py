"""Twenty give points for one seat at once, and closing among them; run by test_points_at_once."""

import time
from contextlib import ExitStack
from unittest.mock import patch

from advice import points, weighing_mails
from advice import weighing as weighings
from advice.models.weighing import POINTS
from post.models import Mail
from tests.advice.weighing import begun
from tests.meetings.balloting import make_voters, seat_of
from tests.meetings.rush_of_votes import at_once

MANY = 20
PAUSE = 0.2
TITLES = [f"T{number}" for number in range(MANY)]


def giving(weighing, person, numbers, give):
    return lambda: give(weighing, person, seat_of(person).pk, numbers)


def sets_of_one_seat(give):
    """
    Return what comes of twenty sets of one seat, each for a topic of its own.

    These are: rows, points in all, sets that broke down.
    """
    board, (person,) = make_voters(1)
    weighing = begun(board, *TITLES)
    topics = list(weighing.topics.all())
    became = at_once([giving(weighing, person, {one.pk: POINTS}, give) for one in topics])
    rows = list(weighing.weights.all())
    return len(rows), sum(one.points for one in rows), became.count("broken")


def closing_among_them(give, close):
    """
    Return what comes of closing while twenty seats give points.

    These are: points accepted beside points told, results told to one person.
    """
    board, people = make_voters(MANY)
    weighing = begun(board, "A", "B")
    one = weighing.topics.first()
    acts = [giving(weighing, person, {one.pk: POINTS}, give) for person in people]
    became = at_once([*acts, lambda: end(weighing, close)])[:MANY]
    mails = Mail.objects.filter(kind="weighing_result", person=people[0])
    told = int(mails.get().text.split("1. A: ")[1].split()[0])
    return became.count("ok") * POINTS - told, mails.count()


def end(weighing, close):
    """Close in the middle of it."""
    time.sleep(PAUSE / 4)
    close(weighing)


def slowly(act):
    def inner(*args):
        found = act(*args)
        time.sleep(PAUSE)
        return found

    return inner


def careful_results():
    return (*sets_of_one_seat(points.give), *closing_among_them(points.give, weighings.close))


def careless_results():
    """Look first and write later, without transaction and lock."""

    def look(weighing):
        return type(weighing).objects.select_related("board").get(pk=weighing.pk)

    with ExitStack() as changes:
        changes.enter_context(patch.object(weighings, "locked", look))
        changes.enter_context(patch.object(points, "check", slowly(points.check)))
        drop = weighing_mails.drop_reminders
        changes.enter_context(patch.object(weighing_mails, "drop_reminders", slowly(drop)))
        give, close = points.give.__wrapped__, weighings.close.__wrapped__
        return (*sets_of_one_seat(give), *closing_among_them(give, close))
