"""The minutes of a session (Ergebnisprotokoll), their frozen versions, and objections."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import Visibility
from meetings.models.afterwards import kept_by
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from partners.models import Person, Seat
from partners.models.board import member_of, office_boards


def of_visible_meetings(user) -> Q:
    return Q(meeting__in=Meeting.objects.visible_to(user).values("pk"))


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """
        The office's; members read released ones of their board, everybody published ones.

        Of a session that is hidden from a reader nothing is left. What a reader gets
        to see is a frozen version, never a draft.
        """
        public = Q(published_at__isnull=False) & of_visible_meetings(user)
        return self.filter(self.of_insiders(user) | public)

    def of_insiders(self, user, day=None):
        """Return the rows the user reads as a member or in the office, so with persons' names."""
        return self.of_office(user) | self.of_members(user, day)

    def of_members(self, user, day=None):
        """Return the released rows of the user's own boards, as long as the session is theirs."""
        kept = Q(meeting__visibility=Visibility.OFFICE)
        kept |= Q(meeting__board__visibility=Visibility.OFFICE)
        released = Q(state__in=Minutes.RELEASED) & ~kept
        return released & (member_of(user, "meeting__board", day) | kept_by(user, day))

    def of_office(self, user):
        """Return the rows the user maintains in the office, whatever the level."""
        return office_boards(user, "meetings.view_minutes", "meeting__board")


