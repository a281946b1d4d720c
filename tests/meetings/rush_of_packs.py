"""Several workers that want the same pack at once; run by test_packs_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.db import connection
from django.utils import timezone

from meetings import packs
from meetings.models import Pack
from tests import factories as make

WORKERS = 5
PAUSE = 0.3


def begun_by_many(claim=packs.claim) -> tuple[int, int]:
    """Return how many workers set about the one pack, and its version in the end."""
    meeting = make.make_meeting()
    Pack.objects.create(meeting=meeting, audience="public")
    calls, barrier, make_one = [], threading.Barrier(WORKERS), packs.make

    def counted(pack):
        calls.append(pack)
        make_one(pack)

    def work(_number):
        try:
            barrier.wait()
            packs.make_next()
        finally:
            connection.close()

    with (
        patch.object(packs, "make", counted),
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
