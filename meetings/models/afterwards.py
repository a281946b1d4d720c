"""What who sat in a session keeps once their mandate has ended: its minutes, for a while."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.visibility import NOTHING, Visibility
from meetings.models.days import GRACE
from meetings.models.participation import Participation
from partners.models import Mandate, Person
from partners.reader import is_person, on_board
from partners.standing import active_on


def kept_by(user, day=None) -> Q:
    """
    Return, as of `day` or today, the minutes of sessions at which the user spoke for a seat.

    As long as guests find the session's pages, or objections are taken, whichever
    is longer. Who stood in there for once is treated as a member is.
    """
    if not user.is_authenticated:
        return NOTHING
    day, board = day or timezone.localdate(), OuterRef("meeting__board")
    lasts = Q(meeting__held_on__gte=day - GRACE) | Q(objections_until__gte=day)
    seated = Mandate.objects.active_on(OuterRef("meeting__held_on")).filter(
        is_person(user, "person"), on_board(user, "seat__board"), seat__board=board
    )
    stood_in = Participation.objects.filter(
        active_on(OuterRef("meeting__held_on"), "seat__"),
        is_person(user, "deputy"),
        on_board(user, "seat__board"),
        meeting=OuterRef("meeting"),
    )
    hidden = Q(meeting__visibility=Visibility.OFFICE)
    hidden |= Q(meeting__board__visibility=Visibility.OFFICE)
    begun = Q(meeting__held_on__lte=day) & ~hidden
    return begun & lasts & (Exists(seated) | Exists(stood_in))


def last_day_of(minutes) -> dt.date:
    """Return until when those who have left since may read the minutes."""
    days = (minutes.meeting.held_on + GRACE, minutes.objections_until)
    return max(day for day in days if day)


def spoke_at(meeting):
    """Return who held a mandate on the day of the session, or stood in for a seat there."""
    then = Mandate.objects.active_on(meeting.held_on).filter(seat__board=meeting.board_id)
    named = Q(deputyships__meeting=meeting.pk) & active_on(meeting.held_on, "deputyships__seat__")
    return Person.objects.filter(Q(pk__in=then.values("person")) | named).distinct()


def seat_at(meeting, person):
    """Return the seat for which the person spoke on the day of the session, or None."""
    then = Mandate.objects.active_on(meeting.held_on).filter(
        person=person, seat__board=meeting.board_id
    )
    if mandate := then.select_related("seat").order_by("-role", "pk").first():
        return mandate.seat
    named = meeting.participations.filter(active_on(meeting.held_on, "seat__"), deputy=person)
    row = named.select_related("seat").first()
    return row and row.seat
