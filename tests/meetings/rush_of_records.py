"""Several save the same item, or one ends the session meanwhile; run by test_records_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import connection

from meetings.cockpit import ending, results, running
from meetings.models import ItemRecord, Meeting
from tests import factories as make
from tests.meetings.sitting import make_running

MANY = 8
PAUSE = 0.3
SAVED, TOLD, CLOSED = "saved", "told", "closed"


def at_once(acts):
    """Let all acts begin at the same moment; return what became of each."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            act()
        except results.OutdatedError as error:
            # Whoever is told gets the text of the other.
            return TOLD if error.record.text else "lost"
        except ValidationError:
            return CLOSED
        finally:
            connection.close()
        return SAVED

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def saved_and_told(save=results.save):
    """Return how many of several saves on the same state go through, and how many are told."""
    item, staff = make_running().agenda_items.first(), make.make_staff()
    acts = [
        lambda number=number: save(item, 0, "", f"von {number}", staff) for number in range(MANY)
    ]
    found = at_once(acts)
    assert ItemRecord.objects.get(agenda_item=item).text.startswith("von ")
    return found.count(SAVED), found.count(TOLD)


def saved_after_end(save=results.save, end=ending.end):
    """Return how many texts came in although the session was closed when they were stored."""
    meeting, staff = make_running(items=MANY), make.make_staff()
    acts = [
        lambda item=item: save(item, 0, "", "Text", staff) for item in meeting.agenda_items.all()
    ]
    at_once([*acts, lambda: end(meeting, staff)])
    closed_at = Meeting.history.filter(id=meeting.pk, state="held").first().history_date
    texts = ItemRecord.history.filter(agenda_item__meeting=meeting.pk, text="Text")
    return texts.filter(history_date__gt=closed_at).count()


def slowly(act):
    def inner(*args):
        time.sleep(PAUSE)
        return act(*args)

    return inner


@contextmanager
def careless():
    """Let acts look first and write later, with nothing in between that holds others up."""

    def unlocked(meeting):
        return Meeting.objects.select_related("board").get(pk=meeting.pk)

    with (
        patch.object(running, "locked", unlocked),
        patch.object(results, "record_of", slowly(results.record_of)),
        patch.object(results, "write", slowly(results.write)),
    ):
        yield


def careful_results():
    return *saved_and_told(), saved_after_end()


def careless_results():
    save, end = results.save.__wrapped__, ending.end.__wrapped__
    with careless():
        saved, _told = saved_and_told(save)
        return saved, saved_after_end(save, end)
