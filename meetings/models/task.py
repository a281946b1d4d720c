"""Tasks: who does what until when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from partners.models import Board, Mandate, Organisation, Person
from partners.models.board import member_of, office_boards
from partners.reader import is_person


class TaskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=Task.OPEN)

    def overdue(self, day=None):
        return self.open().filter(due_on__lt=day or timezone.localdate())

    def visible_to(self, user):
        """
        Announced ones to who does them, and to the board's members; the office's all.

        Of an item or a session that is hidden today only those who do it know.
        """
        office = office_boards(user, "meetings.view_task", "board")
        own = is_person(user, "person") if user.is_authenticated else Q(pk__in=[])
        items, meetings = AgendaItem.objects.readable_by(user), Meeting.objects.visible_to(user)
        readable = Q(agenda_item=None) | Q(agenda_item__in=items.values("pk"))
        readable &= Q(meeting=None) | Q(meeting__in=meetings.values("pk"))
        members = member_of(user, "board") & readable
        return self.filter(office | (Q(is_announced=True) & (members | own)))

    def of_person(self, person):
        """
        Announced tasks of a person, and those of the organisation they sit on a board for.

        Of boards and sessions the person has left it shows nothing; see meetings.tasks.
        """
        seats = Mandate.objects.active_on(timezone.localdate()).filter(
            person=person, role=Mandate.Role.MAIN
        )
        organisation = Q(person=None, organisation__in=seats.values("seat__organisation"))
        boards = Q(board__in=seats.values("seat__board"))
        return self.filter(Q(person=person) | (organisation & boards), is_announced=True)


class Task(models.Model):
    """Something to be done by a person or an organisation."""

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        IN_PROGRESS = "in_progress", _("in Bearbeitung")
        DONE = "done", _("erledigt")
        DEFERRED = "deferred", _("zurückgestellt")
        DROPPED = "dropped", _("entfallen")

    OPEN = (State.OPEN, State.IN_PROGRESS)

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="tasks", on_delete=models.PROTECT
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("aus der Sitzung"),
        related_name="tasks",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("aus TOP"),
        related_name="tasks",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    title = models.CharField(_("Was"), max_length=300)
    text = models.TextField(_("Erläuterung"), blank=True, max_length=4000)
    person = models.ForeignKey(
        Person,
        verbose_name=_("zuständige Person"),
        related_name="tasks",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("zuständige Organisation"),
        related_name="tasks",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    due_on = models.DateField(_("bis wann"), null=True, blank=True)
    follow_up_on = models.DateField(_("Wiedervorlage am"), null=True, blank=True)
    state = models.CharField(_("Stand"), max_length=11, choices=State, default=State.OPEN)
    state_reason = models.CharField(_("Grund"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("erledigt am"), null=True, blank=True, editable=False)
    # Tasks noted in a session are announced with its minutes, others when the office says so.
    is_announced = models.BooleanField(
        _("den Zuständigen mitgeteilt"), default=False, editable=False
    )
    # When somebody was last told or reminded.
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = TaskQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Aufgabe")
        verbose_name_plural = _("Aufgaben")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["deferred", "dropped"]) | ~Q(state_reason=""),
                name="task_put_off_with_reason",
                violation_error_message=_("Bitte nennen Sie den Grund."),
            )
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.state != self.State.DONE:
            self.done_at = None
        elif self.done_at is None:
            self.done_at = timezone.now()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.meeting_id and self.board_id and self.meeting.board_id != self.board_id:
            raise ValidationError({"meeting": _("Diese Sitzung gehört zu einem anderen Gremium.")})
        if self.agenda_item_id and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("Dieser TOP gehört zu einer anderen Sitzung.")})

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()


class TaskComment(models.Model):
    """A remark on a task, by who does it or by the office."""

    task = models.ForeignKey(
        Task, verbose_name=_("Aufgabe"), related_name="comments", on_delete=models.CASCADE
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("Bemerkung"), max_length=2000)
    written_at = models.DateTimeField(_("geschrieben am"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Bemerkung")
        verbose_name_plural = _("Bemerkungen")
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"Bemerkung {self.pk}"
