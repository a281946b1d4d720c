"""Publish and take back: once, on purpose, and noted with who and when."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from news.models import Publication

Act = Publication.Act


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
    """Return who published or took back `obj`, the latest first."""
    return Publication.objects.filter(kind=kind.name, key=obj.pk).select_related("user")
