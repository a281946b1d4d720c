"""The clock: items begin and end, and how far the session is behind its plan."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.cockpit.results import check_taken_up
from meetings.cockpit.running import is_today, opened_for, record_of
from meetings.models import ItemRecord

LONGEST_DELAY = dt.timedelta(hours=12)


def moment_of(age):
    """Return when it happened: `age` seconds ago, for what was sent late for want of a network."""
    age = dt.timedelta(seconds=age) if 0 < age < LONGEST_DELAY.total_seconds() else dt.timedelta()
    return timezone.now() - age


@transaction.atomic
def begin_item(item, at, by):
    """Begin the item at the moment `at`, or go on with it; whatever else runs ends."""
    item = opened_for(item)
    record = record_of(item)
    check_day(item.meeting)
    check_taken_up(item, record)
    for other in running(item.meeting).exclude(pk=record.pk):
        end(other, at, by)
    if record.begun_at is None or record.ended_at is not None:
        record.begun_at = record.begun_at or at
        record.ended_at = None
        keep(record, by)
    return record


@transaction.atomic
def end_item(item, at, by):
    """End the item at the moment `at`; one that does not run stays as it is."""
    item = opened_for(item)
    record = record_of(item)
    check_day(item.meeting)
    if record.begun_at and not record.ended_at:
        end(record, at, by)
    return record


def end_all(meeting, at, by):
    for record in running(meeting):
        end(record, at, by)


def running(meeting):
    return ItemRecord.objects.filter(
        agenda_item__meeting=meeting, begun_at__isnull=False, ended_at=None
    )


def end(record, at, by):
    record.ended_at = max(at, record.begun_at)
    keep(record, by)


def keep(record, by):
    record._history_user = by
    record.save(update_fields=["begun_at", "ended_at"])


def check_day(meeting):
    if not is_today(meeting):
        raise ValidationError(_("Die Uhr läuft nur am Tag der Sitzung."))


@dataclass(frozen=True)
class Pace:
    """How an item goes against its plan; moments are aware, None where not known."""

    begun_at: dt.datetime | None
    ended_at: dt.datetime | None
    planned_begin: dt.datetime | None
    planned_end: dt.datetime | None

    def behind(self, now) -> int | None:
        """
        Return by how many minutes the session is behind its plan, ahead if negative.

        While the item is within its time, that is how late it began; beyond,
        how long ago it should have ended.
        """
        if self.begun_at is None or self.planned_begin is None:
            return None
        late = self.begun_at - self.planned_begin
        if self.planned_end:
            late = max(late, (self.ended_at or now) - self.planned_end)
        return round(late.total_seconds() / 60)

    @property
    def spent(self) -> int | None:
        """Return the minutes an ended item took."""
        if not self.begun_at or not self.ended_at:
            return None
        return round((self.ended_at - self.begun_at).total_seconds() / 60)


def pace_of(item, record, meeting) -> Pace:
    """Return the pace of an item whose `begins_at` the timetable has set."""
    begin = item.begins_at and timezone.make_aware(
        dt.datetime.combine(meeting.held_on, item.begins_at)
    )
    planned = item.minutes_planned and dt.timedelta(minutes=item.minutes_planned)
    return Pace(
        record.begun_at, record.ended_at, begin, begin + planned if planned and begin else None
    )


def signed(minutes) -> str:
    """+4 Min., −3 Min., im Plan"""
    if minutes is None:
        return ""
    if minutes == 0:
        return _("im Plan")
    return _("%s Min.") % f"{'+' if minutes > 0 else '−'}{abs(minutes)}"
