"""Projects: where the centre carries knowledge into firms, alone or with one of them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace, Visibility, VisibilityField, open_to, public_keys
from advice.models import Topic
from meetings.models.meeting import INTERNAL
from partners.files import PictureField
from partners.models import Board, Organisation
from partners.models.board import member_of, office_boards
from partners.richtext import RichTextField


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Public ones of public boards; members see those their board follows."""
        members = member_of(user, "board")
        office = office_boards(user, "projects.view_project", "board")
        of_public_board = Q(board__visibility=Visibility.PUBLIC)
        return self.filter(
            open_to(user, members=members, office=office), of_public_board | members | office
        )

    def running_on(self, day):
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
        )


class Project(PublicFace):
    """A transfer or implementation project that the board is told about."""

    class Kind(models.TextChoices):
        TRANSFER = "transfer", _("Transferprojekt")
        IMPLEMENTATION = "implementation", _("Umsetzungsprojekt")

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="projects", on_delete=models.PROTECT
    )
    title = models.CharField(_("Titel"), max_length=200)
    slug = models.SlugField(_("Webadresse"), max_length=120, unique=True)
    kind = models.CharField(_("Art"), max_length=15, choices=Kind, default=Kind.TRANSFER)
    summary = RichTextField(_("Worum es geht"))
    # Who tells the board about it; one of the partners.
    reporter = models.ForeignKey(
        Organisation,
        verbose_name=_("berichtet von"),
        related_name="reported_projects",
        on_delete=models.PROTECT,
    )
    partners = models.ManyToManyField(
        Organisation, verbose_name=_("Partner"), related_name="projects", blank=True
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("Themen"), related_name="projects", blank=True
    )
    starts_on = models.DateField(_("von"), null=True, blank=True)
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    image = PictureField(_("Bild"))
    image_alt = models.CharField(
        _("Bildbeschreibung"), max_length=200, blank=True, help_text=_("Was ist zu sehen?")
    )
    visibility = VisibilityField()
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = ProjectQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=INTERNAL, m2m_fields=[partners, topics])

    class Meta:
        verbose_name = _("Projekt")
        verbose_name_plural = _("Projekte")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_alt=""),
                name="project_image_has_alternative",
                violation_error_message=_("Bitte beschreiben Sie das Bild."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def period(self):
        """März 2026 – Februar 2028; seit März 2026; bis Februar 2028; or nothing."""
        first, last = (
            day and formats.date_format(day, "F Y") for day in (self.starts_on, self.ends_on)
        )
        if first and last:
            return first if first == last else f"{first} – {last}"
        if first or last:
            return _("seit %s") % first if first else _("bis %s") % last
        return ""

    def get_absolute_url(self):
        return reverse("projects:project-detail", args=[self.slug])

    def public_values(self):
        if self.visibility != Visibility.PUBLIC:
            return ()
        return (
            self.board_id,
            self.title,
            self.slug,
            self.kind,
            self.summary,
            self.reporter_id,
            (str(self.starts_on), str(self.ends_on)),
            (self.image.name, self.image_alt),
            public_keys(self.partners) if self.pk else [],
            public_keys(self.topics) if self.pk else [],
            self.is_example,
        )
