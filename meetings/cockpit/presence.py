"""Who is there for a seat, who of them votes, and whether the board is quorate."""

from dataclasses import dataclass

from django.utils import timezone

from meetings.cockpit.running import is_today, this_minute
from meetings.models import Attendance, Participation
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
        if row.deputy or row.deputy_name:
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


def span_of(record):
    """Return from when to when the item was dealt with; this minute before it begins."""
    meeting = record.agenda_item.meeting
    if not is_today(meeting) or record.begun_at is None:
        return now_of(meeting)
    return minute(record.begun_at), minute(record.ended_at) if record.ended_at else this_minute()


def minute(moment):
    return timezone.localtime(moment).time().replace(second=0, microsecond=0)


def quorum_now(meeting, draft, found, rules, span=None) -> Quorum:
    """Judge by the voting seats represented in `span`, which is this minute if left out."""
    voting = [one for one in found if one.seat.is_voting]
    here = [one for one in voting if one.was_here(*(span or now_of(meeting)))]
    return quorum(
        len(voting),
        len(here),
        sum(one.is_represented for one in here),
        rules,
        all_invited=draft is None or draft.is_properly_invited,
        is_second_invitation=bool(draft and draft.is_second_invitation),
    )


def eligible(record, found, rules) -> list[Place]:
    """Return the seats that vote on the item: voting, represented then, without a conflict."""
    conflicted = {one.pk for one in record.conflicted.all()}
    span = span_of(record)
    return [one for one in found if may_vote(one, span, one.seat.pk in conflicted, rules)]


def may_vote(one, span, is_conflicted, rules):
    is_here = one.was_here(*span)
    voter = who_votes(
        rules,
        is_voting=one.seat.is_voting,
        member_present=is_here and not one.is_represented,
        deputy_present=is_here and one.is_represented,
        is_conflicted=is_conflicted,
    )
    return voter.who is not None
