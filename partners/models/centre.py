"""The installation: whose board this is, and its legal texts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace
from partners.files import PictureField
from partners.richtext import RichTextField


class CentreQuerySet(models.QuerySet):
    def current(self):
        """Return the one centre, or an unsaved blank one before it is set up."""
        return self.filter(pk=1).first() or Centre(pk=1)


class Centre(PublicFace):
    """Names, notices and legal texts of this installation: one row."""

    name = models.CharField(_("Name"), max_length=200, blank=True)
    short_name = models.CharField(_("Kurzname"), max_length=80, blank=True)
    motto = models.CharField(_("Motto"), max_length=200, blank=True)
    programme = models.CharField(_("Förderschwerpunkt"), max_length=200, blank=True)
    funder = models.CharField(_("Zuwendungsgeber"), max_length=200, blank=True)
    project_management_agency = models.CharField(_("Projektträger"), max_length=200, blank=True)
    funding_notice = models.TextField(
        _("Förderhinweis"),
        blank=True,
        help_text=_("Leer: wird aus Zuwendungsgeber und Förderschwerpunkt gebildet."),
    )
    logo = PictureField(_("Logo"))
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    city = models.CharField(_("Ort"), max_length=100, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=50, blank=True)
    imprint = RichTextField(_("Impressum"))
    privacy_notice = RichTextField(_("Datenschutzerklärung"))
    accessibility_statement = RichTextField(_("Erklärung zur Barrierefreiheit"))
    easy_language = RichTextField(_("Leichte Sprache"))
    sign_language = RichTextField(_("Gebärdensprache"))

    objects = CentreQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["public_digest", "public_changed_at"])

    LEGAL_TEXTS = (
        "imprint",
        "privacy_notice",
        "accessibility_statement",
        "easy_language",
        "sign_language",
    )

    class Meta:
        verbose_name = _("Zentrum")
        verbose_name_plural = _("Zentrum")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="centre_is_one_row",
                violation_error_message=_("Es gibt genau ein Zentrum."),
            )
        ]

    def __str__(self):
        return self.name or "Zentrum"

    def public_values(self):
        hidden = {"id", "public_digest", "public_changed_at"}
        return tuple(
            str(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if field.name not in hidden
        )

    @property
    def notice(self):
        """The funding notice as given, or made from funder and programme."""
        if self.funding_notice or not self.funder:
            return self.funding_notice
        programme = f" im Förderschwerpunkt „{self.programme}“" if self.programme else ""
        return f"Gefördert durch: {self.funder}{programme}."

    def missing_texts(self):
        """Return field and title of the legal texts the operator still has to fill in."""
        return {
            name: self._meta.get_field(name).verbose_name
            for name in self.LEGAL_TEXTS
            if not getattr(self, name)
        }

    def missing_contact(self):
        """Return field and name of what mails and letters say of how to reach the office."""
        has_address = self.street and self.city
        found = {
            "street": (has_address, _("Anschrift")),
            "email": (self.email, _("E-Mail-Adresse")),
            "phone": (self.phone, _("Telefon")),
        }
        return {name: label for name, (is_there, label) in found.items() if not is_there}


class Feedback(models.Model):
    """A barrier somebody met on the site, reported on /barriere-melden/."""

    page = models.CharField(_("Seite"), max_length=300, blank=True)
    message = models.TextField(_("Was ist nicht zugänglich?"), max_length=5000)
    email = models.EmailField(_("E-Mail-Adresse für die Antwort"), blank=True)
    received_at = models.DateTimeField(_("eingegangen am"), auto_now_add=True)
    is_done = models.BooleanField(_("erledigt"), default=False)

    class Meta:
        verbose_name = _("gemeldete Barriere")
        verbose_name_plural = _("gemeldete Barrieren")
        ordering = ["is_done", "-received_at"]

    def __str__(self):
        return self.message[:60]
