"""The same sending from several hands at once; run by test_invitations_at_once."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from meetings import invitations
from meetings.models import Dispatch, Meeting
from meetings.snapshot import Shown
from post.models import Mail
from tests import factories as make

MANY = 5
PAUSE = 0.3
KINDS = (Dispatch.Kind.SAVE_THE_DATE, Dispatch.Kind.INVITATION, Dispatch.Kind.ADDENDUM)


def outcome(act, barrier):
    try:
        barrier.wait()
        act()
    except invitations.AlreadySentError:
        return "told"
    except (ValidationError, IntegrityError):
        return "broken"
    finally:
        connection.close()
    return "sent"


def at_once(act):
    barrier = threading.Barrier(MANY)
    with ThreadPoolExecutor(MANY) as threads:
        return Counter(threads.map(lambda _number: outcome(act, barrier), range(MANY)))


def most_mails(meeting, kind):
    """Return how many mails of this kind somebody got at most."""
    mails = Mail.objects.filter(thread__startswith=f"meeting:{meeting.pk}:", kind=kind)
    return max(Counter(mails.values_list("person", flat=True)).values())


def sent(kind, send=invitations.send):
    """Return (sendings that went through, those told so, mails per person)."""
    meeting, staff = make.make_planned_meeting(), make.make_staff()
    if kind == Dispatch.Kind.ADDENDUM:
        invitations.send(meeting, Dispatch.Kind.INVITATION, staff)
    found = at_once(lambda: send(meeting, kind, staff, message="Hallo", shown=Shown(1)))
    return found["sent"], found["told"], most_mails(meeting, kind)


def slowly(act):
    def inner(*args):
        found = act(*args)
        time.sleep(PAUSE)
        return found

    return inner


def careless():
    """Let everybody look first and write later, with nothing that holds others up."""
    return patch.multiple(
        invitations,
        locked=lambda meeting: Meeting.objects.get(pk=meeting.pk),
        addressees=slowly(invitations.addressees),
    )


def careful_results():
    return [sent(kind) for kind in KINDS]


def careless_results():
    with careless():
        return [sent(kind, invitations.send.__wrapped__) for kind in KINDS]


@contextmanager
def unlimited():
    """Let the database hold several sendings of a kind; remove them all at the end."""
    limits = Dispatch._meta.constraints
    with patch.object(Dispatch._meta, "constraints", []):
        with connection.schema_editor() as editor:
            # The last one is an index; the first one goes with the table that is made anew.
            for constraint in reversed(limits):
                editor.remove_constraint(Dispatch, constraint)
        yield
        Dispatch.objects.all().delete()
        with connection.schema_editor() as editor:
            for constraint in limits:
                editor.add_constraint(Dispatch, constraint)


def unlimited_results():
    """As careless, and the database does not mind a second sending either."""
    with unlimited():
        return careless_results()
