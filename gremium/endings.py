"""What ends soon on a board, or has just ended: seats, their votes, mandates; for „Heute“."""

import datetime as dt

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import Mandate

SPAN = dt.timedelta(days=14)


def ending(seats):
    """Return those of `seats` of which something ends within two weeks, with their mandates."""
    today = timezone.localdate()
    days = (today - SPAN, today + SPAN)
    mandates = Mandate.objects.filter(ends_on__range=days).select_related("person")
    found = seats.filter(
        Q(ends_on__range=days)
        | Q(votes_until__range=days)
        | Exists(mandates.filter(seat=OuterRef("pk")))
    )
    people = Prefetch("mandates", mandates.order_by("-role", "pk"), to_attr="ending_mandates")
    return found.select_related("organisation", "board").prefetch_related(people), days


def lines_of(seats, *, names_people):
    """Yield the seat and in words what ends or has ended with it; two queries."""
    found, days = ending(seats)
    for seat in found[:15]:
        with_it = [one for one in seat.ending_mandates if one.ends_on == seat.ends_on]
        alone = [one for one in seat.ending_mandates if one.ends_on != seat.ends_on]
        if seat.ends_on and days[0] <= seat.ends_on <= days[1]:
            yield seat, seat_in_words(seat, with_it)
        elif seat.votes_until and days[0] <= seat.votes_until <= days[1]:
            yield seat, in_time(_("Stimmrecht"), seat.votes_until)
        for mandate in alone if names_people else []:
            yield seat, in_time(_("Mandat von %s") % mandate.person.full_name, mandate.ends_on)


def seat_in_words(seat, mandates) -> str:
    """Sitz endet am 30.11.2026, mit ihm 2 Mandate"""
    words = in_time(_("Sitz"), seat.ends_on)
    count = len(mandates)
    if not count:
        return words
    return f"{words}, {ngettext('mit ihm %d Mandat', 'mit ihm %d Mandate', count) % count}"


def in_time(what, day) -> str:
    is_over = day < timezone.localdate()
    words = _("%(what)s endete am %(day)s") if is_over else _("%(what)s endet am %(day)s")
    return words % {"what": what, "day": f"{day:%d.%m.%Y}"}
