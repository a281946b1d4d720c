"""People, and what of them may be public."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace
from partners.files import PictureField


class PersonQuerySet(models.QuerySet):
    def with_consent(self):
        """Annotate `may_show_name`, `may_show_function` and so on."""
        return self.annotate(
            **{
                f"may_show_{item}": Exists(
                    Consent.objects.active().filter(person=OuterRef("pk"), item=item)
                )
                for item in Consent.Item.values
            }
        )


class Person(PublicFace):
    """Somebody the office deals with: member, deputy or contact."""

    title = models.CharField(_("Titel"), max_length=40, blank=True)
    given_name = models.CharField(_("Vorname"), max_length=80, blank=True)
    family_name = models.CharField(_("Familienname"), max_length=80)
    function = models.CharField(
        _("Funktion"), max_length=160, blank=True, help_text=_("In der Organisation.")
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=50, blank=True)
    photo = PictureField(_("Foto"))
    note = models.TextField(_("Notiz"), blank=True, help_text=_("Nur für die Geschäftsstelle."))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Benutzerkonto"),
        related_name="person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    wants_reminders = models.BooleanField(
        _("bekommt Erinnerungen"),
        default=True,
        help_text=_("Einladungen und Änderungen kommen in jedem Fall."),
    )
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["public_digest", "public_changed_at"])

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        ordering = ["family_name", "given_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_unique",
                condition=~Q(email=""),
                violation_error_message=_("Diese E-Mail-Adresse gehört schon einer Person."),
            )
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return " ".join(filter(None, [self.title, self.given_name, self.family_name]))

    def public_values(self):
        shown = set(self.consents.active().values_list("item", flat=True)) if self.pk else set()
        values = {
            Consent.Item.NAME: self.full_name,
            Consent.Item.FUNCTION: self.function,
            Consent.Item.PHOTO: self.photo.name,
            Consent.Item.CONTACT: (self.email, self.phone),
        }
        return tuple(value for item, value in values.items() if item in shown)


class ConsentQuerySet(models.QuerySet):
    def active(self):
        """Given, and not withdrawn up to now."""
        return self.filter(granted_on__lte=timezone.localdate(), withdrawn_at=None)


class Consent(PublicFace):
    """A person's dated consent to show one item; withdrawn at once."""

    class Item(models.TextChoices):
        NAME = "name", _("Name")
        FUNCTION = "function", _("Funktion")
        PHOTO = "photo", _("Foto")
        CONTACT = "contact", _("Kontakt")

    person = models.ForeignKey(
        Person, verbose_name=_("Person"), related_name="consents", on_delete=models.CASCADE
    )
    item = models.CharField(_("Angabe"), max_length=10, choices=Item)
    granted_on = models.DateField(_("eingewilligt am"), default=timezone.localdate)
    wording = models.CharField(_("Fassung des Wortlauts"), max_length=40, default="2026-11")
    withdrawn_at = models.DateTimeField(_("widerrufen am"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["public_digest", "public_changed_at"])

    class Meta:
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        ordering = ["item", "granted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item"],
                name="consent_once",
                condition=Q(withdrawn_at=None),
                violation_error_message=_("Diese Einwilligung liegt schon vor."),
            )
        ]

    def __str__(self):
        return f"{self.get_item_display()} ({self.granted_on})"

    def public_values(self):
        return (self.person_id, self.item, str(self.granted_on), self.withdrawn_at is None)
