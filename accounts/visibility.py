"""
Who may see what: three levels, and what the public last saw of a row.

Every set that a page, feed, file or search shows starts with
`visible_to(user)`. The models right of here say with `open_to()` which rows
the members of a board see; nobody else decides about levels.
"""

import hashlib
import re

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.untouched import plain_ends

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
NOTHING = Q(pk__in=[])


class Visibility(models.TextChoices):
    PUBLIC = "public", _("öffentlich")
    MEMBERS = "members", _("nur Mitglieder")
    OFFICE = "office", _("nur Geschäftsstelle")


class VisibilityField(models.CharField):
    """The level of one object; members only unless said otherwise."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("Sichtbarkeit"))
        super().__init__(
            *args,
            **{"max_length": 10, "choices": Visibility, "default": Visibility.MEMBERS} | kwargs,
        )


def open_to(user, members: Q = NOTHING, office: Q = NOTHING) -> Q:
    """
    Return the rows with a `visibility` that `user` may read.

    `members` are the rows whose board the user sits on today, `office` those
    the user maintains in the office. Both are ignored for anonymous visitors.
    """
    public = Q(visibility=Visibility.PUBLIC)
    if not user.is_authenticated:
        return public
    if user.is_superuser:
        return ~NOTHING
    return public | (Q(visibility=Visibility.MEMBERS) & members) | office


def public_keys(rows) -> list[int]:
    """Return the keys of those `rows` that a visitor may see, in order."""
    return sorted(rows.visible_to(AnonymousUser()).values_list("pk", flat=True))


def printable(text: str) -> str:
    """Return `text` without control characters that no feed or PDF can hold, lines ended by LF."""
    return CONTROL.sub("", plain_ends(text))


def digest_of(values: tuple) -> str:
    """Return a short mark of `values`, by which a change of them is noticed."""
    return hashlib.sha256(repr(values).encode()).hexdigest()


class PublicFace(models.Model):
    """
    A row that remembers when its public side last changed.

    Feeds, sitemap and ETags show this date and never that of an internal
    change, which would tell a visitor that something confidential moved.
    """

    public_digest = models.CharField(max_length=64, editable=False, default="")
    public_changed_at = models.DateTimeField(
        _("öffentlich geändert am"), editable=False, default=timezone.now
    )

    class Meta:
        abstract = True

    def public_values(self) -> tuple:
        """Return what a visitor can see of this row itself, nothing else."""
        raise NotImplementedError

    def save(self, *args, update_fields=None, **kwargs):
        for field in self._meta.concrete_fields:
            if isinstance(value := getattr(self, field.attname), str):
                setattr(self, field.attname, printable(value))
        digest = digest_of(self.public_values())
        if digest != self.public_digest:
            self.public_digest, self.public_changed_at = digest, timezone.now()
            if update_fields is not None:
                update_fields = {*update_fields, "public_digest", "public_changed_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def refresh_public_face(self):
        """Look at the public values again, after related rows were set."""
        self.save(update_fields=[])
