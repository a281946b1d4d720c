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
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import binding, pack_contents
from meetings.audiences import audiences_of
from meetings.models import Meeting, Pack

LEASE = dt.timedelta(minutes=2)
# As long as personal links hold after a session.
KEPT_FRESH = dt.timedelta(days=30)
logger = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """Another worker took over, because this one was silent for too long."""


# --- Asking -------------------------------------------------------------------


@transaction.atomic
def ask(meeting):
    """Have a pack made for every kind of reader, unless it is there as it should be."""
    for audience in audiences_of(meeting):
        pack, _made = Pack.objects.get_or_create(meeting=meeting, audience=audience)
        if pack.state in {Pack.State.READY, Pack.State.FAILED}:
            queue_if_stale(pack, is_asked=True)


def queue_if_stale(pack, is_asked=False):
    """Queue a pack whose contents changed; a failed one again only if somebody asks."""
    is_failed = pack.state == Pack.State.FAILED
    if is_current(pack) and not (is_failed and is_asked):
        return
    Pack.objects.filter(pk=pack.pk, state=pack.state).update(
        state=Pack.State.QUEUED, asked_at=timezone.now(), error=""
    )


def is_current(pack) -> bool:
    found = pack_contents.for_audience(pack.meeting, pack.audience)
    return pack.fingerprint == found.fingerprint


def refresh():
    """Queue what changed since it was made; remove packs that nobody may read any more."""
    since = timezone.localdate() - KEPT_FRESH
    announced = Meeting.objects.filter(held_on__gte=since).exclude(state=Meeting.State.PLANNED)
    for meeting in announced.filter(packs__isnull=False).distinct().select_related("board"):
        wanted = audiences_of(meeting)
        for pack in meeting.packs.all():
            pack.meeting = meeting
            if pack.audience not in wanted:
                remove(pack)
            elif pack.state in {Pack.State.READY, Pack.State.FAILED}:
                queue_if_stale(pack)


def remove(pack):
    if pack.file:
        transaction.on_commit(partial(pack.file.storage.delete, pack.file.name))
    pack.delete()


# --- Handing out --------------------------------------------------------------


def find(meeting, reader):
    """
    Return the pack for `reader` and whether it is exactly what they may see now.

    None and False where none was ever asked for.
    """
    found = pack_contents.for_reader(meeting, reader)
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
