"""Reporting rounds: before a session each consortium partner tells how its projects stand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace, Visibility, VisibilityField, open_to
from meetings.models import Meeting
from meetings.models.meeting import INTERNAL
from partners.files import PictureField
from partners.models import Organisation, Person
from partners.models.board import member_of, office_boards
from projects.models.project import Project

# What is only kept for later may be incomplete.
DRAFT = Q(submitted_at=None)


class ReportingRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(office_boards(user, "projects.view_reportinground", "meeting__board"))


class ReportingRound(models.Model):
    """The reports asked for one session, with their deadline."""

    meeting = models.OneToOneField(
        Meeting,
        verbose_name=_("Sitzung"),
        related_name="reporting_round",
        on_delete=models.PROTECT,
    )
    due_on = models.DateField(_("Berichte bis"))
    opened_at = models.DateTimeField(_("angefragt am"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = ReportingRoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Berichtsrunde")
        verbose_name_plural = _("Berichtsrunden")
        ordering = ["-due_on", "-pk"]

    def __str__(self):
        return f"Berichtsrunde {self.pk}"

    @property
    def is_over(self):
        return self.meeting.is_cancelled or self.meeting.state == Meeting.State.HELD

    @property
    def takes_reports(self):
        """True from the request until the session is held; a late report beats none."""
        return self.opened_at is not None and not self.is_over

    def pages(self, shows_all):
        """
        Return a page for each partner asked, as plain data for a document.

        With `shows_all` as the office reads it, else as members do; nothing
        before anybody was asked.
        """
        # The way back for meetings.pack_contents, which knows nothing of this app's modules.
        from projects.partner_pages import as_data, partner_pages

        if self.opened_at is None:
            return []
        return [as_data(one) for one in partner_pages(self, shows_all=shows_all)]

    def waiting_words(self, today):
        """Yield in a sentence what the office has to do about the reports."""
        from projects.due import words

        return words(self, today)


class ReportRequestQuerySet(models.QuerySet):
    def open(self):
        """Sent ones of rounds that still take reports."""
        return self.filter(
            asked_at__isnull=False,
            round__opened_at__isnull=False,
            round__meeting__is_cancelled=False,
        ).exclude(round__meeting__state=Meeting.State.HELD)

    def of_person(self, person):
        return self.open().filter(person=person)


class ReportRequest(models.Model):
    """One partner asked in a round, and the person who answers for it."""

    round = models.ForeignKey(
        ReportingRound,
        verbose_name=_("Berichtsrunde"),
        related_name="requests",
        on_delete=models.CASCADE,
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("Partner"),
        related_name="report_requests",
        on_delete=models.PROTECT,
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("Ansprechperson"),
        related_name="report_requests",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    # To that person; another one is asked anew.
    asked_at = models.DateTimeField(_("angefragt am"), null=True, blank=True, editable=False)
    reminded_on = models.DateField(_("erinnert am"), null=True, blank=True, editable=False)

    objects = ReportRequestQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Anfrage")
        verbose_name_plural = _("Anfragen")
        ordering = ["organisation__consortium_position", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"],
                name="report_request_once",
                violation_error_message=_("Dieser Partner ist schon angefragt."),
            )
        ]

    def __str__(self):
        return f"Anfrage {self.pk}"


class ProgressReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Handed-in ones by their level, to those who may see the project; the office's all."""
        members = member_of(user, "round__meeting__board")
        office = office_boards(user, "projects.view_progressreport", "round__meeting__board")
        projects = Project.objects.visible_to(user)
        return self.filter(
            open_to(user, members=members, office=office),
            Q(project__in=projects.values("pk")) | office,
            Q(submitted_at__isnull=False) | office,
        )

    def handed_in(self):
        return self.filter(submitted_at__isnull=False)


class ProgressReport(PublicFace):
    """How one project stands in one round, in the words of the partner that reports it."""

    class Light(models.TextChoices):
        GREEN = "green", _("läuft wie geplant")
        YELLOW = "yellow", _("braucht Aufmerksamkeit")
        RED = "red", _("ist gefährdet")

    round = models.ForeignKey(
        ReportingRound,
        verbose_name=_("Berichtsrunde"),
        related_name="reports",
        on_delete=models.PROTECT,
    )
    project = models.ForeignKey(
        Project, verbose_name=_("Projekt"), related_name="reports", on_delete=models.PROTECT
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("Partner"),
        related_name="progress_reports",
        on_delete=models.PROTECT,
    )
    status = models.TextField(_("Stand"), blank=True, max_length=2000)
    since_last = models.TextField(_("seit der letzten Sitzung"), blank=True, max_length=2000)
    figures = models.TextField(
        _("Zahlen"), blank=True, max_length=1000, help_text=_("Eine je Zeile: Betriebe beraten: 12")
    )
    light = models.CharField(_("Ampel"), max_length=6, choices=Light, blank=True)
    light_reason = models.CharField(_("Grund der Ampel"), max_length=300, blank=True)
    request = models.TextField(_("Bitte an das Gremium"), blank=True, max_length=1000)
    image = PictureField(_("Bild"))
    image_alt = models.CharField(_("Bildbeschreibung"), max_length=200, blank=True)
    visibility = VisibilityField(editable=False)
    submitted_at = models.DateTimeField(_("eingereicht am"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        Person,
        verbose_name=_("eingereicht von"),
        related_name="progress_reports",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = ProgressReportQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=INTERNAL)

    class Meta:
        verbose_name = _("Projektbericht")
        verbose_name_plural = _("Projektberichte")
        ordering = ["project__title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "project"],
                name="report_once_a_round",
                violation_error_message=_("Zu diesem Projekt liegt schon ein Bericht vor."),
            ),
            models.CheckConstraint(
                condition=DRAFT | ~Q(light__in=["yellow", "red"]) | ~Q(light_reason=""),
                name="report_light_with_reason",
                violation_error_message=_("Bitte begründen Sie Gelb oder Rot."),
            ),
            models.CheckConstraint(
                condition=DRAFT | Q(image="") | ~Q(image_alt=""),
                name="report_image_has_alternative",
                violation_error_message=_("Bitte beschreiben Sie das Bild."),
            ),
        ]

    def __str__(self):
        return f"Projektbericht {self.pk}"

    def public_values(self):
        if self.visibility != Visibility.PUBLIC or not self.submitted_at:
            return ()
        return (
            self.round_id,
            self.project_id,
            self.organisation_id,
            (self.status, self.since_last, self.figures),
            (self.light, self.light_reason),
            (self.image.name, self.image_alt),
            self.is_example,
        )
