"""A mail server that drips: each byte is in time, and the answer never ends."""

import datetime as dt
import time

import pytest
from django.core.mail import get_connection

from post import delivery
from post.models import Mail
from tests.factories import make_mail
from tests.post.mail_server import dripping

pytestmark = pytest.mark.django_db

State = Mail.State


@pytest.fixture(autouse=True)
def little_time(monkeypatch):
    monkeypatch.setattr(delivery, "LONGEST_ATTEMPT", dt.timedelta(seconds=0.5))


def deliver():
    """Make one pass; return how many seconds it took."""
    begin = time.monotonic()
    delivery.deliver_due()
    return time.monotonic() - begin


@pytest.mark.parametrize("at", ["greeting", "EHLO", "RCPT", "DATA", "."])
def test_attempt_ends_long_before_another_worker_may_take_the_mail(settings, at):
    mail = make_mail()

    with dripping(settings, at):
        seconds = deliver()

    mail.refresh_from_db()
    assert seconds < 4
    assert (mail.state, mail.claimed_until) == (State.QUEUED, None)
    assert mail.last_error == "TimeoutError: Der Mailserver war zu langsam."


def test_goodbye_that_drips_holds_nobody_up(settings):
    mail = make_mail()

    with dripping(settings, "QUIT"):
        seconds = deliver()

    mail.refresh_from_db()
    assert seconds < 4
    assert mail.state == State.SENT


def test_refusal_counts_even_if_the_goodbye_drips(settings):
    mail = make_mail(to_address="kein Postfach")

    with dripping(settings, "QUIT"):
        seconds = deliver()

    mail.refresh_from_db()
    assert seconds < 4
    assert mail.state == State.FAILED


def test_line_that_is_fast_enough_serves_the_next_mail_too(sink):
    line = get_connection()
    for subject in ("eins", "zwei"):
        delivery.hand_over(make_mail(subject=subject), line)

    assert sink.subjects == ["eins", "zwei"]
    assert line.connection.sock is not None
    delivery.hang_up(line)


def test_attempt_has_far_less_time_than_the_claim(monkeypatch):
    monkeypatch.undo()
    minutes = [one.total_seconds() / 60 for one in (delivery.LONGEST_ATTEMPT, delivery.LEASE)]

    assert minutes == [2, 10]
