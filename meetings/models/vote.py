"""Votes cast for a seat in a circular procedure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.resolution import Choice, Resolution
from partners.models import Person, Seat


class Vote(models.Model):
    """The vote of one seat in a circular procedure: both questions, and who cast it."""

    class By(models.TextChoices):
        MEMBER = "member", _("Mitglied")
        DEPUTY = "deputy", _("Stellvertretung")

    resolution = models.ForeignKey(
        Resolution, verbose_name=_("Beschluss"), related_name="votes", on_delete=models.PROTECT
    )
    seat = models.ForeignKey(
        Seat, verbose_name=_("Sitz"), related_name="votes", on_delete=models.PROTECT
    )
    person = models.ForeignKey(
        Person, verbose_name=_("abgegeben von"), related_name="votes", on_delete=models.PROTECT
    )
    by = models.CharField(_("als"), max_length=10, choices=By)
    procedure = models.CharField(_("mit dem Umlauf einverstanden"), max_length=10, choices=Choice)
    vote = models.CharField(_("Stimme"), max_length=10, choices=Choice)
    cast_at = models.DateTimeField(_("abgegeben am"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Stimme")
        verbose_name_plural = _("Stimmen")
        ordering = ["seat"]
        constraints = [models.UniqueConstraint(fields=["resolution", "seat"], name="vote_once")]

    def __str__(self):
        return f"Stimme {self.pk}"
