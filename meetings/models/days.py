"""Days that count around a session, for the models that ask for them."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

# For so long after a session it stays open to who came for it alone.
GRACE = dt.timedelta(days=30)


def recent(day=None) -> Q:
    """Return the sessions to come on `day` (default today), and those at most 30 days before."""
    return Q(held_on__gte=(day or timezone.localdate()) - GRACE)


def midnight(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
