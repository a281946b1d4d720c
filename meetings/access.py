"""How long the pages of a session stay open behind personal links."""

import datetime as dt

GRACE = dt.timedelta(days=30)


def open_until(meeting) -> dt.date:
    """Return the last day on which a link sent about `meeting` opens."""
    return meeting.held_on + GRACE
