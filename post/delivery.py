"""
Handing mails over to the mail server: one by one, each by one worker only.

A worker claims a mail for ten minutes, which is longer than an attempt can
take, and no transaction is open meanwhile. Should it die, the claim runs out
and the mail is tried again with the same Message-ID. A finished library queue
(django-post-office 3.12) was looked at: it notes the outcome of a whole batch
after the batch, so that a process that dies repeats mails already sent.
"""

import datetime as dt
import logging
import smtplib
import time
from contextlib import suppress

from django.conf import settings
from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from post.envelope import seal
from post.models import Mail
from post.verdict import verdict_of

LEASE = dt.timedelta(minutes=10)
CODE_VALID = dt.timedelta(minutes=10)
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
# An hour apart, this is a week.
MAX_ATTEMPTS = 7 * 24
BLANK = {"text": "", "html": ""}

logger = logging.getLogger(__name__)


class SupersededError(Exception):
    """Replaced by a newer mail while the connection was being opened."""


def deliver_due(is_stopping=lambda: False):
    """Hand over what is due, over one connection; return how many mails were tried."""
    tidy()
    if not settings.HAS_MAIL_SERVER and not settings.MAIL_IS_SHOWN:
        return 0
    tried = 0
    line = get_connection()
    while not is_stopping() and (mail := claim_next()):
        hand_over(mail, line)
        tried += 1
    hang_up(line)
    return tried


def tidy():
    """Drop what was replaced while in the hands of a process that died, and codes too old."""
    now = timezone.now()
    free = Mail.objects.queued().free(now)
    free.filter(is_superseded=True).update(state=Mail.State.DROPPED)
    old_codes = Mail.objects.free(now).filter(is_secret=True, queued_at__lt=now - CODE_VALID)
    old_codes.queued().update(state=Mail.State.DROPPED)
    if not settings.MAIL_IS_SHOWN:
        old_codes.exclude(text="").update(**BLANK)


def claim_next():
    """Return a mail that is now ours alone, or None."""
    now = timezone.now()
    for mail in Mail.objects.due(now).select_related("person")[:20]:
        if mail.claim(now + LEASE):
            return mail
    return None


def hand_over(mail, line):
    """Try once and note the outcome; nothing is raised for what can happen to a mail."""
    letter = None
    try:
        open_line(line, mail)
        letter = seal(mail)
        line.send_messages([letter.message])
    except Exception as error:  # noqa: BLE001 - one mail must not hold up the others
        hang_up(line)
        insist(note_failure, mail, letter, verdict_of(error))
    else:
        insist(note_sent, mail, letter)


def open_line(line, mail):
    """Connect, which can take long, and look once more whether the mail is still wanted."""
    line.open()
    if Mail.objects.filter(pk=mail.pk, is_superseded=True).exists():
        raise SupersededError


def hang_up(line):
    with suppress(smtplib.SMTPException, OSError):
        line.close()


def note_sent(mail, letter):
    values = {"state": Mail.State.SENT, "sent_at": timezone.now(), "last_error": ""}
    if settings.MAIL_IS_SHOWN:
        values |= {"text": letter.text, "html": letter.html}
    elif mail.is_secret:
        values |= BLANK
    Mail.objects.queued().filter(pk=mail.pk).update(claimed_until=None, **values)


def note_failure(mail, letter, verdict):
    """Plan the next attempt, or give up; a mail replaced meanwhile is dropped."""
    if letter and letter.link and verdict.was_refused:
        letter.link.delete()
    values = {"claimed_until": None, "last_error": verdict.answer}
    ours = Mail.objects.queued().filter(pk=mail.pk, claimed_until=mail.claimed_until)
    if verdict.is_final or mail.attempts >= MAX_ATTEMPTS:
        outcome = {"state": Mail.State.FAILED}
    else:
        outcome = {"next_attempt_at": timezone.now() + wait_after(mail.attempts)}
    if not ours.filter(is_superseded=False).update(**values, **outcome):
        ours.filter(is_superseded=True).update(**values, state=Mail.State.DROPPED)


def wait_after(attempts):
    return WAITS[min(attempts, len(WAITS)) - 1]


def insist(note, *args):
    """Repeat `note` until the database takes it: what the server said must not be lost."""
    end = time.monotonic() + LEASE.total_seconds()
    while True:
        try:
            return note(*args)
        except (OperationalError, InterfaceError):
            if time.monotonic() > end:
                raise
            logger.warning("Die Datenbank antwortet nicht; das Ergebnis wird nachgetragen.")
            connection.close()
            time.sleep(1)
