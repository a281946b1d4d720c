"""
Who may read, answer, propose, vote, object, is counted or written to: the one place doors ask.

`may` rules on one person or seat, in one matter and for one day, and says why not.
A door that needs them all asks `seats`, `sitting` or `readers`, from which `may`
rules as well. It tells who, not whether the matter still takes it: that a period
is over or a session has begun, its act says. Lists of pages ask the querysets,
which know the same days (`visible_to`, `partners.standing`).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings import places, speakers
from meetings.models import Dispatch, Meeting, Minutes
from meetings.models.afterwards import last_day_of, seat_at, spoke_at
from meetings.models.meeting import places_of, stands_in, takes_part
from meetings.planning import rules_on
from meetings.procedure import who_votes
from meetings.recipients import recipients
from partners.models import Mandate, Person, Seat
from partners.models.board import member_of
from partners.reader import Reader, on_board
from partners.standing import has_vote, is_active


class Act(StrEnum):
    ENTER = "enter"  # a person's pages as a whole, or those of one session
    READ = "read"  # what only insiders read
    ANSWER = "answer"
    PROPOSE = "propose"
    VOTE = "vote"
    WEIGH = "weigh"
    OBJECT = "object"
    COUNT = "count"
    RECEIVE = "receive"


@dataclass(frozen=True)
class Ruling:
    """True or not; for which seat or places, or why not in words."""

    is_allowed: bool
    reason: str = ""
    seat: Seat | None = None
    places: tuple = ()

    def __bool__(self):
        return self.is_allowed


def may(who, act, matter=None, day=None) -> Ruling:
    """
    Rule on a person, a reader (link or account) or a seat, on `day` (default today).

    The matter is a session, its minutes, a resolution or a weighing; none for ENTER
    means any session or board.
    """
    day = day or timezone.localdate()
    if isinstance(who, Seat):
        return of_seat(who, act, matter)
    reader = Reader(who) if isinstance(who, Person) else who
    return RULES[act](reader, matter, day)


# --- Seats ------------------------------------------------------------------


def day_of(matter):
    """Return the day whose seats are asked and counted: the session's, or that of the beginning."""
    if isinstance(matter, Meeting):
        return matter.held_on
    return timezone.localdate(matter.opened_at) if matter.opened_at else timezone.localdate()


def seats(act, matter):
    """Return the seats asked or counted in the matter: with a vote, but to weigh all of them."""
    of_board = Seat.objects.filter(board=matter.board_id).select_related("organisation")
    day = day_of(matter)
    return of_board.active_on(day) if act == Act.WEIGH else of_board.voting_on(day)


def of_seat(seat, act, matter) -> Ruling:
    """Rule as `seats` does, of a seat that is at hand."""
    test = is_active if act == Act.WEIGH else has_vote
    if seat.board_id == matter.board_id and test(seat, day_of(matter)):
        return Ruling(True, seat=seat)
    return Ruling(False, _("Der Sitz zählt an diesem Tag nicht mit."))


# --- People -----------------------------------------------------------------


def sitting(matter, day=None):
    """Return the mandates that count on `day` (default today) on the board of the matter."""
    day = day or timezone.localdate()
    return Mandate.objects.active_on(day).filter(seat__board=matter.board_id)


def seat_of(person, board_id, day=None):
    """Return the seat the person holds on the board, as main member first; or None."""
    mandates = Mandate.objects.active_on(day or timezone.localdate())
    mine = mandates.filter(person=person, seat__board=board_id).select_related("seat")
    mandate = mine.order_by("-role", "pk").first()
    return mandate and mandate.seat


def readers(meeting, day=None):
    """
    Return who is told of a session's minutes: members and deputies of the board on `day`.

    Beside them who spoke for a seat in it, as long as the minutes are theirs;
    nobody of a session or a board that the office keeps to itself.
    """
    if Visibility.OFFICE in {meeting.visibility, meeting.board.visibility}:
        return Person.objects.none()
    day = day or timezone.localdate()
    entitled = Q(pk__in=sitting(meeting, day).values("person"))
    minutes = getattr(meeting, "minutes", None)
    if minutes is None or not minutes.is_released or day <= last_day_of(minutes):
        entitled |= Q(pk__in=spoke_at(meeting).values("pk"))
    return Person.objects.filter(entitled)


# --- One person -------------------------------------------------------------


