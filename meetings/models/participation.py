"""Who comes: one answer for each seat, and the guests."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from partners.models import Person, Seat
from partners.models.board import office_boards


class Response(models.TextChoices):
    """What an invited person answered."""

    PENDING = "pending", _("ausstehend")
    ACCEPTED = "accepted", _("zugesagt")
    DECLINED = "declined", _("abgesagt")
    DELEGATED = "delegated", _("Vertretung benannt")


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


class Answer(models.Model):
    """The answer to an invitation, of a seat or of a guest."""

    response = models.CharField(
        _("Antwort"), max_length=10, choices=Response, default=Response.PENDING
    )
    reason = models.CharField(_("Grund"), max_length=300, blank=True)
    note = models.TextField(_("Mitteilung an die Geschäftsstelle"), blank=True, max_length=2000)
    answered_at = models.DateTimeField(_("geantwortet am"), null=True, blank=True)
    # Who of the office entered an answer given by phone.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingetragen von"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
    )

    class Meta:
        abstract = True


class ParticipationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's rows; members see the answers of their own seat elsewhere."""
        return self.filter(office_boards(user, "meetings.view_participation", "meeting__board"))

    def awaiting_confirmation(self):
        """An ad-hoc deputy was named; the office has to confirm."""
        return self.filter(response=Response.DELEGATED, deputy=None)


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
    # An ad-hoc deputy as the member named them, until the office confirms.
    deputy_name = models.CharField(_("Name der Vertretung"), max_length=160, blank=True)
    deputy_email = models.EmailField(_("E-Mail-Adresse der Vertretung"), blank=True)

    attendance = models.CharField(
        _("Anwesenheit"), max_length=11, choices=Attendance, blank=True, default=""
    )
    deputy_person_name = models.CharField(max_length=200, blank=True, editable=False)

    objects = ParticipationQuerySet.as_manager()
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

    @property
    def awaits_confirmation(self):
        """An ad-hoc deputy was named; the office has not confirmed yet."""
        return self.response == Response.DELEGATED and self.deputy_id is None


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

    def clean(self):
        super().clean()
        if self.agenda_item and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("Dieser TOP gehört zu einer anderen Sitzung.")})
