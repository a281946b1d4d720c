"""What the board advises, and what the centre makes of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models import AgendaItem, Meeting
from partners.models import Board, Organisation, Person
from partners.models.board import office_boards


class AdviceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's; what of it the board reads stands in the minutes."""
        return self.filter(office_boards(user, "advice.view_advice", "board"))

    def open(self):
        return self.filter(state__in=Advice.OPEN)

    def overdue(self, day=None):
        return self.open().filter(due_on__lt=day or timezone.localdate())


class Advice(models.Model):
    """One recommendation, idea or remark: who gave it, who answers, what came of it."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", _("Empfehlung")
        IDEA = "idea", _("Idee")
        REMARK = "remark", _("Hinweis")
        COOPERATION_OFFER = "cooperation_offer", _("Kooperationsangebot")
        TOPIC_PROPOSAL = "topic_proposal", _("Themenvorschlag")
        QUESTION = "question", _("Frage")

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        UNDER_REVIEW = "under_review", _("in Prüfung")
        ACCEPTED = "accepted", _("aufgegriffen")
        IMPLEMENTED = "implemented", _("umgesetzt")
        DECLINED = "declined", _("nicht weiterverfolgt")

    OPEN = (State.OPEN, State.UNDER_REVIEW)

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="advice", on_delete=models.PROTECT
    )
    number = models.PositiveIntegerField(_("Nummer"), editable=False)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind, default=Kind.IDEA)
    text = models.TextField(_("Anregung"), max_length=4000)
    # Without organisation and person it is the board's as a whole.
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("von der Organisation"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("von der Person"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("in der Sitzung"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("zu TOP"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuständig in der Geschäftsstelle"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    due_on = models.DateField(_("Antwort bis"), null=True, blank=True)
    state = models.CharField(_("Stand"), max_length=15, choices=State, default=State.OPEN)
    state_reason = models.CharField(_("Grund"), max_length=500, blank=True)
    answer = models.TextField(_("Antwort des Zentrums"), blank=True, max_length=4000)
    effect = models.TextField(_("Was daraus wurde"), blank=True, max_length=4000)
    given_on = models.DateField(_("gegeben am"), default=timezone.localdate)
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = AdviceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Anregung")
        verbose_name_plural = _("Anregungen")
        ordering = ["-given_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"],
                name="advice_number_once",
                violation_error_message=_("Diese Nummer ist schon vergeben."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(state_reason=""),
                name="advice_declined_with_reason",
                violation_error_message=_("Bitte nennen Sie den Grund."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    def clean(self):
        super().clean()
        if self.meeting_id and self.board_id and self.meeting.board_id != self.board_id:
            raise ValidationError({"meeting": _("Diese Sitzung gehört zu einem anderen Gremium.")})
        if self.agenda_item_id and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("Dieser TOP gehört zu einer anderen Sitzung.")})

    @property
    def is_open(self):
        return self.state in self.OPEN

    def as_noted(self) -> dict:
        """Return what the minutes of its session say of it."""
        return {
            "id": self.pk,
            "kind_label": self.get_kind_display(),
            "text": self.text,
            "giver": str(self.giver),
        }

    @property
    def giver(self):
        """Who gave it, in words: the organisation, else the person, else the board."""
        if self.organisation:
            return str(self.organisation)
        return self.person.full_name if self.person else _("Gremium")
