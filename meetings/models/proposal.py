"""Items that members propose for the agenda."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from partners.models import Person, Seat
from partners.models.board import office_boards


class AgendaProposalQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=AgendaProposal.State.SUBMITTED)

    def visible_to(self, user):
        return self.filter(office_boards(user, "meetings.view_agendaproposal", "meeting__board"))


class AgendaProposal(models.Model):
    """A proposed item; the office takes it up or declines with a reason."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("eingereicht")
        ACCEPTED = "accepted", _("aufgenommen")
        DECLINED = "declined", _("nicht aufgenommen")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("Sitzung"), related_name="proposals", on_delete=models.CASCADE
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("vorgeschlagen von"),
        related_name="proposals",
        on_delete=models.PROTECT,
    )
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("Überschrift"), max_length=300)
    text = models.TextField(_("Worum es geht"), blank=True, max_length=4000)
    minutes_planned = models.PositiveSmallIntegerField(_("Minuten"), null=True, blank=True)
    is_late = models.BooleanField(
        _("nach der Frist"),
        default=False,
        editable=False,
        help_text=_("Braucht die Zustimmung des Gremiums in der Sitzung."),
    )
    submitted_at = models.DateTimeField(_("eingereicht am"), default=timezone.now, editable=False)
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.SUBMITTED)
    decision_reason = models.CharField(_("Begründung"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entschieden von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    agenda_item = models.OneToOneField(
        AgendaItem, related_name="proposal", null=True, blank=True, on_delete=models.SET_NULL
    )

    objects = AgendaProposalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Vorschlag für die Tagesordnung")
        verbose_name_plural = _("Vorschläge für die Tagesordnung")
        ordering = ["-submitted_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decision_reason=""),
                name="proposal_declined_with_reason",
                violation_error_message=_("Bitte begründen Sie die Ablehnung."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.state == self.State.SUBMITTED
