"""Sessions: agenda, papers, who was there."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gremium.integrity.rule import Rule, keys, with_gaps
from meetings.cockpit.attendance import unkept
from meetings.models import (
    AgendaTemplate,
    Document,
    Guest,
    Meeting,
    Minutes,
    Participation,
    Response,
)
from partners.models import Mandate, Seat


def agenda():
    yield from keys(with_gaps(Meeting.objects.all(), "agenda_items__position"))
    yield from keys(with_gaps(AgendaTemplate.objects.all(), "items__position"))


def papers():
    return keys(with_gaps(Document.objects.all(), "versions__number"))


def held_ahead():
    held = Meeting.objects.filter(state=Meeting.State.HELD)
    return keys(held.filter(held_on__gt=timezone.localdate()))


def cancelled_when():
    return keys(Meeting.objects.filter(is_cancelled=True, cancelled_at=None))


def not_of_the_day():
    """Find attendance noted for a seat that the board did not have on that day."""
    noted = Participation.objects.exclude(attendance="")
    held_on = F("meeting__held_on")
    return keys(noted.filter(Q(seat__starts_on__gt=held_on) | Q(seat__ends_on__lt=held_on)))


def without_attendance():
    """Find sessions whose minutes are out and do not say of each seat how it was there."""
    noted = Participation.objects.filter(
        meeting=OuterRef(OuterRef("pk")), seat=OuterRef("pk")
    ).exclude(attendance="")
    held_on = OuterRef("held_on")
    seats = Seat.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=held_on), board=OuterRef("board"), starts_on__lte=held_on
    )
    out = Meeting.objects.filter(minutes__state__in=Minutes.RELEASED)
    return keys(out.filter(Exists(seats.filter(~Exists(noted)))))


def left_before():
    for model in (Participation, Guest):
        yield from keys(model.objects.filter(left_at__lt=F("arrived_at")))


def unsigned():
    """Find answers of nobody, or for no day."""
    for model in (Participation, Guest):
        answered = model.objects.exclude(response=Response.PENDING)
        yield from keys(answered.filter(Q(given_by=None) | Q(given_for=None)))


def never_on_the_seat():
    """Find answers of somebody who never had a mandate of the seat."""
    mandates = Mandate.objects.filter(seat=OuterRef("seat"), person=OuterRef("given_by"))
    return keys(Participation.objects.exclude(given_by=None).filter(~Exists(mandates)))


def not_as_answered():
    """Find attendance that was filled in from an answer which does not count any more."""
    drafts = Participation.objects.exclude(meeting__minutes__state__in=Minutes.RELEASED)
    return keys(unkept(drafts.exclude(attendance="")))


RULES = (
    Rule("agenda", _("Die TOP sind ohne Lücke von 1 an gezählt."), agenda),
    Rule("papers", _("Die Fassungen eines Dokuments sind ohne Lücke gezählt."), papers),
    Rule("held", _("Eine durchgeführte Sitzung liegt nicht in der Zukunft."), held_ahead),
    Rule("cancelled", _("Eine Absage hat ihren Zeitpunkt."), cancelled_when),
    Rule("attendance_of_seat", _("Anwesend ist nur ein Sitz dieses Tages."), not_of_the_day),
    Rule(
        "attendance",
        _("Ein freigegebenes Protokoll kennt die Anwesenheit jedes Sitzes."),
        without_attendance,
    ),
    Rule("answer_signed", _("Eine Antwort hat eine Person und einen Tag."), unsigned),
    Rule("answer_of_seat", _("Für einen Sitz antwortet, wer ihn hat."), never_on_the_seat),
    Rule(
        "attendance_as_answered",
        _("Vorbelegt ist die Anwesenheit nur aus Antworten, die gelten."),
        not_as_answered,
    ),
    Rule("times", _("Niemand geht, bevor er gekommen ist."), left_before),
)
