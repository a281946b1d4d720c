"""What the office notes on an item while the session runs: the stuff of the minutes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.agenda import AgendaItem
from partners.models import Board, Seat
from partners.models.board import office_boards


class ItemRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's only; others read the frozen versions of released minutes."""
        right = "meetings.view_itemrecord"
        return self.filter(office_boards(user, right, "agenda_item__meeting__board"))


class ItemRecord(models.Model):
    """Result, text and times of one item; apart from the item, so that no draft leaks with it."""

    class Result(models.TextChoices):
        NOTED = "noted", _("zur Kenntnis genommen")
        DISCUSSED = "discussed", _("beraten")
        RECOMMENDED = "recommended", _("empfohlen")
        ADOPTED = "adopted", _("beschlossen")
        ADOPTED_AMENDED = "adopted_amended", _("geändert beschlossen")
        REJECTED = "rejected", _("abgelehnt")
        POSTPONED = "postponed", _("vertagt")
        REMOVED = "removed", _("abgesetzt")

    agenda_item = models.OneToOneField(
        AgendaItem, verbose_name=_("TOP"), related_name="record", on_delete=models.PROTECT
    )
    result = models.CharField(_("Ergebnis"), max_length=15, choices=Result, blank=True, default="")
    text = models.TextField(_("Ergebnis in Worten"), blank=True, max_length=20_000)
    begun_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    ended_at = models.DateTimeField(_("beendet"), null=True, blank=True)
    # A late item is dealt with only if the board consents in session.
    is_taken_up = models.BooleanField(_("Aufnahme zugestimmt"), null=True, blank=True)
    conflicted = models.ManyToManyField(
        Seat, verbose_name=_("befangen"), related_name="conflicts", blank=True
    )
    # Counts saves of result and text, to notice a second writer.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = ItemRecordQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[conflicted])

    class Meta:
        verbose_name = _("Ergebnis eines TOP")
        verbose_name_plural = _("Ergebnisse der TOP")
        ordering = ["agenda_item"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at")),
                name="record_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            )
        ]

    def __str__(self):
        return f"Ergebnis {self.pk}"


class TextBlock(models.Model):
    """A sentence the office uses again and again in minutes; of one board, or of all."""

    board = models.ForeignKey(
        Board,
        verbose_name=_("Gremium"),
        related_name="text_blocks",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text=_("Leer: für alle Gremien."),
    )
    name = models.CharField(_("Bezeichnung"), max_length=80)
    text = models.TextField(_("Text"), max_length=2000)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Textbaustein")
        verbose_name_plural = _("Textbausteine")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name
