"""The next session, as minutes name it."""

from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings import facts
from meetings.minutes.agenda import ahead_of


def sentence(held) -> str:
    """
    Return when and where the board meets after the session `held`, or "".

    A session that only the office may see stays out: members read minutes.
    """
    found = ahead_of(held).exclude(visibility=Visibility.OFFICE)
    meeting = found.select_related("venue").first()
    if meeting is None:
        return ""
    known = facts.facts_of(meeting)
    place = facts.where(known.place, is_online=bool(meeting.video_link))
    when_and_where = ", ".join(filter(None, [known.date, known.time, place]))
    return _("Die %(session)s ist am %(when_and_where)s.") % {
        "session": meeting.title,
        "when_and_where": when_and_where,
    }
