"""The proof of what was sent: per recipient and sending, and what each answered."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.invitations import REPLACES_ALL
from meetings.models import Delivery, Dispatch, Meeting, Response
from meetings.recipients import RANK, Capacity, Recipient, Role, recipients, short_label
from meetings.turnout import turnout
from partners.models import Mandate, Person, Seat
from post.kinds import kind_name
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
    # The person has an address by now: the letter can be mailed.
    may_mail: bool = False

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
        return self.row.response if self.row else Response.PENDING

    @property
    def answer(self):
        is_asked = self.asks_answer or self.role in {Role.MEMBER, Role.GUEST}
        return Response(self.response).label if is_asked else ""

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
        return Proof(delivery, "over", unsent_words(mail))
    if mail.state == Mail.State.FAILED:
        text = _("nicht zustellbar an %s") % mail.to_address
        return Proof(delivery, "failed", text, what_to_do(mail), may_repeat=True)
    return Proof(delivery, "open", _("im Postausgang"), what_to_do(mail))


def sent_words(delivery) -> str:
    words = [_("versandt am %s") % moment(delivery.mail.sent_at)]
    if delivery.letter_printed_at:
        words.insert(0, _("Brief gedruckt am %s") % moment(delivery.letter_printed_at))
    return "; ".join([*words, *link_words(delivery)])


def link_words(delivery) -> list[str]:
    """Say when a link of the mail, or that of the printed letter, was used first."""
    printed = delivery.link and delivery.link.used_at
    moments = [one for one in (delivery.link_used_at, printed) if one]
    return [_("Link benutzt am %s") % moment(min(moments))] if moments else []


def proof_of_letter(delivery, *, is_overtaken) -> Proof:
    may_mail = bool(delivery.person.email) and not is_overtaken
    if delivery.letter_printed_at:
        words = [_("Brief gedruckt am %s") % moment(delivery.letter_printed_at)]
        text = "; ".join([*words, *link_words(delivery)])
        return Proof(delivery, "done", text, may_mail=may_mail)
    if is_overtaken:
        return Proof(delivery, "over", _("Brief überholt, nicht gedruckt"))
    text = _("Brief noch zu drucken")
    return Proof(delivery, "open", text, may_print=True, may_mail=may_mail)


class Proofs:
    """Everything the office can show of one session; a fixed number of queries."""

    def __init__(self, meeting: Meeting):
        self.meeting = meeting
        self.dispatches = list(meeting.dispatches.select_related("sent_by").order_by("pk"))
        self.is_invited = any(one.kind == Dispatch.Kind.INVITATION for one in self.dispatches)
        self.turnout = turnout(meeting)
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
        guests = {one.person_id: one for one in self.meeting.guests.select_related("entered_by")}
        seats = {one.pk: one for one in self.meeting.board.as_of(self.meeting.held_on)}
        current = {one.person: one for one in recipients(self.meeting, Dispatch.Kind.INVITATION)}
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
        entries = [*found.values(), *self.missing(current, rows, guests)]
        return sorted(entries, key=lambda one: RANK.index(one.role))

    def participations(self):
        return self.meeting.participations.select_related("deputy", "entered_by")

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


@dataclass(frozen=True)
class MailLine:
    """One more mail to a person about the session, and what became of it."""

    kind: str
    text: str


def state_words(mail) -> str:
    if mail.state == Mail.State.SENT:
        return _("versandt am %s") % moment(mail.sent_at)
    if mail.state == Mail.State.FAILED:
        return _("nicht zustellbar an %s") % mail.to_address
    if mail.state == Mail.State.DROPPED or mail.is_superseded:
        return unsent_words(mail)
    return _("im Postausgang")


def unsent_words(mail) -> str:
    is_stopped = mail.stopped_at is not None
    return _("wegen der Absage nicht versandt") if is_stopped else _("überholt, nicht versandt")


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
