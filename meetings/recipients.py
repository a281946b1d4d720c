"""Who gets what is sent about a session, and as what."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.ical import flat
from meetings.models import AgendaItem, Delivery, Dispatch, Meeting, Response
from partners.models import Mandate, Person, Seat
from partners.reader import Reader
from post.models import Mail

Role = Delivery.Role
# A guest is expected; a deputy only informed.
RANK = [Role.MEMBER, Role.STAND_IN, Role.GUEST, Role.DEPUTY]
# Whoever was told of the session hears that it moved or does not take place.
TO_ALL_TOLD = {Dispatch.Kind.CHANGE, Dispatch.Kind.CANCELLATION}
Kind = Dispatch.Kind


@dataclass(frozen=True)
class Capacity:
    """In what capacity a person is invited: for which seat, or as a guest to which item."""

    role: str
    seat: Seat | None = None
    item: AgendaItem | None = None
    mandate: Mandate | None = None
    # Named to stand in, and for whom: there is nothing left to answer.
    is_named: bool = False
    member: Person | None = None


@dataclass(frozen=True)
class Recipient:
    """One person, once, with all their capacities, the strongest first."""

    person: Person
    capacities: tuple[Capacity, ...]
    # Was told earlier and is not invited any more.
    is_former: bool = False

    @property
    def role(self) -> str:
        return self.capacities[0].role

    @property
    def reader(self) -> Reader:
        return Reader(self.person)

    @property
    def seat(self) -> Seat | None:
        return self.capacities[0].seat

    @property
    def item(self) -> AgendaItem | None:
        """The only item a guest is invited to."""
        return self.capacities[0].item

    @property
    def asks_answer(self) -> bool:
        """Tell whether the answer is theirs to give: members, guests, deputies on their own."""
        return self.role != Role.DEPUTY and not self.capacities[0].is_named

    @property
    def member(self) -> Person | None:
        """The member in whose place they come."""
        return self.capacities[0].member

    @property
    def is_letter(self) -> bool:
        return not self.person.email

    @property
    def channel(self) -> str:
        return "letter" if self.is_letter else "mail"

    @property
    def represents(self) -> str:
        """The organisations of the strongest role, in the names of the day."""
        return in_a_row([flat(one.then_name) for one in self.seats])

    @property
    def stands_in_for(self) -> str:
        """Robin Beispiel (Handwerkskammer Musterstadt)"""
        if self.member is None:
            return self.represents
        return f"{flat(self.member.full_name)} ({self.represents})"

    @property
    def represents_in_short(self) -> str:
        return in_a_row([flat(one.then_short_name) for one in self.seats])

    @property
    def seats(self) -> list[Seat]:
        strongest = [one for one in self.capacities if one.role == self.role]
        return [one.seat for one in strongest if one.seat]

    @property
    def why(self) -> str:
        """als Mitglied (Verband A) und Stellvertretung (Verband B)"""
        if self.is_former:
            return _("weil Sie den Termin von uns erhalten hatten")
        return _("als %s") % in_a_row([label(one) for one in self.capacities])

    @property
    def notes(self) -> list[str]:
        """What the office should know before it sends."""
        found = [_("auch %s") % short_label(one) for one in self.capacities[1:]]
        if self.item:
            found.append(_("nur zu TOP %d") % self.item.position)
        if self.is_former:
            found.append(_("nicht mehr eingeladen, hatte den Termin aber erhalten"))
        if start := self.begins_later():
            text = _("Mandat beginnt am %s; bis dahin sieht die Person nur Öffentliches")
            found.append(text % f"{start:%d.%m.%Y}")
        return found

    def begins_later(self):
        """Return the day the first mandate begins, if nothing lets them in before."""
        today = timezone.localdate()
        starts = [
            one.mandate and not one.is_named and one.mandate.starts_on for one in self.capacities
        ]
        if not all(day and day > today for day in starts):
            return None
        # Somebody whose next mandate follows on the present one is in already.
        running = Mandate.objects.active_on(today).filter(person=self.person)
        is_in = running.filter(seat__board=self.seat.board_id).exists()
        return None if is_in else min(starts)


def label(capacity: Capacity) -> str:
    """Stellvertretung (Handwerkskammer Musterstadt)"""
    return with_seat(capacity, capacity.seat and capacity.seat.then_name)


def short_label(capacity: Capacity) -> str:
    """Stellvertretung (HWK Musterstadt)"""
    return with_seat(capacity, capacity.seat and capacity.seat.then_short_name)


def with_seat(capacity, name) -> str:
    word = {
        Role.MEMBER: _("Mitglied"),
        Role.STAND_IN: _("Vertretung"),
        Role.DEPUTY: _("Stellvertretung"),
        Role.GUEST: _("Gast"),
    }[capacity.role]
    return f"{word} ({flat(name)})" if name else word


def in_a_row(names: list[str]) -> str:
    """A, B und C"""
    *most, last = names or [""]
    return _("%(most)s und %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def recipients(meeting: Meeting, kind: str, *, with_former=True) -> list[Recipient]:
    """
    Return who gets a sending of `kind`: members, stand-ins, deputies, guests.

    Mandates and seats count by the day of the session. Guests hear of it from
    the invitation on. A change or cancellation also goes to those who were told
    earlier and are not invited any more, a farewell to nobody else.
    """
    if kind == Kind.FAREWELL:
        return former(meeting)
    found = capacities_by_seat(meeting)
    if kind != Dispatch.Kind.SAVE_THE_DATE and not is_before_invitation(meeting, kind):
        found += guests(meeting)
    entitled = merged(found)
    has_more = with_former and kind in TO_ALL_TOLD
    return entitled + told_before(meeting, entitled) if has_more else entitled


def is_before_invitation(meeting, kind):
    return kind in TO_ALL_TOLD and meeting.state == Meeting.State.PLANNED


def capacities_by_seat(meeting) -> list[tuple[Person, Capacity]]:
    delegated = meeting.participations.filter(is_theirs=True, response=Response.DELEGATED)
    rows = list(delegated.exclude(deputy=None).select_related("deputy"))
    deputies = {one.seat_id: one.deputy for one in rows if one.holds}
    # Named for another day: they hear what becomes of it, but do not come yet.
    informed = {one.seat_id: one.deputy for one in rows if not one.holds}
    found = []
    for seat in meeting.board.as_of(meeting.held_on):
        deputy = deputies.get(seat.pk)
        for one in seat.people:
            role = role_of(one, deputy, seat.people)
            is_named = role == Role.STAND_IN and one.person == deputy
            member = main_of(seat) if is_named else None
            capacity = Capacity(role, seat, mandate=one, is_named=is_named, member=member)
            found.append((one.person, capacity))
        for named, role in ((deputy, Role.STAND_IN), (informed.get(seat.pk), Role.DEPUTY)):
            if named and named not in [one.person for one in seat.people]:
                capacity = Capacity(role, seat, is_named=True, member=main_of(seat))
                found.append((named, capacity))
    return found


def main_of(seat) -> Person | None:
    return next((one.person for one in seat.people if is_main(one)), None)


def role_of(mandate, deputy, people) -> str:
    """A deputy stands in who was named, or whose seat has no member."""
    if is_main(mandate):
        return Role.MEMBER
    stands_in = mandate.person == deputy or not any(is_main(one) for one in people)
    return Role.STAND_IN if stands_in else Role.DEPUTY


def is_main(mandate) -> bool:
    return mandate.role == Mandate.Role.MAIN


def guests(meeting) -> list[tuple[Person, Capacity]]:
    rows = meeting.guests.select_related("person", "agenda_item")
    return [(one.person, Capacity(Role.GUEST, item=one.agenda_item)) for one in rows]


def merged(found) -> list[Recipient]:
    """Return each person once, by rank; within a rank in the order of the seats."""
    people = {}
    for person, capacity in found:
        people.setdefault(person, []).append(capacity)
    once = [
        Recipient(person, tuple(sorted(mine, key=lambda one: RANK.index(one.role))))
        for person, mine in people.items()
    ]
    return sorted(once, key=lambda one: RANK.index(one.role))


def told_before(meeting, entitled, off=None) -> list[Recipient]:
    """Return who was told and is not invited any more, unless that is what they were told last."""
    rows = (
        Delivery.objects.filter(dispatch__meeting=meeting)
        .exclude(person__in=[one.person.pk for one in entitled])
        .exclude(person__in=told_off(meeting) if off is None else off)
        .select_related("person")
        .order_by("person", "pk")
    )
    last = {one.person: one for one in rows}
    return [
        Recipient(person, (Capacity(one.role),), is_former=True) for person, one in last.items()
    ]


def former(meeting) -> list[Recipient]:
    """Return who was told of the session and has to hear that they are not invited any more."""
    return told_before(meeting, recipients(meeting, Kind.CHANGE, with_former=False))


def told_off(meeting) -> set[int]:
    """Return who was told last, by mail or letter, that the session is not theirs any more."""
    return told_off_by_session([meeting])[meeting.pk]


def told_off_by_session(meetings) -> dict[int, set[int]]:
    """Return for each session's key the persons told off; two queries for all of them."""
    rows = Delivery.objects.filter(dispatch__meeting__in=meetings).order_by("pk")
    rows = list(rows.values_list("dispatch__meeting", "person", "mail", "dispatch__kind"))
    threads = {f"meeting:{key}:person:{person}": (key, person) for key, person, *_rest in rows}
    mails = Mail.objects.filter(thread__in=threads, is_superseded=False)
    told = mails.exclude(calendar_method="").exclude(state=Mail.State.DROPPED).order_by("pk")
    last = {threads[thread]: way for thread, way in told.values_list("thread", "calendar_method")}
    for key, person, mail, kind in rows:
        if mail is None and ((key, person) not in last or kind == Kind.FAREWELL):
            last[key, person] = "CANCEL" if kind == Kind.FAREWELL else ""
    off = {one.pk: set() for one in meetings}
    for (key, person), method in last.items():
        if method == "CANCEL":
            off[key].add(person)
    return off


def recipient_of(delivery: Delivery) -> Recipient:
    """Return the recipient as they stand today, for what is printed or sent again."""
    dispatch = delivery.dispatch
    for one in recipients(dispatch.meeting, dispatch.kind):
        if one.person == delivery.person:
            return one
    return Recipient(delivery.person, (Capacity(delivery.role),), is_former=True)


def vacant_seats(meeting: Meeting) -> list[Seat]:
    """Return the seats of the day without a member, in the names of the day."""
    return [
        seat
        for seat in meeting.board.as_of(meeting.held_on)
        if not any(is_main(one) for one in seat.people)
    ]
