"""Who comes: one answer for each seat, and the guests."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.agenda import AgendaItem
from meetings.models.answer import Answer, Response, holding, may_stand_in, speaks_for_seat
from meetings.models.meeting import Meeting
from partners.models import Mandate, Person, Seat
from partners.models.board import office_boards


class Attendance(models.TextChoices):
    """How a seat was there, noted in the session."""

    PRESENT = "present", _("anwesend")
    REPRESENTED = "represented", _("vertreten")
    EXCUSED = "excused", _("entschuldigt")
    ABSENT = "absent", _("nicht anwesend")


class Attended(models.Model):
    """Who came later or left earlier; empty times mean from beginning to end."""

    arrived_at = models.TimeField(_("gekommen um"), null=True, blank=True)
    left_at = models.TimeField(_("gegangen um"), null=True, blank=True)
    # The name as it was in the session, kept when person or organisation change.
    person_name = models.CharField(max_length=200, blank=True, editable=False)
    organisation_name = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True


class AnswerManager(models.Manager):
    """Each row comes with `is_theirs` and `holds`; what asks for them is put together once."""

    # By model: rows of both are fetched all over the place, and the question never changes.
    asking: ClassVar[dict] = {}

    def holding(self) -> dict:
        raise NotImplementedError

    def get_queryset(self):
        if self.model not in self.asking:
            self.asking[self.model] = super().get_queryset().annotate(**self.holding())
        rows = self.asking[self.model].all()
        rows._db, rows._hints = self._db, dict(self._hints)
        return rows


class ParticipationManager(AnswerManager):
    def holding(self):
        return holding(speaks_for_seat(), may_stand_in())


class GuestManager(AnswerManager):
    def holding(self):
        return holding(Q(given_by=F("person")), Q())


class ParticipationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's rows; members see the answers of their own seat elsewhere."""
        return self.filter(office_boards(user, "meetings.view_participation", "meeting__board"))

    def awaiting_confirmation(self):
        """An ad-hoc deputy was named; the office has to confirm."""
        return self.filter(response=Response.DELEGATED, deputy=None, holds=True)


class Participation(Answer, Attended):
    """One seat at one session: its answer, and who comes instead."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("Sitzung"), related_name="participations", on_delete=models.CASCADE
    )
    seat = models.ForeignKey(
        Seat, verbose_name=_("Sitz"), related_name="participations", on_delete=models.PROTECT
    )
    answered_by = models.ForeignKey(
        Person,
        verbose_name=_("geantwortet von"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    # Whose words reason and note are: nobody else reads them but the office.
    written_by = models.ForeignKey(
        Person, related_name="+", null=True, blank=True, editable=False, on_delete=models.SET_NULL
    )
    # The permanent deputy, or the ad-hoc one once the office has confirmed.
    deputy = models.ForeignKey(
        Person,
        verbose_name=_("Vertretung"),
        related_name="deputyships",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    # No deputy of the seat by mandate: the office vouched for them, for this session.
    is_ad_hoc = models.BooleanField(default=False, editable=False)
    # An ad-hoc deputy as the member named them, until the office confirms.
    deputy_name = models.CharField(_("Name der Vertretung"), max_length=160, blank=True)
    deputy_email = models.EmailField(_("E-Mail-Adresse der Vertretung"), blank=True)

    attendance = models.CharField(
        _("Anwesenheit"), max_length=11, choices=Attendance, blank=True, default=""
    )
    deputy_person_name = models.CharField(max_length=200, blank=True, editable=False)

    objects = ParticipationManager.from_queryset(ParticipationQuerySet)()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        ordering = ["seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                name="participation_once",
                violation_error_message=_("Zu diesem Sitz gibt es schon eine Antwort."),
            ),
            models.CheckConstraint(
                condition=Q(response="delegated") | Q(deputy=None, deputy_name="", deputy_email=""),
                name="participation_deputy_is_delegated",
                violation_error_message=_("Eine Vertretung gibt es nur, wenn sie benannt ist."),
            ),
        ]

    def __str__(self):
        return self.get_response_display()

    def clean(self):
        super().clean()
        if self.seat_id and self.meeting_id and self.seat.board_id != self.meeting.board_id:
            raise ValidationError({"seat": _("Dieser Sitz gehört zu einem anderen Gremium.")})

    def mandates(self):
        """Return those of the seat on the day of the session, its member first."""
        mandates = Mandate.objects.active_on(self.meeting.held_on).filter(seat=self.seat_id)
        return mandates.select_related("person").order_by("-role", "pk")

    def speaker(self):
        """Return who answers for the seat: its member, else a deputy."""
        mandate = self.mandates().first()
        return mandate and mandate.person

    def sign(self, person):
        super().sign(person)
        deputies = self.mandates().filter(role=Mandate.Role.DEPUTY, person=self.deputy_id)
        self.is_ad_hoc = self.deputy_id is not None and not deputies.exists()

    @property
    def stand_in(self):
        """Return who comes instead, as long as the answer that says so holds."""
        return self.deputy if self.standing == Response.DELEGATED else None

    def was_to_stand_in(self, person):
        """Tell whether the member has named the person, but for another day."""
        return self.deputy_id == person.pk and self.is_theirs and not self.holds

    @property
    def awaits_confirmation(self):
        """An ad-hoc deputy was named; the office has not confirmed yet."""
        return self.standing == Response.DELEGATED and self.deputy_id is None


class Guest(Answer, Attended):
    """Somebody invited to one session, or to one item of it; no vote."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("Sitzung"), related_name="guests", on_delete=models.CASCADE
    )
    person = models.ForeignKey(
        Person, verbose_name=_("Person"), related_name="guest_of", on_delete=models.PROTECT
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("nur zu TOP"),
        related_name="guests",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        help_text=_("Leer: zur ganzen Sitzung."),
    )

    is_present = models.BooleanField(_("anwesend"), null=True, blank=True)

    objects = GuestManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Gast")
        verbose_name_plural = _("Gäste")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="guest_once",
                violation_error_message=_("Diese Person ist schon als Gast eingetragen."),
            )
        ]

    def __str__(self):
        return f"Gast {self.pk}"

    def speaker(self):
        return self.person

    def clean(self):
        super().clean()
        if self.agenda_item and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("Dieser TOP gehört zu einer anderen Sitzung.")})
