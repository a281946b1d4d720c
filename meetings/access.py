"""When the pages of a session are open behind personal links."""

import datetime as dt

from meetings.models import Meeting
from meetings.models.days import GRACE
from meetings.models.meeting import takes_part
from partners.reader import Reader


def open_until(meeting) -> dt.date:
    """Return the last day on which a link sent about `meeting` opens."""
    return meeting.held_on + GRACE


def lets_in(person, meeting) -> bool:
    """Tell whether the person takes part today; whose mandate begins later does not yet."""
    return Meeting.objects.filter(takes_part(Reader(person)), pk=meeting.pk).exists()
