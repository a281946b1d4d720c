"""Who is expected at a session: the answers of the seats of that day."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.entitlement import Act, may
from meetings.models import Meeting, Response
from meetings.planning import rules_for
from meetings.procedure import Quorum, expected_quorum

COMING = (Response.ACCEPTED, Response.DELEGATED)


@dataclass
class Expected:
    """One seat of the day: who sits there, and what was answered."""

    seat: object
    member: object
    participation: object
    # Whether the seat has a vote in this session.
    counts: bool = False

    @property
    def response(self):
        return self.participation.standing if self.participation else Response.PENDING

    @property
    def awaits_confirmation(self):
        return bool(self.participation and self.participation.awaits_confirmation)

    @property
    def is_coming(self):
        return self.response in COMING and not self.awaits_confirmation

    @property
    def name(self):
        member = f" ({self.member.full_name})" if self.member else ""
        return f"{self.seat.then_short_name}{member}"


@dataclass
class Turnout:
    """All seats of the day with their answers, and what they mean for the quorum."""

    meeting: Meeting
    expected: list[Expected]
    quorum: Quorum

    @property
    def counts(self):
        """Return how many seats gave each answer, as pairs of label and number."""
        found = Counter(one.response for one in self.expected)
        return [(named(value, found[value]), found[value]) for value in Response]

    @property
    def pending(self):
        return [one for one in self.expected if one.response == Response.PENDING]

    @cached_property
    def pending_guests(self):
        """The people invited as guests who have not answered; one query."""
        rows = self.meeting.guests.exclude(holds=True).select_related("person")
        return [one.person for one in rows]

    @cached_property
    def missing(self) -> str:
        """Say how many answers are missing: „6 von 11 Sitzen ohne Antwort, 1 Gast“; or ""."""
        seats, guests = len(self.pending), len(self.pending_guests)
        of_guests = ngettext("%d Gast", "%d Gäste", guests) % guests
        if not seats:
            return _("%s ohne Antwort") % of_guests if guests else ""
        text = ngettext(
            "%(count)d von %(all)d Sitz ohne Antwort",
            "%(count)d von %(all)d Sitzen ohne Antwort",
            len(self.expected),
        ) % {"count": seats, "all": len(self.expected)}
        return f"{text}, {of_guests}" if guests else text

    @property
    def unconfirmed(self):
        return [one for one in self.expected if one.awaits_confirmation]


def named(response, count) -> str:
    if response != Response.DELEGATED:
        return response.label
    return ngettext("Vertretung benannt", "Vertretungen benannt", count)


def turnout(meeting) -> Turnout:
    rows = meeting.participations.select_related("deputy", "given_by")
    answers = {one.seat_id: one for one in rows}
    expected = [
        Expected(seat, member_of(seat), answers.get(seat.pk), bool(may(seat, Act.COUNT, meeting)))
        for seat in meeting.board.as_of(meeting.held_on)
    ]
    return Turnout(meeting, expected, quorum_of(expected, rules_for(meeting)))


def member_of(seat):
    return next((one.person for one in seat.people if one.role == one.Role.MAIN), None)


def quorum_of(expected, rules) -> Quorum:
    voting = [one for one in expected if one.counts]
    coming = [one for one in voting if one.is_coming]
    by_deputy = sum(one.response == Response.DELEGATED for one in coming)
    return expected_quorum(len(voting), len(coming), by_deputy, rules)