def enters(reader, meeting, day):
    """A mandate, or a place in a session at most 30 days ago; of one session, a part in it."""
    reason = _("Sie nehmen daran zurzeit nicht teil.")
    if meeting is not None:
        own = Meeting.objects.filter(takes_part(reader, day), pk=meeting.pk)
        return Ruling(own.exists(), reason)
    mandates = Mandate.objects.active_on(day).filter(on_board(reader, "seat__board"))
    if mandates.filter(person=reader.person).exists():
        return Ruling(True)
    return Ruling(bool(places_of(reader, day)), reason)


def reads(reader, matter, day):
    """What insiders read of a session or its minutes."""
    rows = type(matter).objects
    insiders = (
        rows.filter(rows.of_insiders(reader, day))
        if isinstance(matter, Minutes)
        else rows.for_insiders(reader, day)
    )
    return Ruling(insiders.filter(pk=matter.pk).exists(), _("Das lesen nur Mitglieder."))


def answers(reader, meeting, day):
    """Who has a place there on the session's day, and answers for it."""
    own = places.places_of(reader.person, [meeting])[meeting.pk]
    mine = tuple(place for place in own if place.answers_for_itself)
    reason = _("Für diese Sitzung haben Sie keinen Platz, über den Sie antworten.")
    return Ruling(bool(mine), reason, places=mine)


def proposes(reader, meeting, day):
    """Who sits on the board that day, or comes in a member's place; no guests."""
    mine = member_of(reader, "board", day) | stands_in(reader, "pk", day)
    if not Meeting.objects.filter(mine, pk=meeting.pk).exists():
        return Ruling(False, _("Zu dieser Sitzung können Sie nichts vorschlagen."))
    seat = seat_of(reader.person, meeting.board_id, day)
    row = meeting.participations.filter(deputy=reader.person).select_related("seat").first()
    return Ruling(True, seat=seat or (row and row.seat))


def votes(reader, resolution, day):
    mine = speakers.places_of(seats(Act.VOTE, resolution), reader.person, day)
    reason = "" if mine else why_no_vote(reader.person, resolution, day)
    return Ruling(bool(mine), reason, places=tuple(mine))


def weighs(reader, weighing, day):
    mine = speakers.places_of(seats(Act.WEIGH, weighing), reader.person, day)
    reason = _("Für diesen Sitz können Sie keine Punkte vergeben.")
    return Ruling(bool(mine), reason, places=tuple(mine))


def why_no_vote(person, resolution, day=None) -> str:
    day, begun = day or timezone.localdate(), day_of(resolution)
    mandates = sitting(resolution, day).filter(person=person).select_related("seat")
    held = [one.seat for one in mandates]
    if not held:
        return _("Sie haben in diesem Gremium zurzeit keinen Sitz.")
    if not any(has_vote(seat, day) for seat in held):
        rules = rules_on(resolution.board, begun)
        return who_votes(rules, is_voting=False, member_present=True, deputy_present=False).text
    if any(is_active(seat, begun) for seat in held):
        return _("Ihr Sitz war beim Beginn des Umlaufs beratend und stimmt nicht mit.")
    return _("Ihr Sitz kam erst nach dem Beginn des Umlaufs dazu und stimmt nicht mit.")


def objects(reader, minutes, day):
    """For the own seat of that day, else for that of the session's day."""
    meeting = minutes.meeting
    seat = seat_of(reader.person, meeting.board_id, day) or seat_at(meeting, reader.person)
    reason = _("Einwendungen erheben nur Mitglieder des Gremiums.")
    return Ruling(seat is not None, reason, seat=seat)


def is_counted(reader, matter, day):
    """As the member, or in whose absence a deputy may speak, of a seat that counts."""
    mine = speakers.places_of(seats(Act.COUNT, matter), reader.person, day_of(matter))
    return Ruling(bool(mine), _("Sie haben dort keine Stimme."), places=tuple(mine))


def is_told(reader, matter, day):
    """Of a session who is invited, of minutes their readers, of all else who sits that day."""
    person, reason = reader.person, _("Sie gehören nicht zum Verteiler.")
    if isinstance(matter, Meeting):
        invited = [one.person for one in recipients(matter, Dispatch.Kind.INVITATION)]
        return Ruling(person in invited, reason)
    if isinstance(matter, Minutes):
        return Ruling(readers(matter.meeting, day).filter(pk=person.pk).exists(), reason)
    return Ruling(sitting(matter, day).filter(person=person).exists(), reason)


RULES = {
    Act.ENTER: enters,
    Act.READ: reads,
    Act.ANSWER: answers,
    Act.PROPOSE: proposes,
    Act.VOTE: votes,
    Act.WEIGH: weighs,
    Act.OBJECT: objects,
    Act.COUNT: is_counted,
    Act.RECEIVE: is_told,
}
