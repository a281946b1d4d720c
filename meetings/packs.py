"""
The pack of a session (Sitzungsmappe): asked for, made by a worker, handed out.

A pack is handed out only while it is exactly what its reader may see. As soon
as an item, a paper or a right changed, the old one is out of reach.
"""

import datetime as dt
import logging
import tempfile
from functools import partial
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from meetings import binding, pack_contents
from meetings.audiences import OFFICE, PUBLIC, audiences_of
from meetings.models import Meeting, Pack
from meetings.models.days import recent
from partners.reader import Reader, person_of

LEASE = dt.timedelta(minutes=2)
AT_REST = {Pack.State.READY, Pack.State.FAILED}
logger = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """Another worker took over, because this one was silent for too long."""


# --- Asking -------------------------------------------------------------------


@transaction.atomic
def ask(meeting):
    """Have a pack made for every kind of reader, unless it is there as it should be."""
    for audience in audiences_of(meeting):
        want(meeting, audience, is_asked=True)


def want(meeting, audience, is_asked=False):
    """Queue a pack that is not there or not current; a failed one again only if asked."""
    pack, _made = Pack.objects.get_or_create(meeting=meeting, audience=audience)
    is_retry = is_asked and pack.state == Pack.State.FAILED
    if pack.state in AT_REST and (is_retry or not is_current(pack)):
        Pack.objects.filter(pk=pack.pk, state=pack.state).update(
            state=Pack.State.QUEUED, asked_at=timezone.now(), error=""
        )


def is_current(pack) -> bool:
    found = pack_contents.for_audience(pack.meeting, pack.audience)
    return pack.fingerprint == found.fingerprint


def refresh():
    """Want the packs of the sessions people prepare for; remove those nobody may read."""
    for meeting in watched():
        wanted = audiences_of(meeting)
        for pack in meeting.packs.exclude(audience__in=wanted):
            remove(pack)
        for audience in wanted:
            want(meeting, audience)


def watched():
    """Return the coming sessions that were announced, and past ones that had a pack."""
    today = timezone.localdate()
    found = Meeting.objects.exclude(state=Meeting.State.PLANNED).select_related("board", "venue")
    had_one = recent() & Q(packs__isnull=False)
    return found.filter(Q(held_on__gte=today) | had_one).distinct()


def remove(pack):
    if pack.file:
        transaction.on_commit(partial(pack.file.storage.delete, pack.file.name))
    pack.delete()


# --- Handing out --------------------------------------------------------------


def with_pack(meetings, reader):
    """Annotate `has_pack`: whether to lead `reader` to the session's pack; not if cancelled."""
    rows = Pack.objects.filter(meeting=OuterRef("pk"), meeting__is_cancelled=False)
    rows = rows.exclude(file="")
    if not reader.is_authenticated:
        rows = rows.filter(audience=PUBLIC)
    return meetings.annotate(has_pack=Exists(rows))


def find(meeting, reader):
    """
    Return the pack for `reader` and whether it is exactly what they may see now.

    None and False where none was ever asked for.
    """
    found = pack_contents.for_reader(meeting, reader)
    if found.audience not in {OFFICE, PUBLIC} and isinstance(reader, User):
        # Who sits on the board gets its pack, whatever else the office shows them.
        found = pack_contents.for_reader(meeting, Reader(person_of(reader)))
    pack = meeting.packs.filter(audience=found.audience).first()
    if pack is None:
        return None, False
    is_fresh = bool(pack.file) and pack.fingerprint == found.fingerprint
    return pack, is_fresh and pack.state == Pack.State.READY


# --- Making -------------------------------------------------------------------


def make_next() -> bool:
    """Make the pack that waits longest; return False if none waits."""
    pack = claim()
    if pack is None:
        return False
    try:
        make(pack)
    except LeaseLostError:
        logger.warning("Pack %s was taken over by another worker", pack.pk)
    except Exception:
        # Whatever a paper provokes: the other packs must still be made.
        logger.exception("Pack %s could not be made", pack.pk)
        fail(pack)
    return True


def due(now):
    abandoned = Q(state=Pack.State.MAKING, claimed_until__lt=now)
    return Pack.objects.filter(Q(state=Pack.State.QUEUED) | abandoned)


def claim():
    """Take the next pack for as long as the lease lasts, or return None."""
    now = timezone.now()
    for pk in list(due(now).order_by("asked_at", "pk").values_list("pk", flat=True)):
        taken = {"state": Pack.State.MAKING, "claimed_until": now + LEASE, "done": 0, "total": 0}
        if due(now).filter(pk=pk).update(**taken, error=""):
            return Pack.objects.select_related("meeting__board", "meeting__venue").get(pk=pk)
    return None


def held(pack):
    """Return the row as long as this worker holds it."""
    return Pack.objects.filter(pk=pack.pk, claimed_until=pack.claimed_until)


def note(pack, **values):
    """Write progress and extend the lease; raise LeaseLostError if it is gone."""
    until = timezone.now() + LEASE
    if not held(pack).update(claimed_until=until, **values):
        raise LeaseLostError
    pack.claimed_until = until


def make(pack):
    found = pack_contents.for_audience(pack.meeting, pack.audience)
    note(pack, total=len(found.documents))
    at = timezone.now()
    with tempfile.TemporaryDirectory() as folder:
        bound = binding.bind(
            found,
            pack.version + 1,
            at,
            Path(folder),
            progress=lambda done: note(pack, done=done),
        )
        note(pack)
        store(pack, bound, found.fingerprint, at)


def store(pack, bound, fingerprint, at):
    """Put the file in its place and say so, or leave everything as it was."""
    old = pack.file.name
    with bound.path.open("rb") as content:
        pack.file.save("mappe.pdf", File(content), save=False)
    stored = held(pack).update(
        file=pack.file.name,
        state=Pack.State.READY,
        fingerprint=fingerprint,
        version=pack.version + 1,
        size=bound.path.stat().st_size,
        pages=bound.pages,
        made_at=at,
        claimed_until=None,
        error=warning(bound.left_out),
    )
    storage = pack.file.storage
    if not stored:
        storage.delete(pack.file.name)
        raise LeaseLostError
    if old:
        storage.delete(old)


def warning(titles) -> str:
    if not titles:
        return ""
    return _("Nicht eingefügt, weil die Datei beschädigt ist: %s") % ", ".join(titles)[:230]


def fail(pack):
    found = pack_contents.for_audience(pack.meeting, pack.audience)
    held(pack).update(
        state=Pack.State.FAILED,
        fingerprint=found.fingerprint,
        claimed_until=None,
        error=_("Die Mappe ließ sich nicht erstellen. Die Ursache steht im Protokoll des Servers."),
    )
