"""Steps: the dated trace of what the centre did with a piece of advice."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace
from advice.models.advice import Advice
from meetings.models.meeting import INTERNAL


class Step(PublicFace):
    """One dated step of what the centre did with a piece of advice."""

    advice = models.ForeignKey(
        Advice, verbose_name=_("Anregung"), related_name="steps", on_delete=models.CASCADE
    )
    taken_on = models.DateField(_("am"), default=timezone.localdate)
    text = models.TextField(_("Was geschah"), max_length=1000)
    # The state from this step on; empty where it did not change.
    state = models.CharField(_("Stand"), max_length=15, choices=Advice.State, blank=True)
    is_public = models.BooleanField(
        _("öffentlich"), default=False, help_text=_("Sichtbar, sobald die Anregung es ist.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    history = HistoricalRecords(excluded_fields=INTERNAL)

    class Meta:
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")
        ordering = ["taken_on", "pk"]

    def __str__(self):
        return f"Schritt {self.pk}"

    def public_values(self):
        if not self.is_public:
            return ()
        return (self.advice_id, str(self.taken_on), self.text, self.state)
