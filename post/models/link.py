"""Personal links: addresses nobody can guess, kept as a hash only."""

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Board, Person
from post.models.mail import Mail


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class PersonalLinkQuerySet(models.QuerySet):
    def open(self):
        """Neither revoked nor expired today."""
        return self.filter(
            Q(expires_on=None) | Q(expires_on__gte=timezone.localdate()), revoked_at=None
        )

    def find(self, token, purpose):
        """Return the open link behind `token`, or None; a wrong purpose is none."""
        found = self.open().filter(token_hash=hash_of(token), purpose=purpose)
        return found.select_related("person").first()

    def mint(self, person, purpose, expires_on=None, mail=None, board_id=None):
        """Make a link and return its token, which is stored nowhere."""
        token = secrets.token_urlsafe(24)
        self.create(
            person=person,
            purpose=purpose,
            token_hash=hash_of(token),
            expires_on=expires_on,
            mail=mail,
            board_id=board_id,
        )
        return token

    def revoke(self):
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())


class PersonalLink(models.Model):
    """A way in for one person and one purpose, without an account."""

    class Purpose(models.TextChoices):
        PERSONAL = "personal", _("persönliche Seite")
        CALENDAR = "calendar", _("Kalender")

    person = models.ForeignKey(
        Person, verbose_name=_("Person"), related_name="links", on_delete=models.CASCADE
    )
    purpose = models.CharField(_("Zweck"), max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("angelegt am"), default=timezone.now, editable=False)
    expires_on = models.DateField(_("gültig bis"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("gesperrt am"), null=True, blank=True)
    # Set by the first act (POST): opening a page changes nothing, scanners do that too.
    used_at = models.DateTimeField(_("zuerst benutzt am"), null=True, blank=True)
    mail = models.ForeignKey(
        Mail, related_name="links", null=True, blank=True, on_delete=models.SET_NULL
    )

    # What the office prints, it can read: such a link opens nothing of any other board.
    board = models.ForeignKey(
        Board, related_name="+", null=True, blank=True, on_delete=models.CASCADE
    )

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("persönlicher Link")
        verbose_name_plural = _("persönliche Links")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.get_purpose_display()} {self.created_at:%d.%m.%Y}"
