"""Publish and take back: once, on purpose, and noted with who and when."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from news.models import Publication

Act = Publication.Act
# The row of the history and the note of one act are written one after the other.
AT_ONCE = dt.timedelta(seconds=5)


@transaction.atomic
def publish(kind, obj, user, overruled=()):
    """Put `obj` before the public. Raise ValidationError if it is there, or must not be."""
    obj = locked(kind, obj)
    if kind.is_public(obj):
        raise ValidationError(_("Das ist schon veröffentlicht."))
    kind.show(obj, user)
    return note(kind, obj, Act.PUBLISHED, user, list(overruled))


@transaction.atomic
def withdraw(kind, obj, user):
    """Take `obj` back. Raise ValidationError if it is not public."""
    obj = locked(kind, obj)
    if not kind.is_public(obj):
        raise ValidationError(_("Das ist nicht veröffentlicht."))
    kind.hide(obj, user)
    return note(kind, obj, Act.WITHDRAWN, user, [])


def locked(kind, obj):
    return kind.model.objects.select_for_update().get(pk=obj.pk)


def note(kind, obj, act, user, overruled):
    return Publication.objects.create(
        kind=kind.name, key=obj.pk, label=str(obj)[:300], act=act, user=user, overruled=overruled
    )


def log_of(kind, obj):
    """
    Return who published or took back `obj`, the latest first.

    What was done in the ordinary form is in the history of the row; it stands
    beside what was done here, unsaved.
    """
    noted = list(Publication.objects.filter(kind=kind.name, key=obj.pk).select_related("user"))
    moments = [one.done_at for one in noted]
    others = [one for one in by_form(kind, obj) if not is_noted(one.done_at, moments)]
    return sorted([*noted, *others], key=lambda one: one.done_at, reverse=True)


def by_form(kind, obj):
    """Yield an act for each moment at which the row became public, or was so no longer."""
    was_public = False
    for row in obj.history.select_related("history_user").order_by("history_date", "history_id"):
        if kind.is_public(row) != was_public:
            was_public = not was_public
            act = Act.PUBLISHED if was_public else Act.WITHDRAWN
            yield Publication(act=act, user=row.history_user, done_at=row.history_date)


def is_noted(moment, moments):
    return any(abs(moment - one) < AT_ONCE for one in moments)
