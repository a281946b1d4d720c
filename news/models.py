"""What the public reads: news."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import NOTHING, PublicFace, VisibilityField, open_to, public_keys
from advice.models import Topic
from meetings.models import Meeting
from partners.files import PictureField
from partners.models import Board, Organisation
from partners.richtext import RichTextField
from projects.models import Project


def not_the_feed(slug):
    if slug == "feed":
        raise ValidationError(_("Diese Adresse ist für den Feed vergeben."))


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, user, now=None):
        """Published ones of the reader's level; drafts stay in the office."""
        published = Q(published_from__lte=now or timezone.now())
        if not user.is_authenticated:
            return self.filter(open_to(user), published)
        office = ~NOTHING if user.is_staff and user.has_perm("news.view_article") else NOTHING
        members = Q(Exists(Board.objects.with_member(user)))
        return self.filter((open_to(user, members=members) & published) | office)

    def drafts(self):
        return self.filter(published_from=None)

    def newest_first(self):
        return self.order_by("-published_from", "-pk")


class Article(PublicFace):
    """A piece of news (Meldung)."""

    title = models.CharField(_("Überschrift"), max_length=200)
    slug = models.SlugField(_("Webadresse"), max_length=120, unique=True, validators=[not_the_feed])
    teaser = models.TextField(_("Vorspann"), max_length=400, help_text=_("Ein bis zwei Sätze."))
    body = RichTextField(_("Text"))
    image = PictureField(_("Bild"))
    image_alt = models.CharField(
        _("Bildbeschreibung"), max_length=200, blank=True, help_text=_("Was ist zu sehen?")
    )
    visibility = VisibilityField()
    published_from = models.DateTimeField(
        _("veröffentlicht ab"), null=True, blank=True, help_text=_("Leer: Entwurf.")
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("Sitzung"),
        related_name="articles",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("Organisationen"), related_name="articles", blank=True
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("Themen"), related_name="articles", blank=True
    )
    projects = models.ManyToManyField(
        Project, verbose_name=_("Projekte"), related_name="articles", blank=True
    )
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["public_digest", "public_changed_at"],
        m2m_fields=[organisations, topics, projects],
    )

    class Meta:
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")
        ordering = ["-published_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_alt=""),
                name="article_image_has_alternative",
                violation_error_message=_("Bitte beschreiben Sie das Bild."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("news:article-detail", args=[self.slug])

    def public_values(self):
        return (
            self.title,
            self.slug,
            self.teaser,
            self.body,
            self.image.name,
            self.image_alt,
            self.visibility,
            str(self.published_from),
            public_keys(Meeting.objects.filter(pk=self.meeting_id)),
            *self.named_in_public(),
            self.is_example,
        )

    def named_in_public(self):
        if not self.pk:
            return ([], [], [])
        return tuple(public_keys(one) for one in (self.organisations, self.topics, self.projects))


class Publication(models.Model):
    """That somebody put something before the public, or took it back: who and when."""

    class Act(models.TextChoices):
        PUBLISHED = "published", _("veröffentlicht")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    # What it is about: `kind` is a kind of gremium.gate, `key` the row's.
    kind = models.CharField(_("Art"), max_length=20)
    key = models.PositiveBigIntegerField()
    label = models.CharField(_("Was"), max_length=300)
    act = models.CharField(_("Vorgang"), max_length=10, choices=Act)
    # Warnings that stood on the page and were overruled.
    overruled = models.JSONField(_("trotz"), default=list, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    done_at = models.DateTimeField(_("am"), default=timezone.now)

    class Meta:
        verbose_name = _("Veröffentlichung")
        verbose_name_plural = _("Veröffentlichungen")
        ordering = ["-done_at", "-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="publication_of_one")]

    def __str__(self):
        return self.label
