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


RULES = (
    Rule("same_board", _("Was zusammengehört, ist aus einem Gremium und einer Sitzung."), astray),
    Rule("one_member", _("Ein Sitz hat zu jeder Zeit höchstens ein Mitglied."), overlapping),
)
