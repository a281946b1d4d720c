"""
What the tables themselves promise: references, conditions, uniqueness.

The database keeps these while it runs; a restored or repaired one may not.
"""

from functools import reduce
from operator import and_

from django.apps import apps
from django.db.models import (
    BooleanField,
    CheckConstraint,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    UniqueConstraint,
)
from django.utils.translation import gettext_lazy as _

from gremium.integrity.rule import Rule, keys


def models():
    """Return every table, those between two others included."""
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]


def constraints(kind):
    for model in models():
        for one in model._meta.constraints:
            if isinstance(one, kind):
                yield model._base_manager, one


def dangling():
    """Find rows that point to a row which is not there."""
    for model in models():
        for field in model._meta.concrete_fields:
            if not field.is_relation or not field.db_constraint:
                continue
            there = field.related_model._base_manager.filter(
                **{field.target_field.name: OuterRef(field.attname)}
            )
            pointing = model._base_manager.filter(**{f"{field.name}__isnull": False})
            yield from keys(pointing.filter(~Exists(there)))


def untrue():
    """Find rows that a condition of their table refuses; unknown is not refused."""
    for rows, one in constraints(CheckConstraint):
        is_true = ExpressionWrapper(one.condition, output_field=BooleanField())
        yield from keys(rows.annotate(is_true=is_true).filter(is_true=False))


def twice():
    """Find rows that share what only one may have."""
    for rows, one in constraints(UniqueConstraint):
        yield from doubles(rows.filter(one.condition or Q()), one.fields)
    for model in models():
        for field in model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                yield from doubles(model._base_manager.all(), [field.name])


def doubles(rows, fields):
    known = reduce(and_, (Q(**{f"{name}__isnull": False}) for name in fields), Q())
    shared = rows.filter(known).order_by().values(*fields).annotate(how_many=Count("pk"))
    for found in shared.filter(how_many__gt=1):
        found.pop("how_many")
        yield from keys(rows.filter(**found))


RULES = (
    Rule("reference", _("Jeder Verweis führt zu einem Datensatz."), dangling),
    Rule("condition", _("Jeder Datensatz erfüllt die Bedingungen seiner Tabelle."), untrue),
    Rule("unique", _("Was nur einmal vorkommen darf, kommt einmal vor."), twice),
)
