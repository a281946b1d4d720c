"""Several workers that want the same pack at once; run by test_packs_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.db import connection
from django.utils import timezone

from meetings import binding, packs
from meetings.models import Pack
from tests import factories as make

WORKERS = 5
PAUSE = 0.3


def bound_by_many(claim=packs.claim) -> tuple[int, int]:
    """Return how often the one pack was bound, and which version it has in the end."""
    meeting = make.make_meeting()
    Pack.objects.create(meeting=meeting, audience="public")
    calls, barrier, bind = [], threading.Barrier(WORKERS), binding.bind

    def counted(*arguments, **options):
        calls.append(1)
        return bind(*arguments, **options)

    def work(_number):
        try:
            barrier.wait()
            packs.make_next()
        finally:
            connection.close()

    with (
        patch.object(binding, "bind", counted),
        patch.object(packs, "claim", claim),
        ThreadPoolExecutor(WORKERS) as workers,
    ):
        list(workers.map(work, range(WORKERS)))
    return len(calls), meeting.packs.get().version


def careless_claim():
    """Look first and take later, whoever took it meanwhile."""
    now = timezone.now()
    pack = packs.due(now).select_related("meeting__board", "meeting__venue").first()
    time.sleep(PAUSE)
    pack.claimed_until = now + packs.LEASE
    Pack.objects.filter(pk=pack.pk).update(
        state=Pack.State.MAKING, claimed_until=pack.claimed_until
    )
    return pack
