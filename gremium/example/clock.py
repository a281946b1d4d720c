"""
An act happens on the day on which it should have happened.

What the acts refuse or compute rests on the clock: an invitation in time, the
period for objections, the minutes of an item. So a story that is over is told
with the clock put back, step by step, instead of with dates changed afterwards.
Only the command that loads the examples does so, in a process of its own.
"""

import datetime as dt
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone

from post import delivery

THURSDAY = 3


class AnyMoment(type):
    """Lets every moment be one of the class that stands in for `datetime`."""

    def __instancecheck__(cls, one):
        return isinstance(one, dt.datetime)


@contextmanager
def at(moment):
    """Let it be `moment`."""

    class Then(dt.datetime, metaclass=AnyMoment):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    # Beneath `timezone.now`, of which the defaults of models have taken hold.
    really, timezone.datetime = timezone.datetime, Then
    try:
        yield
    finally:
        timezone.datetime = really


def let_mails_go():
    """Hand over what was written up to this moment, as the demo does; to a server goes nothing."""
    if settings.MAIL_IS_SHOWN:
        delivery.deliver_due()


def moment_on(day, hour, minute=0):
    """Return the moment of a day in Europe/Berlin."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def today() -> dt.date:
    """Return the day on which the examples are loaded, whatever day it is in the story."""
    return timezone.localtime(dt.datetime.now(tz=dt.UTC)).date()


def in_days(days) -> dt.date:
    return today() + dt.timedelta(days=days)


def thursday(weeks_ahead) -> dt.date:
    """Return a Thursday about so many weeks from today, which may be negative."""
    day = today() + dt.timedelta(weeks=weeks_ahead)
    return day + dt.timedelta(days=THURSDAY - day.weekday())
