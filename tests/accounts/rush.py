"""Many at once at the door, with and without the guard; run by test_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from accounts import codes, throttle
from accounts.models import Attempt, SignInCode

MANY = 20
PAUSE = 0.2


def at_once(act):
    barrier = threading.Barrier(MANY)

    def run(_number):
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(run, range(MANY)))


def opened_by_one_code(redeem=codes.redeem) -> int:
    """Return how many of twenty get in with the same code."""
    nonce, code = codes.issue()
    return sum(at_once(lambda: redeem(nonce, code)))


def redeem_carelessly(nonce, code):
    """Look first, write later: what redeem() does not."""
    row = SignInCode.objects.get(nonce=nonce)
    is_right = row.used_at is None and row.code_hash == codes.hash_of(nonce, code)
    time.sleep(PAUSE)
    row.used_at = timezone.now()
    row.save()
    return is_right


def tries_let_through(wait=throttle.seconds_to_wait) -> int:
    """Return how many of twenty tries for one account are judged."""
    request = RequestFactory().get("/")
    return sum(not seconds for seconds in at_once(lambda: wait(request, "kim@example.org")))


def wait_carelessly(request, account):
    """Count first, write later: what seconds_to_wait() does not."""
    key = throttle.key_of(request, account)
    is_over = Attempt.objects.filter(key=key).count() >= throttle.LIMIT
    time.sleep(PAUSE)
    Attempt.objects.create(key=key)
    return int(is_over)


def report():
    """Print what the four rushes give."""
    careful = opened_by_one_code(), tries_let_through()
    Attempt.objects.all().delete()
    print(*careful, opened_by_one_code(redeem_carelessly), tries_let_through(wait_carelessly))  # noqa: T201
