"""Several save the form they opened at the same state, all at once; run by test_saves_at_once."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from types import SimpleNamespace
from unittest.mock import patch

from django.db import connection
from django.test import Client

from partners.admin import stale
from tests import factories as make
from tests.office import change
from tests.test_office_stale import form_of

MANY = 6
PAUSE = 0.5


def signed_in():
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(make.make_staff(is_superuser=True))
    return client


def answers() -> Counter:
    """Return how often which status is answered."""
    meeting = make.make_meeting()
    clients = [signed_in() for _number in range(MANY)]
    form = clients[0].get(change(meeting)).context_data["adminform"].form
    seen, barrier = form["seen"].value(), threading.Barrier(MANY)

    def save(number):
        try:
            barrier.wait()
            data = form_of(meeting, seen, [], note=f"von {number}")
            return clients[number].post(change(meeting), data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as threads:
        return Counter(threads.map(save, range(MANY)))


def saved():
    """Return how many were saved and how many refused."""
    found = answers()
    return found[302], found[409]


def saved_carelessly():
    """Look first and save later, without transaction and lock."""
    look = stale.Versioned.look_for_others

    def slowly(self, request, object_id):
        look(self, request, object_id)
        time.sleep(PAUSE)

    unguarded = SimpleNamespace(atomic=lambda **kwargs: nullcontext())
    with (
        patch.object(stale, "transaction", unguarded),
        patch.object(stale, "locked", lambda obj: obj),
        patch.object(stale.Versioned, "look_for_others", slowly),
    ):
        return saved()
