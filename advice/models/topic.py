"""Topics: what the board and the centre work on (Themenschwerpunkte)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import NOTHING, PublicFace, Visibility, VisibilityField, open_to
from meetings.models import AgendaItem
from meetings.models.meeting import INTERNAL
from partners.models import Board, Organisation, Person
from partners.models.board import member_of, office_boards
from partners.richtext import RichTextField


def insiders(user) -> tuple[Q, Q]:
    """Return the topics of the boards the user sits on today, and of those they maintain."""
    return member_of(user, "board"), office_boards(user, "advice.view_topic", "board")


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Public ones of public boards; members see those of their board, theirs with them."""
        inside, office = insiders(user)
        of_public_board = Q(board__visibility=Visibility.PUBLIC)
        return self.filter(
            open_to(user, members=inside, office=office), of_public_board | inside | office
        )

    def with_inside(self, user):
        """Annotate `is_inside`: the user may know what visitors may not, as who proposed it."""
        inside, office = insiders(user)
        everything = ~NOTHING if user.is_authenticated and user.is_superuser else NOTHING
        return self.annotate(is_inside=inside | office | everything)

    def waiting(self):
        """Those proposed and not yet decided, which a weighing may put in order."""
        return self.filter(state__in=Topic.WAITING)


class Topic(PublicFace):
    """A focus topic, from its proposal to what came of it."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("eingereicht")
        DISCUSSED = "discussed", _("in Beratung")
        ADOPTED = "adopted", _("aufgenommen")
        DEFERRED = "deferred", _("zurückgestellt")
        REJECTED = "rejected", _("abgelehnt")

    WAITING = (State.SUBMITTED, State.DISCUSSED)
    WITH_REASON = (State.DEFERRED, State.REJECTED)

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="topics", on_delete=models.PROTECT
    )
    title = models.CharField(_("Thema"), max_length=200)
    slug = models.SlugField(_("Webadresse"), max_length=120, unique=True)
    summary = RichTextField(_("Worum es geht"))
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.SUBMITTED)
    state_reason = models.CharField(_("Grund"), max_length=500, blank=True)
    # Without both it is the office's own.
    proposed_by = models.ForeignKey(
        Person,
        verbose_name=_("vorgeschlagen von"),
        related_name="topics",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("für die Organisation"),
        related_name="topics",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    proposed_on = models.DateField(_("vorgeschlagen am"), default=timezone.localdate)
    # The day of the office's last decision on it.
    decided_on = models.DateField(_("entschieden am"), null=True, blank=True, editable=False)
    agenda_items = models.ManyToManyField(
        AgendaItem, verbose_name=_("TOP"), related_name="topics", blank=True
    )
    visibility = VisibilityField()
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = TopicQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=INTERNAL, m2m_fields=[agenda_items])

    class Meta:
        verbose_name = _("Themenschwerpunkt")
        verbose_name_plural = _("Themenschwerpunkte")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["deferred", "rejected"]) | ~Q(state_reason=""),
                name="topic_put_off_with_reason",
                violation_error_message=_("Bitte nennen Sie den Grund."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("advice:topic-detail", args=[self.slug])

    def public_values(self):
        if self.visibility != Visibility.PUBLIC:
            return ()
        items = self.agenda_items.filter(visibility=Visibility.PUBLIC) if self.pk else []
        return (
            self.board_id,
            self.title,
            self.slug,
            self.summary,
            self.state,
            self.state_reason,
            str(self.decided_on),
            sorted(one.pk for one in items),
            self.is_example,
        )
