"""Organisations and the names they had."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace
from partners.files import PictureField

VIEW = "partners.view_organisation"


def last_former_name():
    """Return the name an organisation had before its present one, as an expression."""
    former = FormerName.objects.filter(organisation=OuterRef("pk")).order_by("-replaced_on")
    return Subquery(former.values("name")[:1])


def names_on(day, organisation="") -> dict:
    """
    Return annotations `then_name` and `then_short_name`, the names of `day`.

    `organisation` is the path to the organisation, "" on the organisation.
    """
    path = f"{organisation}__" if organisation else ""
    former = FormerName.objects.filter(
        organisation=OuterRef(organisation or "pk"), replaced_on__gt=day
    ).order_by("replaced_on")
    return {
        f"then_{field}": Coalesce(Subquery(former.values(field)[:1]), f"{path}{field}")
        for field in ("name", "short_name")
    }


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those on a board the user may see, and the consortium."""
        from partners.belonging import known
        from partners.models.board import Board

        if user.is_authenticated and user.is_staff and user.has_perm(VIEW):
            return known(self, user)
        boards = Board.objects.visible_to(user)
        return self.filter(
            ~Q(consortium_role=Organisation.ConsortiumRole.NONE)
            | Q(pk__in=boards.values("seats__organisation"))
        )

    def consortium(self):
        return self.exclude(consortium_role=Organisation.ConsortiumRole.NONE)


class Organisation(PublicFace):
    """A partner: a body that sends people to a board or forms the consortium."""

    class Kind(models.TextChoices):
        CHAMBER = "chamber", _("Kammer")
        ASSOCIATION = "association", _("Verband")
        SOCIETY = "society", _("Verein")
        NETWORK = "network", _("Netzwerk")
        MINISTRY = "ministry", _("Ministerium")
        RESEARCH_INSTITUTE = "research_institute", _("Forschungsinstitut")
        UNIVERSITY = "university", _("Hochschule")
        COMPANY = "company", _("Unternehmen")

    class ConsortiumRole(models.TextChoices):
        NONE = "none", _("nicht im Konsortium")
        PARTNER = "partner", _("Konsortialpartner")
        LEAD = "lead", _("Konsortialführung")

    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("Kurzname"), max_length=60)
    slug = models.SlugField(_("Webadresse"), max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind, blank=True)
    place = models.CharField(_("Ort"), max_length=100, blank=True)
    website = models.URLField(_("Website"), blank=True)
    logo = PictureField(_("Logo"))
    consortium_role = models.CharField(
        _("Rolle im Konsortium"),
        max_length=10,
        choices=ConsortiumRole,
        default=ConsortiumRole.NONE,
    )
    consortium_position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["public_digest", "public_changed_at"])

    class Meta:
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partners:organisation-detail", args=[self.slug])

    def public_values(self):
        return (
            self.name,
            self.short_name,
            self.slug,
            self.kind,
            self.place,
            self.website,
            self.logo.name,
            self.consortium_role,
            self.consortium_position,
            self.is_example,
        )

    def name_on(self, day=None):
        """Return the full name the organisation had on `day` (default today)."""
        day = day or timezone.localdate()
        former = self.former_names.filter(replaced_on__gt=day).order_by("replaced_on").first()
        return former.name if former else self.name


class FormerName(PublicFace):
    """A name an organisation had until it was renamed."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("Organisation"),
        related_name="former_names",
        on_delete=models.CASCADE,
    )
    name = models.CharField(_("früherer Name"), max_length=200)
    short_name = models.CharField(_("früherer Kurzname"), max_length=60)
    replaced_on = models.DateField(
        _("umbenannt am"), help_text=_("Erster Tag des folgenden Namens.")
    )

    history = HistoricalRecords(excluded_fields=["public_digest", "public_changed_at"])

    class Meta:
        verbose_name = _("früherer Name")
        verbose_name_plural = _("frühere Namen")
        ordering = ["replaced_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "replaced_on"],
                name="former_name_once_a_day",
                violation_error_message=_("Zu diesem Tag gibt es schon eine Umbenennung."),
            )
        ]

    def __str__(self):
        return self.name

    def public_values(self):
        return (self.organisation_id, self.name, self.short_name, str(self.replaced_on))
