"""Agendas to begin with: those of a board, and the one that comes with the product."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.visibility import VisibilityField
from meetings.models.agenda import AgendaItem, once_each
from partners.models import Board
from partners.richtext import RichTextField


class AgendaTemplateQuerySet(models.QuerySet):
    def offered_to(self, board):
        """The board's own ones, then those for every board."""
        return self.filter(models.Q(board=board) | models.Q(board=None)).order_by(
            models.F("board").asc(nulls_last=True), "name"
        )

    def of_boards(self, boards):
        """Those of `boards`, and those for every board."""
        return self.filter(models.Q(board__in=boards.values("pk")) | models.Q(board=None))


class AgendaTemplate(models.Model):
    """A usual order of items; without a board it is offered to all."""

    board = models.ForeignKey(
        Board,
        verbose_name=_("Gremium"),
        related_name="agenda_templates",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text=_("Leer: für alle Gremien."),
    )
    name = models.CharField(_("Name"), max_length=100)

    objects = AgendaTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vorlage einer Tagesordnung")
        verbose_name_plural = _("Vorlagen für Tagesordnungen")
        ordering = ["name"]

    def __str__(self):
        return self.name


class TemplateItem(models.Model):
    """An item that a new agenda begins with."""

    template = models.ForeignKey(AgendaTemplate, related_name="items", on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(_("Nummer"), default=0)
    kind = models.CharField(
        _("Art"),
        max_length=15,
        choices=AgendaItem.Kind,
        default=AgendaItem.Kind.DISCUSSION,
    )
    role = models.CharField(
        _("Fester Punkt"),
        max_length=20,
        choices=AgendaItem.Role,
        blank=True,
        default=AgendaItem.Role.NONE,
        help_text=_("Daran erkennt das Programm den TOP, die Überschrift ist frei."),
    )
    title = models.CharField(_("Überschrift"), max_length=300)
    minutes_planned = models.PositiveSmallIntegerField(
        _("Minuten"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    visibility = VisibilityField()
    text = RichTextField(_("Erläuterung"))

    class Meta:
        verbose_name = _("Punkt")
        verbose_name_plural = _("Punkte")
        ordering = ["position", "pk"]
        constraints = [once_each("template", "template_role_once")]

    def __str__(self):
        return self.title
