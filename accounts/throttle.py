"""
Ten tries for one account from one network in a quarter of an hour.

The tries stand in the database, so that all workers count together; the
owner of an account comes in from another network meanwhile. Wrong tokens in
addresses are counted alike, more of them, and for the network alone.
"""

import datetime as dt
import math
import unicodedata

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Attempt
from accounts.network import network_of

LIMIT = 10
# A whole office may still have links that ended; none of them keeps out who has a good one.
TOKENS, TOKEN_LIMIT = "wrong tokens", 30
WINDOW = dt.timedelta(minutes=15)


class WrongTokenError(Http404):
    """Nothing opens at the token of an address: answered 404, and counted (WrongTokens)."""


def key_of(request, account: str) -> str:
    # Folded as the login form folds it: other letters for the same account are no other account.
    name = unicodedata.normalize("NFKC", account).strip().casefold()
    seen = f"{name} {network_of(request)}"
    return salted_hmac("accounts.throttle", seen, algorithm="sha256").hexdigest()


def seconds_to_wait(request, account, limit=LIMIT) -> int:
    """
    Note a try for `account`; return 0, or for how many seconds it is refused.

    The try is written before it is counted: of many at once none slips
    through. A refused one is taken back and does not prolong the wait.
    """
    now = timezone.now()
    Attempt.objects.filter(made_at__lte=now - WINDOW).delete()
    made = Attempt.objects.create(key=key_of(request, account), made_at=now)
    earlier = list(
        Attempt.objects.filter(key=made.key)
        .exclude(pk=made.pk)
        .order_by("-made_at")
        .values_list("made_at", flat=True)[:limit]
    )
    if len(earlier) < limit:
        return 0
    made.delete()
    return max(1, math.ceil((earlier[-1] + WINDOW - now).total_seconds()))


def forgive(request, account):
    """Forget the tries of somebody who has just come in."""
    Attempt.objects.filter(key=key_of(request, account)).delete()


def refuse(request, seconds, **context):
    """Answer 429, and say when the next try counts."""
    context |= {"status": 429, "minutes": math.ceil(seconds / 60)}
    response = render(request, "error.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
