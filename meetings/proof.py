"""The proof of what was sent: per recipient and sending, and what each answered."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Min

from meetings.invitations import REPLACES_ALL
from meetings.joining import Turnover
from meetings.lapsed import to_office
from meetings.models import Delivery, Dispatch, Meeting, Response
from meetings.recipients import RANK, Capacity, Recipient, Role, recipients, short_label
from meetings.sent import MailLine, Proof, proof_of, state_words
from meetings.turnout import turnout
from partners.models import Mandate, Person, Seat
from post.kinds import kind_name
from post.models import Mail


@dataclass
class Entry:
    """One person: in what capacity, what they answered, what they got."""

    person: Person
    capacity: str
    role: str
    row: object = None
    proofs: list[Proof] = field(default_factory=list)
    deputies: list[Person] = field(default_factory=list)
    is_missing: bool = False
    is_former: bool = False
    asks_answer: bool = False
    seat: Seat | None = None
    mails: list["MailLine"] = field(default_factory=list)
    # The deputies of the same seat, who were only informed.
    folded: list["Entry"] = field(default_factory=list)

    @property
    def is_open(self):
        """Tell whether an answer, a letter or a hand of the office is still wanted."""
        is_pending = self.may_answer and self.response == Response.PENDING
        is_stuck = any(one.may_print or one.may_repeat for one in self.proofs)
        is_own = is_pending or is_stuck or self.is_missing or bool(self.awaits_confirmation)
        return is_own or self.has_open_deputy

    @property
    def has_open_deputy(self):
        return any(one.is_open for one in self.folded)

    @property
    def may_answer(self):
        return self.asks_answer and not self.is_former

    @property
    def response(self):
        return self.row.standing if self.row else Response.PENDING

    @property
    def lapsed(self) -> str:
        """Say what was answered for another day, or by a predecessor; "" beside who informs."""
        is_asked = self.asks_answer or self.role in {Role.MEMBER, Role.GUEST}
        has_one = is_asked and self.row and self.row.has_lapsed
        return to_office(self.row, self.person) if has_one else ""

    @property
    def answer(self):
        is_asked = self.asks_answer or self.role in {Role.MEMBER, Role.GUEST}
        return Response(self.response).label if is_asked else ""

    @property
    def deputy(self):
        return self.row.stand_in if self.role == Role.MEMBER and self.row else None

    @property
    def awaits_confirmation(self):
        return self.role == Role.MEMBER and self.row and self.row.awaits_confirmation


class Proofs:
    """Everything the office can show of one session; a fixed number of queries."""

    def __init__(self, meeting: Meeting):
        self.meeting = meeting
        self.dispatches = list(meeting.dispatches.select_related("sent_by").order_by("pk"))
        self.is_invited = any(one.kind == Dispatch.Kind.INVITATION for one in self.dispatches)
        self.turnout = turnout(meeting)
        self.turnover = Turnover(meeting)
        self.entries = self.collect()

    @cached_property
    def leading(self) -> list[Entry]:
        """The entries without the deputies folded into another one, the open ones first."""
        by_seat = {one.seat.pk: one for one in reversed(self.entries) if leads(one)}
        found = []
        for one in self.entries:
            lead = by_seat.get(one.seat.pk) if one.seat and one.role == Role.DEPUTY else None
            (lead.folded if lead else found).append(one)
        return sorted(found, key=lambda one: not one.is_open)

    @property
    def open_entries(self) -> list[Entry]:
        return [one for one in self.leading if one.is_open]

    def collect(self) -> list[Entry]:
        rows = {one.seat_id: one for one in self.participations()}
        people = self.meeting.guests.select_related("entered_by", "given_by", "meeting")
        guests = {one.person_id: one for one in people}
        seats = {one.pk: one for one in self.meeting.board.as_of(self.meeting.held_on)}
        current = {one.person: one for one in self.invited}
        mails = self.mails()
        found = {}
        for delivery in self.deliveries():
            person, seat = delivery.person, seats.get(delivery.seat_id)
            entry = found.setdefault(person, Entry(person, "", ""))
            # Today's capacity counts: a deputy may have become the stand-in.
            capacity = capacity_of(current.get(person), delivery, seat)
            entry.role, entry.capacity = capacity.role, short_label(capacity)
            entry.seat, entry.mails = capacity.seat, mails[person.pk]
            entry.asks_answer = person in current and current[person].asks_answer
            entry.row = row_for(capacity, person, rows, guests)
            entry.deputies, entry.is_former = deputies_of(capacity.seat), person not in current
            entry.proofs.append(proof_of(delivery, is_overtaken=self.is_overtaken(delivery)))
        entries = [*found.values(), *self.missing(rows, guests)]
        return sorted(entries, key=lambda one: RANK.index(one.role))

    @property
    def invited(self) -> list[Recipient]:
        """Whom an invitation goes to now; before there is one, guests hear of nothing else."""
        if self.meeting.state == Meeting.State.INVITED:
            return self.turnover.entitled
        return recipients(self.meeting, Dispatch.Kind.INVITATION)

    def participations(self):
        rows = self.meeting.participations
        return rows.select_related("deputy", "entered_by", "given_by", "meeting")

    def deliveries(self):
        return (
            Delivery.objects.filter(dispatch__meeting=self.meeting)
            .select_related("person", "mail", "dispatch", "link")
            .defer("mail__text", "mail__html", "mail__calendar")
            .annotate(link_used_at=Min("mail__links__used_at"))
            .order_by("dispatch_id", "pk")
        )

    def mails(self) -> dict[int, list[Mail]]:
        """Return person → what else was written to them: receipts, reminders, word of deputies."""
        found = defaultdict(list)
        rows = Mail.objects.filter(thread__startswith=f"meeting:{self.meeting.pk}:", delivery=None)
        for one in rows.defer("text", "html", "calendar").order_by("pk"):
            found[one.person_id].append(MailLine(kind_name(one.kind), state_words(one)))
        return found

    def is_overtaken(self, delivery) -> bool:
        later = (one for one in self.dispatches if one.pk > delivery.dispatch_id)
        return any(one.kind in REPLACES_ALL for one in later)

    def missing(self, rows, guests) -> list[Entry]:
        """Return who is invited since, and has no invitation yet."""
        return [as_missing(one, rows, guests) for one in self.joiners]

    # --- At a glance --------------------------------------------------------

    @property
    def letters_waiting(self) -> int:
        return sum(proof.may_print for one in self.entries for proof in one.proofs)

    @property
    def failures(self) -> int:
        return sum(proof.may_repeat for one in self.entries for proof in one.proofs)

    @property
    def latecomers(self) -> list[Entry]:
        return [one for one in self.entries if one.is_missing]

    @property
    def joiners(self):
        return self.turnover.joiners

    @property
    def leavers(self):
        return self.turnover.leavers

    @property
    def unconfirmed(self) -> list[Entry]:
        return [one for one in self.entries if one.awaits_confirmation]


def leads(entry) -> bool:
    """Tell whether the deputies of the entry's seat are folded into it."""
    return entry.seat is not None and entry.role == Role.MEMBER


def row_for(capacity, person, rows, guests):
    if capacity.role == Role.GUEST:
        return guests.get(person.pk)
    return rows.get(capacity.seat.pk) if capacity.seat else None


def capacity_of(recipient, delivery, seat: Seat | None) -> Capacity:
    return recipient.capacities[0] if recipient else Capacity(delivery.role, seat)


def deputies_of(seat) -> list[Person]:
    people = seat.people if seat else []
    return [one.person for one in people if one.role == Mandate.Role.DEPUTY]


def as_missing(recipient: Recipient, rows, guests) -> Entry:
    capacity, person = recipient.capacities[0], recipient.person
    return Entry(
        person,
        short_label(capacity),
        capacity.role,
        row_for(capacity, person, rows, guests),
        deputies=deputies_of(capacity.seat),
        is_missing=True,
        asks_answer=recipient.asks_answer,
        seat=capacity.seat,
    )
