"""
Handing mails over to the mail server: one by one, each by one worker only.

A worker claims a mail for ten minutes and no transaction is open meanwhile. An
attempt ends after two, even if the server lets its answer drip: nobody else
begins while it lasts. Should the worker die, the claim runs out and the mail is
tried again with the same Message-ID. A finished library queue
(django-post-office 3.12) was looked at: it notes the outcome of a whole batch
after the batch, so that a process that dies repeats mails already sent.
"""

import datetime as dt
import logging
import smtplib
import time
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from post.envelope import seal
from post.models import Mail
from post.smtp import Deadline
from post.verdict import verdict_of

LEASE = dt.timedelta(minutes=10)
LONGEST_ATTEMPT = dt.timedelta(minutes=2)
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
    with limited(line):
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
        with attempt(line):
            open_line(line, mail)
            letter = seal(mail)
            line.send_messages([letter.message])
    except Exception as error:  # noqa: BLE001 - one mail must not hold up the others
        insist(note_failure, mail, letter, verdict_of(error))
    else:
        insist(note_sent, mail, letter)


def limited(line):
    return Deadline(line, LONGEST_ATTEMPT.total_seconds())


@contextmanager
def attempt(line):
    """Cut the line if it takes too long, and hang up if it fails: a server may be slow in that."""
    with limited(line) as deadline:
        try:
            yield
        except Exception as error:
            is_over = deadline.is_over
            hang_up(line)
            if is_over:
                raise TimeoutError(_("Der Mailserver war zu langsam.")) from error
            raise
    if deadline.is_over:
        hang_up(line)


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
