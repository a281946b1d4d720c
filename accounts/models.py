"""The user, an e-mail address that may sign in, and what signing in leaves for minutes."""

import secrets
import unicodedata

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


def folded(email: str) -> str:
    """
    Return the address as accounts keep it: other letters for the same sign are the same.

    PostgreSQL takes „ſ“ for „s“ and SQLite does not; after this both agree.
    """
    return unicodedata.normalize("NFKC", email).strip().lower()


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("Ein Benutzerkonto braucht eine E-Mail-Adresse.")
        user = self.model(email=folded(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True} | fields
        )

    def of_office(self):
        """Accounts that may do or see more than a member: they need more than a mailed code."""
        given = Q(groups__isnull=False) | Q(user_permissions__isnull=False)
        return self.filter(Q(is_staff=True) | Q(is_superuser=True) | given).distinct()

    def get_by_natural_key(self, email):
        return self.get(email=folded(email))


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who may sign in; the e-mail address is the login name."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name"), max_length=150, blank=True)
    is_staff = models.BooleanField(
        _("Geschäftsstelle"), default=False, help_text=_("Darf sich im Büro (Admin) anmelden.")
    )
    is_active = models.BooleanField(
        _("aktiv"),
        default=True,
        help_text=_("Statt ein Konto zu löschen, schalten Sie es hier ab."),
    )
    date_joined = models.DateTimeField(_("angelegt am"), default=timezone.now, editable=False)
    session_mark = models.CharField(max_length=32, default="", editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("Benutzerkonto")
        verbose_name_plural = _("Benutzerkonten")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Mit dieser E-Mail-Adresse gibt es schon ein Konto."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def has_office_rights(self) -> bool:
        return self.is_staff or self.is_superuser

    def end_sessions(self):
        """Sign the account out everywhere, begun sign-ins included."""
        self.session_mark = secrets.token_hex(16)
        self.save(update_fields=["session_mark"])

    def _get_session_auth_hash(self, secret=None):
        """
        Bind sessions to the password, as Django does, and to what they were opened for.

        Who comes to the office or leaves it signs in anew: a session opened by
        a mailed code never becomes one of the office.
        """
        kind = f"{self.is_staff:d}{self.is_superuser:d}"
        seen = f"{self.password} {kind} {self.session_mark}"
        return salted_hmac("accounts.session", seen, secret=secret, algorithm="sha256").hexdigest()

    def is_of_office(self):
        return User.objects.of_office().filter(pk=self.pk).exists()

    def clean(self):
        super().clean()
        self.email = folded(self.email)


class SignInCode(models.Model):
    """A code that was mailed: it opens once, for ten minutes (accounts.codes)."""

    nonce = models.CharField(max_length=32, unique=True)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Anmeldecode")
        verbose_name_plural = _("Anmeldecodes")
        default_permissions = ()

    def __str__(self):
        return f"{self.expires_at:%d.%m.%Y %H:%M}"


class Attempt(models.Model):
    """One try to sign in; who and from where stand in a keyed hash (accounts.throttle)."""

    key = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Anmeldeversuch")
        verbose_name_plural = _("Anmeldeversuche")
        default_permissions = ()
        indexes = [models.Index(fields=["key", "made_at"], name="attempt_key")]

    def __str__(self):
        return f"{self.made_at:%d.%m.%Y %H:%M}"
