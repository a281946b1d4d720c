"""
What a person is in a session: member, deputy, stand-in or guest, and the answer given.

The pages behind a person's door and the acts on answers read it from here, so
that no button is shown which would be refused.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from accounts.visibility import Visibility
from meetings.models import Dispatch, Guest, Meeting, Participation, Response
from meetings.models.meeting import stands_in, takes_part
from partners.models import Mandate, Person, Seat
from partners.models.board import member_of
from partners.standing import is_active, is_seated


class Role(StrEnum):
    MEMBER = "member"
    DEPUTY = "deputy"
    STAND_IN = "stand_in"
    GUEST = "guest"


@dataclass
class Place:
    """One place of a person in one session; a guest has no seat."""

    meeting: Meeting
    person: Person
    role: Role
    seat: Seat | None = None
    row: Participation | Guest | None = None
    member: Person | None = None
    deputies: list[Person] = field(default_factory=list)
    # Sits on the seat today, as member or permanent deputy; on the session's day or not.
    sits_today: bool = False
    begins_on: dt.date | None = None

    @property
    def response(self):
        return self.row.standing if self.row else Response.PENDING

    @property
    def deputy(self):
        """Who comes instead: a person, or the name the office still has to confirm."""
        if self.response != Response.DELEGATED:
            return None
        return self.row.deputy or self.row.deputy_name

    @property
    def answers_for_itself(self):
        """Members and guests; a permanent deputy only while the seat has no member."""
        is_alone = self.role == Role.DEPUTY and self.begins_on and self.member is None
        return self.role in {Role.MEMBER, Role.GUEST} or bool(is_alone)

    @property
    def may_propose(self):
        """Whoever sits on the board today, and who comes in a member's place; no guests."""
        return self.sits_today or self.role == Role.STAND_IN

    @property
    def may_step_in(self):
        """The member is absent and nobody comes instead: the deputy's turn."""
        return (
            self.role == Role.DEPUTY
            and self.member is not None
            and self.response == Response.DECLINED
        )

    @property
    def lapsed(self):
        """The person's own answer that does not count any more; a predecessor's is not theirs."""
        is_own = self.row and self.row.has_lapsed and self.row.given_by_id == self.person.pk
        return self.row if is_own and self.answers_for_itself else None

    @property
    def was_to_stand_in(self):
        """The row that named the person for another day than the session has now."""
        is_lapsed = self.role == Role.DEPUTY and self.row
        return self.row if is_lapsed and self.row.was_to_stand_in(self.person) else None

    @property
    def words(self):
        """The row whose reason and note are the person's own; a predecessor's are not theirs."""
        is_own = self.row and (self.role == Role.GUEST or self.row.written_by_id == self.person.pk)
        return self.row if is_own and self.answers_for_itself else None


def announced_to(reader):
    """
    Return the reader's own sessions: those they may see, or whose date they were told.

    `is_announced` says that they were told, and so can answer.
    """
    saved = Meeting.objects.filter(dispatches__kind=Dispatch.Kind.SAVE_THE_DATE)
    # Guests hear of a session from its invitation on.
    kept = Q(visibility=Visibility.OFFICE) | Q(board__visibility=Visibility.OFFICE)
    told = Q(pk__in=saved.exclude(kept).values("pk")) & (
        member_of(reader, "board") | stands_in(reader, "pk")
    )
    seen = Q(pk__in=Meeting.objects.visible_to(reader).values("pk"))
    return Meeting.objects.filter(takes_part(reader), seen | told).annotate(
        is_announced=~Q(state=Meeting.State.PLANNED) | told
    )


def places_of(person, meetings) -> dict[int, list[Place]]:
    """
    Return meeting key → the person's places there, the own seat first.

    Three queries, however many sessions. Mandates count on the session's day.
    """
    mandates, rows = mandates_by_seat(person, meetings), rows_by_seat(person, meetings)
    guests = {
        one.meeting_id: one
        for one in Guest.objects.filter(person=person, meeting__in=meetings).select_related(
            "agenda_item", "meeting"
        )
    }
    found = {}
    for meeting in meetings:
        places = [
            place
            for of_seat in mandates.values()
            if (place := place_on(of_seat, person, meeting, rows))
        ]
        if meeting.pk in guests:
            places.append(Place(meeting, person, Role.GUEST, row=guests[meeting.pk]))
        found[meeting.pk] = sorted(places, key=lambda place: list(Role).index(place.role))
    return found


def mandates_by_seat(person, meetings) -> dict[int, list[Mandate]]:
    seats = Seat.objects.filter(
        Q(mandates__person=person)
        | Q(participations__deputy=person, participations__meeting__in=meetings)
    )
    found = defaultdict(list)
    for one in Mandate.objects.filter(seat__in=seats.values("pk")).select_related(
        "person", "seat__organisation"
    ):
        found[one.seat_id].append(one)
    return found


def rows_by_seat(person, meetings):
    found = Participation.objects.filter(
        Q(seat__in=Seat.objects.filter(mandates__person=person).values("pk")) | Q(deputy=person),
        meeting__in=meetings,
    )
    found = found.select_related("deputy", "meeting")
    return {(one.meeting_id, one.seat_id): one for one in found}


def place_on(mandates, person, meeting, rows):
    """Return the person's place on the seat of `mandates`, or None."""
    seat = mandates[0].seat
    if seat.board_id != meeting.board_id or not is_active(seat, meeting.held_on):
        return None
    then = [one for one in mandates if is_seated(one, meeting.held_on)]
    member = next((one.person for one in then if one.role == Mandate.Role.MAIN), None)
    deputies = [one.person for one in then if one.role == Mandate.Role.DEPUTY]
    row = rows.get((meeting.pk, seat.pk))
    if member == person:
        role = Role.MEMBER
    elif row and row.stand_in == person:
        role = Role.STAND_IN
    elif person in deputies or (row and row.was_to_stand_in(person)):
        role = Role.DEPUTY
    else:
        return None
    own = [one.starts_on for one in then if one.person == person]
    today = timezone.localdate()
    return Place(
        meeting,
        person,
        role,
        seat,
        row,
        member,
        deputies=[one for one in deputies if one != person],
        sits_today=any(one.person == person and is_seated(one, today) for one in mandates),
        begins_on=min(own, default=None),
    )
