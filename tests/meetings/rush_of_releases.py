"""Two release, approve and save the same minutes at once; run by test_minutes_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from meetings.minutes import acts, words
from meetings.models import Minutes
from post.models import Mail
from tests import factories as make
from tests.held import make_held_meeting, make_ready_minutes
from tests.meetings.minuting import later, released

MANY, MEMBERS = 4, 3
PAUSE = 0.2


def at_once(*tasks) -> list:
    """Run all at the same moment; return what each made, or the error that stopped it."""
    barrier = threading.Barrier(len(tasks))

    def run(task):
        try:
            barrier.wait()
            return task()
        except (ValidationError, DatabaseError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(run, tasks))


def refused(results) -> int:
    """Count who was told that it is done; a broken rule of the database is no such word."""
    errors = [one for one in results if isinstance(one, ValidationError)]
    return sum("Das Protokoll ist schon" in " ".join(one.messages) for one in errors)


def releases(release):
    """Return versions, mails, people who got one and refusals of four releases at once."""
    meeting = make_held_meeting()
    for _ in range(MEMBERS):
        make.make_mandate(seat=make.make_seat(board=meeting.board))
    minutes = make_ready_minutes(meeting=meeting)
    results = at_once(*[lambda: release(minutes, None)] * MANY)
    mails = Mail.objects.filter(occasion__startswith=f"minutes:{minutes.pk}:")
    people = mails.values("to_address").distinct()
    return minutes.versions.count(), mails.count(), people.count(), refused(results)


def approvals(approve):
    """Return versions and refusals of four approvals at once."""
    minutes = released()
    meeting = later(minutes)
    results = at_once(*[lambda: approve(minutes, meeting, None)] * MANY)
    return minutes.versions.count(), refused(results)


def typed(minutes, text):
    item = minutes.meeting.agenda_items.get()
    return [words.Typed({"result": "noted", "text": text}, 0, item)]


def saves(save):
    """Return how many of four who typed into the same item saved, and how many were told."""
    minutes = make_ready_minutes()
    tasks = [
        lambda text=f"Text {number}": save(minutes, typed(minutes, text), None, "in_review")
        for number in range(MANY)
    ]
    done = [one for one in at_once(*tasks) if isinstance(one, words.Outcome)]
    saved = sum(one.is_saved for one in done)
    return saved, len(done) - saved


def save_beside_release(save, release):
    """
    Return whether what was typed is in the released version, or its writer was told.

    A text that is saved after the version was frozen would be in neither.
    """
    minutes = make_ready_minutes()
    outcome, version = at_once(
        lambda: save(minutes, typed(minutes, "Kurz vorher"), None, "in_review"),
        lambda: release(minutes, None),
    )
    is_in = version.content["items"][0]["text"] == "Kurz vorher"
    return int(is_in == outcome.is_saved)


def careful_results():
    return (
        *releases(acts.release),
        *approvals(acts.approve),
        *saves(words.save),
        save_beside_release(words.save, acts.release),
    )


def unlocked(minutes):
    found = Minutes.objects.select_related("meeting__board", "chair").get(pk=minutes.pk)
    time.sleep(PAUSE)
    return found


def slowly(act):
    def inner(*args):
        found = act(*args)
        time.sleep(PAUSE)
        return found

    return inner


def text_stored_after_release():
    """Let the writer look before the release and store behind it."""
    is_out = threading.Event()

    def release(*args):
        try:
            return acts.release.__wrapped__(*args)
        finally:
            is_out.set()

    def store_behind(*args, store=words.store):
        is_out.wait(timeout=30)
        store(*args)

    with patch.object(words, "store", store_behind):
        return save_beside_release(words.save.__wrapped__, release)


def careless_results():
    """Look first and write later, without transaction and lock."""
    with patch.object(acts, "locked", unlocked), patch.object(words, "locked", unlocked):
        with patch.object(words, "row_of", slowly(words.row_of)):
            saved, _told = saves(words.save.__wrapped__)
        *_done, refusals = releases(acts.release.__wrapped__)
        agree = text_stored_after_release()
    return saved, refusals, agree