class Minutes(models.Model):
    """The minutes of one session: from draft to approved; published is a third thing."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        IN_REVIEW = "in_review", _("in Abstimmung")
        RELEASED = "released", _("freigegeben")
        APPROVED = "approved", _("genehmigt")

    RELEASED = (State.RELEASED, State.APPROVED)

    meeting = models.OneToOneField(
        Meeting, verbose_name=_("Sitzung"), related_name="minutes", on_delete=models.PROTECT
    )
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.DRAFT)
    began_at = models.TimeField(_("Beginn"), null=True, blank=True)
    ended_at = models.TimeField(_("Ende"), null=True, blank=True)
    chair = models.ForeignKey(
        Person,
        verbose_name=_("Sitzungsleitung"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    minute_taker = models.CharField(_("Protokollführung"), max_length=160, blank=True)
    distribution = models.CharField(_("Verteiler"), max_length=300, blank=True)
    is_properly_invited = models.BooleanField(_("ordnungsgemäß eingeladen"), default=True)
    is_second_invitation = models.BooleanField(
        _("zweite Einladung zum selben Gegenstand, mit Hinweis auf die Folge"), default=False
    )
    is_agenda_agreed = models.BooleanField(_("Tagesordnung genehmigt"), default=True)
    findings = models.TextField(_("weitere Feststellungen"), blank=True, max_length=4000)
    closing = models.TextField(_("Nächste Sitzung und Schluss"), blank=True, max_length=4000)

    released_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True, editable=False)
    objections_until = models.DateField(
        _("Einwendungen bis"), null=True, blank=True, editable=False
    )
    approved_at = models.DateTimeField(_("genehmigt am"), null=True, blank=True, editable=False)
    # Empty for tacit approval: nobody objected in time, and the rules say that suffices.
    approved_in = models.ForeignKey(
        Meeting,
        verbose_name=_("genehmigt in"),
        related_name="approved_minutes",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    published_at = models.DateTimeField(
        _("veröffentlicht am"), null=True, blank=True, editable=False
    )
    # When what visitors read last changed; a correction of what they do not see leaves it.
    public_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts saves, to notice a second writer.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = MinutesQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Protokoll")
        verbose_name_plural = _("Protokolle")
        ordering = ["-meeting__held_on"]
        permissions = [
            ("release_minutes", _("Protokoll freigeben")),
            ("approve_minutes", _("Protokoll genehmigen")),
            ("publish_minutes", _("Protokoll veröffentlichen")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["released", "approved"]) | Q(released_at__isnull=False),
                name="minutes_released_with_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="minutes_approved_with_date",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(state="approved"),
                name="minutes_published_after_approval",
                violation_error_message=_("Veröffentlicht wird erst ein genehmigtes Protokoll."),
            ),
        ]

    def __str__(self):
        return f"Protokoll {self.pk}"

    def get_absolute_url(self):
        return reverse("meetings:minutes-detail", args=[self.meeting.slug])

    @property
    def is_released(self):
        return self.state in self.RELEASED

    @property
    def takes_objections(self):
        """True while members may object: released, not yet approved, the period running."""
        is_running = self.objections_until and timezone.localdate() <= self.objections_until
        return self.state == self.State.RELEASED and bool(is_running)


class SealedError(TypeError):
    """Somebody tried to change or delete what is kept for ever."""


class SealedQuerySet(models.QuerySet):
    """Rows that are made once: neither changed nor deleted."""

    def refuse(self, *args, **kwargs):
        raise SealedError("A version of minutes is never changed or deleted.")

    update = bulk_update = update_or_create = delete = refuse


class MinutesVersion(models.Model):
    """The minutes as members got to read, approved or corrected them; never changed."""

    class Occasion(models.TextChoices):
        RELEASE = "release", _("Freigabe")
        AMENDMENT = "amendment", _("Geänderte Fassung")
        APPROVAL = "approval", _("Genehmigung")
        CORRECTION = "correction", _("Berichtigung")

    minutes = models.ForeignKey(
        Minutes, verbose_name=_("Protokoll"), related_name="versions", on_delete=models.PROTECT
    )
    number = models.PositiveSmallIntegerField(_("Fassung"))
    occasion = models.CharField(_("Anlass"), max_length=10, choices=Occasion)
    reason = models.CharField(_("Grund"), max_length=500, blank=True)
    # What the document shows, as meetings.minutes.content made it.
    content = models.JSONField(_("Inhalt"))
    made_at = models.DateTimeField(_("am"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung des Protokolls")
        verbose_name_plural = _("Fassungen des Protokolls")
        ordering = ["minutes", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "number"],
                name="minutes_version_once",
                violation_error_message=_("Diese Fassung gibt es schon."),
            ),
            models.CheckConstraint(
                condition=~Q(occasion="correction") | ~Q(reason=""),
                name="minutes_corrected_with_reason",
                violation_error_message=_("Bitte begründen Sie die Berichtigung."),
            ),
            models.CheckConstraint(
                condition=~Q(occasion="amendment") | ~Q(reason=""),
                name="minutes_amended_with_reason",
                violation_error_message=_("Bitte sagen Sie, was sich geändert hat."),
            ),
        ]

    def __str__(self):
        return f"Fassung {self.number}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise SealedError("A version of minutes is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise SealedError("A version of minutes is never deleted.")


class Objection(models.Model):
    """A member's objection to one item of the released minutes; the office answers."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("offen")
        ACCEPTED = "accepted", _("übernommen")
        DECLINED = "declined", _("nicht übernommen")

    minutes = models.ForeignKey(
        Minutes, verbose_name=_("Protokoll"), related_name="objections", on_delete=models.PROTECT
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("TOP"),
        related_name="objections",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Leer: zum Protokoll als Ganzem."),
    )
    person = models.ForeignKey(
        Person, verbose_name=_("von"), related_name="objections", on_delete=models.PROTECT
    )
    seat = models.ForeignKey(
        Seat, verbose_name=_("für"), related_name="+", on_delete=models.PROTECT
    )
    text = models.TextField(_("Einwendung"), max_length=4000)
    raised_at = models.DateTimeField(_("eingegangen am"), default=timezone.now, editable=False)
    outcome = models.CharField(_("Ausgang"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    answer = models.TextField(_("Antwort"), blank=True, max_length=4000)
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Einwendung")
        verbose_name_plural = _("Einwendungen")
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open") | ~Q(answer=""),
                name="objection_answered_in_words",
                violation_error_message=_("Bitte beantworten Sie die Einwendung."),
            )
        ]

    def __str__(self):
        return f"Einwendung {self.pk}"
