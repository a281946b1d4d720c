"""Weighing: each seat distributes points over proposed topics."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from advice.models.topic import Topic
from partners.models import Board, Person, Seat
from partners.models.board import member_of, office_boards

POINTS = 5


class WeighingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Opened ones to the members of the board; the office's all."""
        office = office_boards(user, "advice.view_weighing", "board")
        return self.filter((Q(opened_at__isnull=False) & member_of(user, "board")) | office)

    def running(self):
        return self.filter(opened_at__isnull=False, closed_at=None)


class Weighing(models.Model):
    """One round in which the seats of a board weigh topics; its result is hidden until the end."""

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="weighings", on_delete=models.PROTECT
    )
    title = models.CharField(_("Überschrift"), max_length=200)
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), related_name="weighings")
    due_on = models.DateField(_("bis"), help_text=_("Der letzte Tag, an dem gewichtet wird."))
    opened_at = models.DateTimeField(_("begonnen"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("geschlossen"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = WeighingQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[topics])

    class Meta:
        verbose_name = _("Gewichtung")
        verbose_name_plural = _("Gewichtungen")
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False),
                name="weighing_closed_after_start",
            ),
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="weighing_one_at_a_time",
                violation_error_message=_("In diesem Gremium läuft schon eine Gewichtung."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_running(self):
        """True while points count: begun, not closed, the last day not over."""
        is_open = self.opened_at is not None and self.closed_at is None
        return is_open and timezone.localdate() <= self.due_on


class Weight(models.Model):
    """Points of one seat for one topic; a topic without points has no row."""

    # How many there are of a seat or a topic is nobody's business before the end.
    is_silent = True

    class By(models.TextChoices):
        MEMBER = "member", _("Mitglied")
        DEPUTY = "deputy", _("Stellvertretung")

    weighing = models.ForeignKey(
        Weighing, verbose_name=_("Gewichtung"), related_name="weights", on_delete=models.CASCADE
    )
    seat = models.ForeignKey(
        Seat, verbose_name=_("Sitz"), related_name="weights", on_delete=models.PROTECT
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("Thema"), related_name="weights", on_delete=models.PROTECT
    )
    points = models.PositiveSmallIntegerField(
        _("Punkte"), validators=[MinValueValidator(1), MaxValueValidator(POINTS)]
    )
    person = models.ForeignKey(
        Person, verbose_name=_("vergeben von"), related_name="weights", on_delete=models.PROTECT
    )
    by = models.CharField(_("als"), max_length=10, choices=By)
    given_at = models.DateTimeField(_("vergeben am"), default=timezone.now)

    class Meta:
        verbose_name = _("Punkte")
        verbose_name_plural = _("Punkte")
        ordering = ["weighing", "seat", "topic"]
        constraints = [
            models.UniqueConstraint(fields=["weighing", "seat", "topic"], name="weight_once"),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=POINTS), name="weight_in_range"
            ),
        ]

    def __str__(self):
        return f"Punkte {self.pk}"
