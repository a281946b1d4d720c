"""
Who stands where on a day: the one place that reads the periods of seats and mandates.

A mandate lasts no longer than its seat, whatever its own dates say. A seat has
a vote in the days it says so, and is advisory on all others. Each question has
an answer for one row, and a condition for a set of rows.
"""

import datetime as dt

from django.db.models import Q


def is_active(period, day: dt.date) -> bool:
    """Tell whether `day` lies in the period of a seat, a mandate or a term, both ends included."""
    return period.starts_on <= day and (period.ends_on is None or period.ends_on >= day)


def active_on(day, path: str = "") -> Q:
    """Return the rows whose period, found at `path`, holds `day`."""
    starts, ends = f"{path}starts_on", f"{path}ends_on"
    is_running = Q(**{ends: None}) | Q(**{f"{ends}__gte": day})
    return Q(**{f"{starts}__lte": day}) & is_running


def sharing_a_day(rows, one):
    """Return the other `rows` whose period shares a day with that of `one`."""
    others = rows.exclude(pk=one.pk).filter(Q(ends_on=None) | Q(ends_on__gte=one.starts_on))
    return others.filter(starts_on__lte=one.ends_on) if one.ends_on else others


def sits_on(day, path: str = "") -> Q:
    """Return the rows whose mandate, found at `path`, counts on `day`: with its seat it ends."""
    return active_on(day, path) & active_on(day, f"{path}seat__")


def is_seated(mandate, day: dt.date) -> bool:
    """Tell whether the mandate counts on `day`; reads its seat."""
    return is_active(mandate, day) and is_active(mandate.seat, day)


def votes_on(day, path: str = "") -> Q:
    """Return the rows whose seat, found at `path`, has a vote on `day`."""
    begins, ends = f"{path}votes_from", f"{path}votes_until"
    is_running = Q(**{ends: None}) | Q(**{f"{ends}__gte": day})
    return active_on(day, path) & Q(**{f"{begins}__lte": day}) & is_running


def has_vote(seat, day: dt.date) -> bool:
    """Tell whether the seat has a vote on `day`; advisory ones and those not there have none."""
    if seat.votes_from is None or not is_active(seat, day):
        return False
    return seat.votes_from <= day and (seat.votes_until is None or seat.votes_until >= day)
