"""Who is there for a seat, who of them votes, and whether the board is quorate."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.cockpit.running import is_today, this_minute
from meetings.entitlement import Act, may
from meetings.models import Attendance, Participation, Response
from meetings.procedure import Quorum, quorum, who_votes
from partners.models import Mandate

HERE = (Attendance.PRESENT, Attendance.REPRESENTED)


@dataclass
class Place:
    """A seat of the day: who sits there, who may stand in, and how it is taken."""

    seat: object
    row: Participation
    member: object
    deputies: list

    @property
    def counts(self):
        """Tell whether the seat has a vote in this session."""
        return bool(may(self.seat, Act.COUNT, self.row.meeting))

    @property
    def is_here(self):
        return self.row.attendance in HERE

    @property
    def is_represented(self):
        return self.row.attendance == Attendance.REPRESENTED

    @property
    def known_deputy(self) -> str:
        """Who was announced to stand in, or the permanent deputy."""
        row = self.row
        if row.deputy_person_name:
            return row.deputy_person_name
        if row.standing == Response.DELEGATED:
            return row.deputy.full_name if row.deputy else row.deputy_name
        return self.deputies[0].full_name if self.deputies else ""

    def was_here(self, since, until):
        """Tell whether somebody was there for a moment of the span; None: at any time."""
        if not self.is_here or since is None:
            return self.is_here
        has_come = self.row.arrived_at is None or self.row.arrived_at <= until
        return has_come and (self.row.left_at is None or self.row.left_at > since)


def places(meeting) -> list[Place]:
    """Return the seats of the day; one without an answer yet has an unsaved row."""
    rows = {one.seat_id: one for one in meeting.participations.select_related("deputy")}
    return [
        place(seat, rows.get(seat.pk) or Participation(meeting=meeting, seat=seat))
        for seat in meeting.board.as_of(meeting.held_on)
    ]


def place(seat, row):
    main = [one.person for one in seat.people if one.role == Mandate.Role.MAIN]
    deputies = [one.person for one in seat.people if one.role == Mandate.Role.DEPUTY]
    return Place(seat, row, main[0] if main else None, deputies)


def now_of(meeting):
    """Return the span of this minute, or (None, None) when the clock means nothing."""
    return (this_minute(),) * 2 if is_today(meeting) else (None, None)


def minute(moment):
    return timezone.localtime(moment).time().replace(second=0, microsecond=0)


# --- When a vote was taken ------------------------------------------------------


def span_of_vote(resolution, record):
    """Return the moment of the vote; where nobody noted it, from when to when its item was on."""
    if resolution.decided_at is None:
        return span_of_item(record)
    return around(resolution.decided_at)


def span_of_item(record):
    if record is None or record.begun_at is None:
        return None, None
    return minute(record.begun_at), minute(record.ended_at) if record.ended_at else dt.time.max


def around(time):
    """Return the minute of `time`; whoever left in that minute may have voted before."""
    began = dt.datetime.combine(dt.date.max, time) - dt.timedelta(minutes=1)
    return began.time() if began.date() == dt.date.max else None, time


def vote_moment(record):
    """Return when a vote noted now was taken: when its item ended, else this minute."""
    if not is_today(record.agenda_item.meeting):
        return None
    return minute(record.ended_at) if record.ended_at else this_minute()


def span_of_new_vote(time, record):
    """Return the span of a vote being noted; who has gone this minute is gone."""
    if time is None:
        return span_of_item(record)
    is_now = is_today(record.agenda_item.meeting) and time == this_minute()
    return (time, time) if is_now else around(time)


# --- Who counts then ------------------------------------------------------------


def quorum_now(meeting, draft, found, rules, span=None) -> Quorum:
    """Judge by the voting seats represented in `span`, which is this minute if left out."""
    return quorum_in(
        found,
        rules,
        span or now_of(meeting),
        all_invited=draft is None or draft.is_properly_invited,
        is_second_invitation=bool(draft and draft.is_second_invitation),
    )


def quorum_in(found, rules, span, **invitation) -> Quorum:
    voting = [one for one in found if one.counts]
    here = [one for one in voting if one.was_here(*span)]
    by_deputy = sum(one.is_represented for one in here)
    return quorum(len(voting), len(here), by_deputy, rules, **invitation)


def eligible(record, found, rules) -> list[Place]:
    """Return the seats that would vote on the item now."""
    span = span_of_new_vote(vote_moment(record), record)
    return voters_in(found, conflicts_of(record), span, rules)


def conflicts_of(record) -> set[int]:
    return {one.pk for one in record.conflicted.all()} if record and record.pk else set()


def voters_in(found, conflicted, span, rules) -> list[Place]:
    """Return the seats that vote: voting, represented in `span`, without a conflict."""
    return [one for one in found if may_vote(one, span, one.seat.pk in conflicted, rules)]


def may_vote(one, span, is_conflicted, rules):
    is_here = one.was_here(*span)
    voter = who_votes(
        rules,
        is_voting=one.counts,
        member_present=is_here and not one.is_represented,
        deputy_present=is_here and one.is_represented,
        is_conflicted=is_conflicted,
    )
    return voter.who is not None


def why_not(one, conflicted) -> str:
    """Return in a word or two why the seat did not vote; it is not among the voters."""
    if not one.counts:
        return _("beratend")
    if one.seat.pk in conflicted:
        return _("befangen")
    if not one.is_here:
        return one.row.get_attendance_display() or _("ohne Angabe")
    times = [(_("ab %s Uhr"), one.row.arrived_at), (_("bis %s Uhr"), one.row.left_at)]
    return ", ".join(words % f"{time:%H:%M}" for words, time in times if time)
