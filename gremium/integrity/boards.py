"""Seats, mandates, and what has to be of the same board or session."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from advice.models import Advice
from gremium.integrity.rule import Rule, keys
from meetings.models import (
    AgendaItem,
    AgendaProposal,
    Document,
    Guest,
    ItemRecord,
    Minutes,
    Objection,
    Participation,
    Resolution,
    Task,
    Vote,
)
from partners.models import Mandate

# Two ways from a row that lead to the same: its board, or its session.
SAME = (
    (Participation, "seat__board", "meeting__board"),
    (Guest, "agenda_item__meeting", "meeting"),
    (Document, "agenda_item__meeting", "meeting"),
    (AgendaItem, "continues__meeting__board", "meeting__board"),
    (AgendaProposal, "agenda_item__meeting", "meeting"),
    (AgendaProposal, "seat__board", "meeting__board"),
    (ItemRecord, "conflicted__board", "agenda_item__meeting__board"),
    (Minutes, "approved_in__board", "meeting__board"),
    (Objection, "agenda_item__meeting", "minutes__meeting"),
    (Objection, "seat__board", "minutes__meeting__board"),
    (Resolution, "meeting__board", "board"),
    (Resolution, "continued_in__meeting__board", "board"),
    (Vote, "seat__board", "resolution__board"),
    (Task, "meeting__board", "board"),
    (Task, "agenda_item__meeting", "meeting"),
    (Advice, "meeting__board", "board"),
    (Advice, "agenda_item__meeting", "meeting"),
)


def astray():
    """Find rows whose two ways lead to different places."""
    for model, one, other in SAME:
        known = Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
        yield from keys(model._base_manager.filter(known, ~Q(**{one: F(other)})))
    of_item = Resolution.objects.filter(kind=Resolution.Kind.IN_SESSION)
    yield from keys(of_item.exclude(meeting=F("agenda_item__meeting")))


def overlapping():
    """Find main mandates of one seat that share a day with another."""
    others = Mandate.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on")),
        seat=OuterRef("seat"),
        role=Mandate.Role.MAIN,
    ).exclude(pk=OuterRef("pk"))
    main = Mandate.objects.filter(role=Mandate.Role.MAIN)
    begins_before = others.filter(starts_on__lte=OuterRef("starts_on"))
    return keys(main.filter(Exists(begins_before)))


def outside_of_seat():
    """Find mandates with a day on which their seat is not there."""
    ends_later = Q(ends_on=None) | Q(ends_on__gt=F("seat__ends_on"))
    is_outside = Q(starts_on__lt=F("seat__starts_on")) | Q(seat__ends_on__isnull=False) & ends_later
    return keys(Mandate.objects.filter(is_outside))


def on_its_first_day():
    """Return the board's other mandates of the day on which the one asked about begins."""
    then = Mandate.objects.active_on(OuterRef("starts_on")).exclude(pk=OuterRef("pk"))
    return then.filter(seat__board=OuterRef("seat__board"))


def two_seats():
    """Find main mandates of people who are members for another seat of the board, too."""
    others = on_its_first_day().exclude(seat=OuterRef("seat"))
    main = {"role": Mandate.Role.MAIN}
    return keys(
        Mandate.objects.filter(Exists(others.filter(person=OuterRef("person"), **main)), **main)
    )


def two_chairs():
    """Find chairs of a board that share a day with another one."""
    chair = {"office": Mandate.Office.CHAIR}
    return keys(Mandate.objects.filter(Exists(on_its_first_day().filter(**chair)), **chair))


def strange_owners():
    """Find open advice that somebody is in charge of who does not belong to the office."""
    return keys(Advice.objects.open().filter(owner__is_staff=False))


RULES = (
    Rule("same_board", _("Was zusammengehört, ist aus einem Gremium und einer Sitzung."), astray),
    Rule(
        "advice_owner",
        _("Für eine offene Anregung ist zuständig, wer zur Geschäftsstelle gehört."),
        strange_owners,
    ),
    Rule("one_member", _("Ein Sitz hat zu jeder Zeit höchstens ein Mitglied."), overlapping),
    Rule("mandate_of_seat", _("Ein Mandat dauert nicht länger als sein Sitz."), outside_of_seat),
    Rule("one_seat", _("Eine Person ist in einem Gremium für einen Sitz Mitglied."), two_seats),
    Rule("one_chair", _("Den Vorsitz hat zu jeder Zeit höchstens eine Person."), two_chairs),
)
