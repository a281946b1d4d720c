"""Demonstrations: stations of an agenda item, walked through in groups, and what guests say."""

from django.core.signing import Signer
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalRecords

from meetings.models import AgendaItem
from partners.models.board import office_boards
from projects.models.project import Project

# 256 bits, so that the address under a QR code opens no other station.
stations = Signer(salt="projects.demonstration", sep="~")


class DemonstrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of items the user may read."""
        items = AgendaItem.objects.visible_to(user)
        office = office_boards(user, "projects.view_demonstration", "agenda_item__meeting__board")
        return self.filter(models.Q(agenda_item__in=items.values("pk")) | office)


class Demonstration(models.Model):
    """One station: what is shown, where, by whom, to how many at once."""

    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("TOP"),
        related_name="demonstrations",
        on_delete=models.PROTECT,
    )
    position = models.PositiveSmallIntegerField(_("Nummer"), default=0)
    title = models.CharField(_("Station"), max_length=200)
    place = models.CharField(_("Ort"), max_length=120, blank=True)
    contact = models.CharField(_("Ansprechperson"), max_length=120, blank=True)
    group_size = models.PositiveSmallIntegerField(
        _("Gruppengröße"), default=6, validators=[MinValueValidator(1)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("Minuten"), default=15, validators=[MinValueValidator(1)]
    )
    project = models.ForeignKey(
        Project,
        verbose_name=_("Projekt"),
        related_name="demonstrations",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = DemonstrationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Demonstration")
        verbose_name_plural = _("Demonstrationen")
        ordering = ["agenda_item", "position", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Return the address for feedback, which nobody can guess; kept nowhere."""
        return reverse("projects:feedback", args=[stations.sign(self.pk)])

    def as_noted(self) -> dict:
        """Return what the minutes of its session say of it: what guests answered, in numbers."""
        return {"title": self.title, "text": summed_up(list(self.feedback.all()))}


class DemonstrationFeedback(models.Model):
    """What one guest says about a station; nobody asks who."""

    class Useful(models.TextChoices):
        VERY = "very", _("sehr")
        PARTLY = "partly", _("teilweise")
        HARDLY = "hardly", _("kaum")

    class Recommends(models.TextChoices):
        YES = "yes", _("ja")
        MAYBE = "maybe", _("vielleicht")
        NO = "no", _("nein")

    demonstration = models.ForeignKey(
        Demonstration,
        verbose_name=_("Demonstration"),
        related_name="feedback",
        on_delete=models.CASCADE,
    )
    useful = models.CharField(
        _("Wie sehr hilft das Gezeigte kleinen und mittleren Unternehmen?"),
        max_length=6,
        choices=Useful,
    )
    recommends = models.CharField(
        _("Würden Sie Betrieben raten, sich das anzusehen?"), max_length=5, choices=Recommends
    )
    text = models.TextField(_("Was sollte das Zentrum daraus machen?"), blank=True, max_length=1000)
    given_on = models.DateField(_("am"), default=timezone.localdate, editable=False)
    # Of the form it came from: two taps on its button are one answer.
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("Rückmeldung zur Demonstration")
        verbose_name_plural = _("Rückmeldungen zu Demonstrationen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["demonstration", "once"], name="one_answer_of_a_form")
        ]

    def __str__(self):
        return f"Rückmeldung {self.pk}"


def summed_up(answers) -> str:
    """Return how many answered what; the words guests wrote are for the office."""
    if not answers:
        return str(_("keine Rückmeldungen"))
    count = ngettext("%d Rückmeldung", "%d Rückmeldungen", len(answers)) % len(answers)
    useful = counted(DemonstrationFeedback.Useful, [one.useful for one in answers])
    recommends = counted(DemonstrationFeedback.Recommends, [one.recommends for one in answers])
    words = _("%(count)s. Hilfreich für Betriebe: %(useful)s. Empfehlung: %(recommends)s.")
    return words % {"count": count, "useful": useful, "recommends": recommends}


def counted(choices, given) -> str:
    """sehr 5, teilweise 2, kaum 0"""
    return ", ".join(f"{one.label} {given.count(one.value)}" for one in choices)
