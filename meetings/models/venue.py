"""The place a session is held at."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace

INTERNAL = ["public_digest", "public_changed_at"]


class VenueQuerySet(models.QuerySet):
    def visible_to(self, user):
        from meetings.models.meeting import Meeting

        return self.filter(pk__in=Meeting.objects.visible_to(user).values("venue"))


class Venue(PublicFace):
    """Where a session is held."""

    name = models.CharField(_("Name"), max_length=200)
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    city = models.CharField(_("Ort"), max_length=100, blank=True)
    directions = models.TextField(
        _("Anreise und Zugang"), blank=True, help_text=_("Auch: Ist der Ort barrierefrei?")
    )

    objects = VenueQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=INTERNAL)

    class Meta:
        verbose_name = _("Sitzungsort")
        verbose_name_plural = _("Sitzungsorte")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def public_values(self):
        return (self.name, self.street, self.postal_code, self.city, self.directions)

    @property
    def address(self):
        """Street and town in one line, as far as they are known."""
        town = f"{self.postal_code} {self.city}".strip()
        return ", ".join(filter(None, [self.street, town]))
