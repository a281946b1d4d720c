"""The minutes as they were frozen, and whether they say something else by now."""

from meetings.minutes.content import content_of, members_part
from meetings.minutes.differences import is_same
from meetings.minutes.today import as_of_today, levels_of
from meetings.models import MinutesVersion


def freeze(minutes, occasion, by, reason="") -> MinutesVersion:
    last = last_version(minutes)
    number = last.number + 1 if last else 1
    content = content_of(minutes)
    content["head"]["version"] = str(number)
    version = MinutesVersion(
        minutes=minutes,
        number=number,
        occasion=occasion,
        reason=reason,
        content=content,
        made_by=by,
    )
    version.full_clean()
    version.save()
    return version


def last_version(minutes) -> MinutesVersion:
    return minutes.versions.order_by("-number").first()


def is_changed(minutes, last) -> bool:
    """
    Tell whether the minutes say something else now, to the office or to the members.

    What was hidden since counts, though nobody reads it any more: a version may say so.
    """
    now = content_of(minutes)
    is_told = is_same(members_part(last.content), members_part(now))
    return not (is_told and is_same(last.content, now))


def reads_same(part, minutes, old, new) -> bool:
    """
    Tell whether readers of that `part` (content.members_part, public_part) read the same today.

    What was hidden or shown meanwhile is the same in both.
    """
    levels = levels_of(minutes.meeting)
    before, after = (part(as_of_today(one, levels)) for one in (old, new))
    return is_same(before, after)
