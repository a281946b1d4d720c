"""Closing a session, and opening it again as long as its minutes are not out."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.cockpit import clock
from meetings.cockpit.attendance import store
from meetings.cockpit.presence import places
from meetings.cockpit.running import is_today, locked, minutes_of, opened, this_minute
from meetings.minutes import outlook
from meetings.models import Attendance, Meeting, Minutes
from meetings.resolutions import register
from partners.models import Mandate

OFFICES = (Mandate.Office.CHAIR, Mandate.Office.VICE_CHAIR)


@transaction.atomic
def end(meeting, by):
    """
    Close the session: times, names and the head of the minutes as they are now.

    Raise ValidationError unless it runs.
    """
    meeting = opened(meeting)
    if is_today(meeting):
        clock.end_all(meeting, timezone.now(), by)
    freeze_names(meeting, by)
    register.enter_all_of(meeting, by)
    fill_head(meeting, by)
    meeting.state, meeting._history_user = Meeting.State.HELD, by
    meeting.save()
    return meeting


def freeze_names(meeting, by):
    """Keep the names of the day with the attendance, for people and organisations change."""
    for one in places(meeting):
        one.row.person_name = one.member.full_name[:200] if one.member else ""
        one.row.organisation_name = one.seat.then_name[:300]
        one.row.attendance = one.row.attendance or Attendance.ABSENT
        store(one.row, by)
    for guest in meeting.guests.select_related("person"):
        guest.person_name = guest.person.full_name[:200]
        guest.is_present = bool(guest.is_present)
        guest._history_user = by
        guest.save()


def fill_head(meeting, by):
    draft, found = meeting.draft, places(meeting)
    draft.closing = draft.closing or outlook.sentence(meeting)
    if draft.ended_at is None:
        draft.ended_at = this_minute() if is_today(meeting) else meeting.ends_at
    away = {one.member for one in found if one.row.attendance != Attendance.PRESENT}
    if draft.chair is None or draft.chair in away:
        draft.chair = leader_of(found) or draft.chair
    draft.revision += 1
    draft._history_user = by
    draft.save()


def leader_of(found):
    """Return who leads the session: the chair if present, else the vice chair, else nobody."""
    here = [one for one in found if one.row.attendance == Attendance.PRESENT]
    main = [
        mandate
        for one in here
        for mandate in one.seat.people
        if mandate.role == Mandate.Role.MAIN and mandate.office in OFFICES
    ]
    main.sort(key=lambda one: OFFICES.index(one.office))
    return main[0].person if main else None


@transaction.atomic
def reopen(meeting, by):
    """Let the office go on noting. Raise ValidationError once the minutes are released."""
    meeting = locked(meeting)
    draft = minutes_of(meeting)
    if draft is None or meeting.state != Meeting.State.HELD:
        raise ValidationError(_("Die Sitzung ist nicht beendet."))
    if draft.is_released:
        raise ValidationError(_("Das Protokoll ist freigegeben; die Sitzung bleibt beendet."))
    draft.state, draft.ended_at = Minutes.State.DRAFT, None
    if draft.closing == outlook.sentence(meeting):
        draft.closing = ""
    draft._history_user = by
    draft.save()
    meeting.state, meeting._history_user = Meeting.State.INVITED, by
    meeting.save()
    return meeting
