"""The end of a seat: its mandates end with it, and what else hangs on it is named."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.models import Mandate
from partners.standing import has_vote


@transaction.atomic
def end_mandates(seat, by=None) -> list[Mandate]:
    """Give the last day of the seat to the mandates that would outlast it; return them."""
    if seat.ends_on is None:
        return []
    outlasting = seat.mandates.filter(Q(ends_on=None) | Q(ends_on__gt=seat.ends_on))
    ended = list(outlasting.filter(starts_on__lte=seat.ends_on).select_related("person"))
    for mandate in ended:
        mandate.ends_on, mandate._history_user = seat.ends_on, by
        mandate._change_reason = _("Mit dem Sitz beendet")
        mandate.save()
    return ended


def running_mandates(seat):
    """Return the mandates of today and those to come."""
    today = timezone.localdate()
    found = seat.mandates.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return found.select_related("person").order_by("-role", "pk")


def open_tasks(seat):
    """Return what the seat's people, or its organisation on this board, have still to do."""
    people = running_mandates(seat).values("person")
    of_house = Q(person=None, organisation=seat.organisation_id)
    return seat.board.tasks.open().filter(Q(person__in=people) | of_house)


def running_circulars(seat):
    """Return the circular procedures that have asked the seat and are not over."""
    running = seat.board.resolutions.filter(state="open").exclude(opened_at=None)
    return [one for one in running if has_vote(seat, timezone.localdate(one.opened_at))]


def invited_to(seat):
    """Return the sessions to come to which people of the seat are invited."""
    coming = seat.board.meetings.upcoming().filter(state="invited", is_cancelled=False)
    return [one for one in coming if not seat.ends_on or one.held_on <= seat.ends_on]
