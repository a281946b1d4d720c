"""Several workers at one outbox; run by test_delivery_at_once."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.conf import settings
from django.db import connection
from django.test import override_settings

from post import delivery, outbox
from post.models import Mail
from tests import factories as make
from tests.post.mail_server import Sink, serving

WORKERS, MAILS = 4, 12
PATIENCE = 5
PAUSE = 0.05


def in_thread(act):
    """Run `act` with a connection of its own that is closed afterwards."""
    try:
        return act()
    finally:
        connection.close()


def deliver_at_once():
    """Let all workers deliver the same mails; return how often each mail arrived."""
    sink, barrier = Sink(), threading.Barrier(WORKERS)
    mails = [make.make_mail() for _ in range(MAILS)]

    def work(_number):
        barrier.wait()
        return in_thread(delivery.deliver_due)

    with override_settings(), serving(settings, sink), ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(work, range(WORKERS)))
    arrived = Counter(one["Message-ID"] for one in sink.mails)
    return [arrived[one.message_id] for one in mails]


def careful_results():
    return deliver_at_once()


def careless_results():
    """The twin: everybody may have every mail, and takes a moment between looking and taking."""

    def grab(mail, until):
        time.sleep(PAUSE)
        mail.claimed_until, mail.attempts = until, mail.attempts + 1
        return True

    with patch.object(Mail, "claim", grab):
        return deliver_at_once()


def is_free_while_the_server_is_slow():
    """Tell whether others write while a mail is being handed over."""
    sink, written = Sink(), []
    make.make_mail()

    def write():
        in_thread(lambda: written.append(make.make_person().pk))

    def while_it_waits():
        writer = threading.Thread(target=write, daemon=True)
        writer.start()
        writer.join(PATIENCE)

    sink.before_250 = while_it_waits
    with override_settings(), serving(settings, sink):
        delivery.deliver_due()
    return len(written) == 1


def supersede_in_flight():
    """Replace a mail while it is handed over; return what arrived, in order, and its state."""
    sink = Sink()
    first = make.make_mail(subject="Einladung", thread="t")

    def cancel():
        outbox.supersede("t")
        make.make_mail(subject="Absage", thread="t")
        # A second worker comes by meanwhile.
        assert delivery.deliver_due() == 0

    def while_it_waits():
        sink.before_250 = None
        other = threading.Thread(target=in_thread, args=[cancel], daemon=True)
        other.start()
        other.join(PATIENCE)

    sink.before_250 = while_it_waits
    with override_settings(), serving(settings, sink):
        delivery.deliver_due()
        delivery.deliver_due()
    first.refresh_from_db()
    return sink.subjects, first.state
