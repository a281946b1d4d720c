"""The proof of what was sent: per recipient and sending, and what each answered."""

from dataclasses import dataclass, field

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.invitations import REPLACES_ALL
from meetings.models import Delivery, Dispatch, Meeting, Response
from meetings.recipients import RANK, Capacity, Recipient, Role, recipients, short_label
from partners.models import Mandate, Person, Seat
from post.models import Mail
from post.verdict import what_to_do

SIGNS = {"done": "✓", "open": "…", "failed": "!", "over": "–"}


@dataclass(frozen=True)
class Proof:
    """What became of one sending to one person."""

    delivery: Delivery
    state: str
    text: str
    advice: str = ""
    may_print: bool = False
    may_repeat: bool = False

    @property
    def sign(self):
        return SIGNS[self.state]


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

    @property
    def may_answer(self):
        return self.role in {Role.MEMBER, Role.GUEST} and not self.is_former

    @property
    def response(self):
        return self.row.response if self.row else Response.PENDING

    @property
    def answer(self):
        if self.role in {Role.DEPUTY, Role.STAND_IN}:
            return ""
        return Response(self.response).label

    @property
    def deputy(self):
        return self.row.deputy if self.role == Role.MEMBER and self.row else None

    @property
    def awaits_confirmation(self):
        return self.role == Role.MEMBER and self.row and self.row.awaits_confirmation


def moment(at) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y, %H:%M} {_('Uhr')}"


def proof_of(delivery, *, is_overtaken) -> Proof:
    """`is_overtaken` tells that a later sending said everything anew."""
    if delivery.is_letter:
        return proof_of_letter(delivery, is_overtaken=is_overtaken)
    mail = delivery.mail
    if mail.state == Mail.State.SENT:
        return Proof(delivery, "done", sent_words(delivery))
    if mail.state == Mail.State.DROPPED or mail.is_superseded:
        return Proof(delivery, "over", _("überholt, nicht versandt"))
    if mail.state == Mail.State.FAILED:
        text = _("nicht zustellbar an %s") % mail.to_address
        return Proof(delivery, "failed", text, what_to_do(mail), may_repeat=True)
    return Proof(delivery, "open", _("wartet auf den Versand"), what_to_do(mail))


def sent_words(delivery) -> str:
    words = [_("versandt am %s") % moment(delivery.mail.sent_at)]
    if delivery.link_used_at:
        words.append(_("Link benutzt am %s") % moment(delivery.link_used_at))
    return "; ".join(words)


def proof_of_letter(delivery, *, is_overtaken) -> Proof:
    if delivery.letter_printed_at:
        text = _("Brief gedruckt am %s") % moment(delivery.letter_printed_at)
        return Proof(delivery, "done", text)
    if is_overtaken:
        return Proof(delivery, "over", _("Brief überholt, nicht gedruckt"))
    return Proof(delivery, "open", _("Brief noch zu drucken"), may_print=True)


class Proofs:
    """Everything the office can show of one session; a fixed number of queries."""

    def __init__(self, meeting: Meeting):
        self.meeting = meeting
        self.dispatches = list(meeting.dispatches.select_related("sent_by").order_by("pk"))
        self.is_invited = any(one.kind == Dispatch.Kind.INVITATION for one in self.dispatches)
        self.entries = self.collect()

    def collect(self) -> list[Entry]:
        rows = {one.seat_id: one for one in self.participations()}
        guests = {one.person_id: one for one in self.meeting.guests.all()}
        seats = {one.pk: one for one in self.meeting.board.as_of(self.meeting.held_on)}
        current = {one.person: one for one in recipients(self.meeting, Dispatch.Kind.INVITATION)}
        found = {}
        for delivery in self.deliveries():
            person, seat = delivery.person, seats.get(delivery.seat_id)
            entry = found.setdefault(person, Entry(person, "", ""))
            # Today's capacity counts: a deputy may have become the stand-in.
            capacity = capacity_of(current.get(person), delivery, seat)
            entry.role, entry.capacity = capacity.role, short_label(capacity)
            entry.row = rows.get(delivery.seat_id) or guests.get(person.pk)
            entry.deputies, entry.is_former = deputies_of(seat), person not in current
            entry.proofs.append(proof_of(delivery, is_overtaken=self.is_overtaken(delivery)))
        entries = [*found.values(), *self.missing(current, rows, guests)]
        return sorted(entries, key=lambda one: RANK.index(one.role))

    def participations(self):
        return self.meeting.participations.select_related("deputy")

    def deliveries(self):
        return (
            Delivery.objects.filter(dispatch__meeting=self.meeting)
            .select_related("person", "mail", "dispatch")
            .defer("mail__text", "mail__html", "mail__calendar")
            .annotate(link_used_at=Min("mail__links__used_at"))
            .order_by("dispatch_id", "pk")
        )

    def is_overtaken(self, delivery) -> bool:
        later = (one for one in self.dispatches if one.pk > delivery.dispatch_id)
        return any(one.kind in REPLACES_ALL for one in later)

    def missing(self, current, rows, guests) -> list[Entry]:
        """Return who is invited since, and has no invitation yet."""
        meeting = self.meeting
        if not self.is_invited or meeting.is_cancelled or meeting.has_begun:
            return []
        invitation = Delivery.objects.filter(
            dispatch__meeting=meeting, dispatch__kind=Dispatch.Kind.INVITATION
        )
        have_it = set(invitation.values_list("person", flat=True))
        return [
            as_missing(one, rows, guests)
            for person, one in current.items()
            if person.pk not in have_it
        ]

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
    def unconfirmed(self) -> list[Entry]:
        return [one for one in self.entries if one.awaits_confirmation]


def capacity_of(recipient, delivery, seat: Seat | None) -> Capacity:
    return recipient.capacities[0] if recipient else Capacity(delivery.role, seat)


def deputies_of(seat) -> list[Person]:
    people = seat.people if seat else []
    return [one.person for one in people if one.role == Mandate.Role.DEPUTY]


def as_missing(recipient: Recipient, rows, guests) -> Entry:
    seat, person = recipient.seat, recipient.person
    row = rows.get(seat.pk) if seat else guests.get(person.pk)
    capacity = short_label(recipient.capacities[0])
    return Entry(person, capacity, recipient.role, row, [], deputies_of(seat), is_missing=True)
