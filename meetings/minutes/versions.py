"""The minutes as they were frozen, and whether they say something else by now."""

from meetings.minutes.content import content_of, members_part
from meetings.minutes.differences import is_same
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
    """Tell whether the minutes say something else now, to the office or to the members."""
    now = content_of(minutes)
    is_told = is_same(members_part(last.content), members_part(now))
    return not (is_told and is_same(last.content, now))
