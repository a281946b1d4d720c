"""Cooperation: an offer and a need that were brought together, and what came of it."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from advice.models.advice import Advice
from partners.models.board import office_boards

# Days after the introduction on which the office asks what came of it.
ASK_AFTER = (30, 90)


class IntroductionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's only: it tells of two organisations at once."""
        return self.filter(office_boards(user, "advice.view_introduction", "offer__board"))

    def open(self):
        return self.filter(state=Introduction.State.OPEN)

    def due(self, day):
        """Open ones about which was to be asked by `day`; a question is due until an answer."""
        first = day - dt.timedelta(days=ASK_AFTER[0])
        return self.open().filter(introduced_on__lte=first)


class Introduction(models.Model):
    """Two pieces of advice of opposite direction, introduced to each other by the office."""

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        COOPERATING = "cooperating", _("Zusammenarbeit entstanden")
        NOTHING = "nothing", _("nichts daraus geworden")

    offer = models.ForeignKey(
        Advice, verbose_name=_("Angebot"), related_name="introductions", on_delete=models.PROTECT
    )
    need = models.ForeignKey(
        Advice, verbose_name=_("Bedarf"), related_name="introduced_to", on_delete=models.PROTECT
    )
    introduced_on = models.DateField(_("zusammengebracht am"), default=timezone.localdate)
    state = models.CharField(_("Ergebnis"), max_length=12, choices=State, default=State.OPEN)
    result = models.TextField(_("Was daraus wurde"), blank=True, max_length=2000)
    # How many of ASK_AFTER are asked or answered.
    asked = models.PositiveSmallIntegerField(_("nachgefragt"), default=0, editable=False)

    objects = IntroductionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Zusammenführung")
        verbose_name_plural = _("Zusammenführungen")
        ordering = ["-introduced_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "need"],
                name="introduction_once",
                violation_error_message=_("Diese beiden sind schon zusammengebracht."),
            ),
            models.CheckConstraint(
                condition=~Q(offer=F("need")), name="introduction_of_two_different"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(result=""),
                name="introduction_closed_with_result",
                violation_error_message=_("Bitte schreiben Sie, was daraus wurde."),
            ),
        ]

    def __str__(self):
        return f"Zusammenführung {self.pk}"

    @property
    def ask_on(self):
        """The day the office asks next; None when it is closed or both questions are asked."""
        if self.state != self.State.OPEN or self.asked >= len(ASK_AFTER):
            return None
        return self.introduced_on + dt.timedelta(days=ASK_AFTER[self.asked])
