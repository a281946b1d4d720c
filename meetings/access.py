"""When the pages of a session are open behind personal links."""

import datetime as dt

from meetings.models.days import GRACE


def open_until(meeting) -> dt.date:
    """Return the last day on which a link sent about `meeting` opens."""
    return meeting.held_on + GRACE
