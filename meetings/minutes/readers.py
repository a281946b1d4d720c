"""
Who reads what of minutes, and how far they are in words for that reader.

The office reads the draft, and a frozen version whole, of each kind with its right;
members the version that was released last, with names; everybody else the public
part of published ones.
Neither gets more of a version than today's levels let them read. A reader
without any of it learns nothing, not even that there are minutes.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings.minutes.content import MEMBERS, content_of, members_part, public_part
from meetings.minutes.differences import changes, is_same
from meetings.minutes.rights import as_far_as, has_all
from meetings.minutes.texts import CHANGED, approved_in, day_of, status_note, written
from meetings.minutes.today import as_of_today, levels_of
from meetings.models import Meeting, Minutes, MinutesVersion
from partners.models.board import member_of

State = Minutes.State


@dataclass(frozen=True)
class Reading:
    """The minutes of a session as one reader gets them."""

    minutes: Minutes
    # Members and office read names; all others get the public part.
    is_inside: bool
    content: dict
    note: str
    # When the content became what it is.
    at: dt.datetime
    # What insiders may look back at, the latest first.
    editions: tuple["Edition", ...] = ()

    @property
    def is_draft(self):
        """True until the board has approved: what the watermark says."""
        return self.minutes.state != State.APPROVED


@dataclass(frozen=True)
class Edition:
    """A version as members read it, and what it changed against the one they read before."""

    version: MinutesVersion
    before: "Edition | None"
    content: dict

    @property
    def changes(self):
        return changes(self.before.content, self.content) if self.before else []


def reading_for(reader, slug) -> Reading | None:
    """Return what `reader` gets of the minutes of the session `slug`, or None."""
    insiders = Minutes.objects.filter(Minutes.objects.of_insiders(reader))
    office = Minutes.objects.filter(Minutes.objects.of_office(reader))
    members = Minutes.objects.filter(Minutes.objects.of_members(reader))
    found = Minutes.objects.visible_to(reader).filter(meeting__slug=slug)
    found = found.select_related("meeting__board", "meeting__venue", "approved_in", "chair")
    minutes = found.annotate(
        is_inside=Q(pk__in=insiders.values("pk")),
        is_office=Q(pk__in=office.values("pk")),
        is_own=Q(pk__in=members.values("pk")),
        knows_approval=Q(approved_in__in=Meeting.objects.visible_to(reader).values("pk")),
        knows_session=Q(meeting__in=Meeting.objects.visible_to(reader).values("pk")),
    ).first()
    if minutes is None:
        return None
    versions = list(minutes.versions.order_by("number"))
    # Who lacks a right in the office and is a member, too, reads what members read.
    if minutes.is_office and (has_all(reader) or not minutes.is_own):
        for version in versions:
            version.content = as_far_as(reader, version.content)
        return for_insiders(minutes, versions, reader)
    levels = levels_of(minutes.meeting)
    for version in versions:
        version.content = as_of_today(version.content, levels)
    if minutes.is_inside:
        return for_insiders(minutes, versions, reader)
    return for_all(minutes, versions)


def for_insiders(minutes, versions, reader) -> Reading:
    is_frozen = minutes.is_released and versions
    content = versions[-1].content if is_frozen else as_far_as(reader, content_of(minutes))
    at = versions[-1].made_at if is_frozen else timezone.now()
    found = editions(versions) if is_frozen else []
    is_known = minutes.is_office or minutes.knows_approval or minutes.approved_in is None
    note = status_note(minutes, versions[-1] if versions else None, names_session=is_known)
    return Reading(minutes, True, members_part(content), note, at, tuple(reversed(found)))


def editions(versions) -> list[Edition]:
    """
    Return the versions that members can tell apart, and the approval.

    One that changed only what the office reads is none for them, nor is its
    reason. What they may not read any more is hidden in the older ones too.
    """
    found = []
    for one in versions:
        content = members_part(as_open_as(one.content, versions[-1].content))
        before = found[-1] if found else None
        is_silent = before and one.occasion in CHANGED and is_same(before.content, content)
        if not is_silent:
            found.append(Edition(one, before, content))
    return found


def as_open_as(content, latest):
    """Return the older content with the items hidden that the latest one hides."""
    hidden = {one["id"] for one in latest["items"] if one["visibility"] not in MEMBERS}
    closed = {"visibility": Visibility.OFFICE}
    items = [one | closed if one["id"] in hidden else one for one in content["items"]]
    return content | {"items": items}


def for_all(minutes, versions) -> Reading:
    content = public_part(versions[-1].content)
    note = public_note(minutes, versions)
    return Reading(minutes, False, content, note, minutes.public_changed_at)


def public_note(minutes, versions) -> str:
    """Say that they are approved; of a session or a correction only what everybody may know."""
    note = _("genehmigt")
    if minutes.knows_approval:
        note = approved_in(minutes.approved_in)
    corrected = [one for before, one in pairwise(versions) if is_public_correction(before, one)]
    return f"{note}; {_('berichtigt am %s') % day_of(corrected[-1].made_at)}" if corrected else note


def is_public_correction(before, version) -> bool:
    is_correction = version.occasion == MinutesVersion.Occasion.CORRECTION
    is_told = is_same(public_part(before.content), public_part(version.content))
    return is_correction and not is_told


# --- On the session's page --------------------------------------------------


def with_minutes(meetings, reader):
    """Annotate sessions with what their page says of the minutes (`state_of`)."""
    mine = Minutes.objects.filter(meeting=OuterRef("pk"))
    insiders = mine.filter(Minutes.objects.of_insiders(reader))
    in_work = mine.filter(member_of(reader, "meeting__board")).exclude(state__in=Minutes.RELEASED)
    return meetings.annotate(
        minutes_state=Subquery(mine.visible_to(reader).values("state")[:1]),
        objections_until=Subquery(insiders.values("objections_until")[:1]),
        has_minutes_in_work=Exists(in_work),
    )


def state_of(meeting) -> str:
    """
    Return in words how far the minutes of an annotated session are, or "".

    Members learn that they are being made, not how far the office is.
    """
    if meeting.minutes_state == State.RELEASED:
        return _("freigegeben, Einwendungen bis %s") % written(meeting.objections_until)
    if meeting.minutes_state:
        return str(State(meeting.minutes_state).label)
    return _("in Abstimmung") if meeting.has_minutes_in_work else ""
