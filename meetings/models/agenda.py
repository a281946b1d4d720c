"""The agenda: numbered items of a session."""

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import (
    NOTHING,
    PublicFace,
    Visibility,
    VisibilityField,
    open_to,
    public_keys,
)
from meetings.models.meeting import INTERNAL, Meeting, guest_at, member_of, stands_in
from partners.models import Organisation
from partners.models.board import office_boards
from partners.reader import is_person
from partners.richtext import RichTextField


def guest_for(user, path: str) -> Q:
    """Return the rows whose item, found at `path`, the user is a guest to while that lasts."""
    if not user.is_authenticated:
        return NOTHING
    sessions = Meeting.objects.filter(guest_at(user))
    items = AgendaItem.objects.filter(
        is_person(user, "guests__person"), meeting__in=sessions.values("pk")
    )
    return Q(**{f"{path}__in": items.values("pk")})


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Items whose content the user may read, in sessions they may see."""
        return self.readable_by(user).filter(
            meeting__in=Meeting.objects.visible_to(user).values("pk")
        )

    def readable_by(self, user):
        """Items whose content the user may read once they may see the session."""
        return self.filter(
            open_to(
                user,
                members=member_of(user, "meeting__board")
                | stands_in(user, "meeting")
                | guest_for(user, "pk"),
                office=office_boards(user, "meetings.view_agendaitem", "meeting__board"),
            )
        )

    @transaction.atomic
    def renumber(self, meeting):
        """Close the gaps: positions of the meeting's items are 1…n."""
        items = self.select_for_update().filter(meeting=meeting).order_by("position", "pk")
        for position, item in enumerate(items, start=1):
            if item.position != position:
                item.position = position
                item.save_without_historical_record(update_fields=["position"])

    @transaction.atomic
    def room_at_end(self, meeting):
        """Return the position for a new item: the last, but before a closing „Verschiedenes“."""
        items = list(self.filter(meeting=meeting).order_by("position", "pk"))
        if items and items[-1].is_closing:
            items[-1].position += 1
            items[-1].save_without_historical_record(update_fields=["position"])
            return items[-1].position - 1
        return len(items) + 1


class AgendaItem(PublicFace):
    """A numbered item of the agenda (Tagesordnungspunkt, TOP)."""

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Information")
        REPORT = "report", _("Bericht")
        DISCUSSION = "discussion", _("Beratung")
        DECISION = "decision", _("Beschlussfassung")
        DEMONSTRATION = "demonstration", _("Demonstration")
        FORMAL = "formal", _("Formalia")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("Sitzung"), related_name="agenda_items", on_delete=models.CASCADE
    )
    position = models.PositiveSmallIntegerField(_("Nummer"), default=0)
    kind = models.CharField(_("Art"), max_length=15, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(_("Überschrift"), max_length=300)
    rapporteurs = models.ManyToManyField(
        Organisation, verbose_name=_("Berichterstattung"), related_name="agenda_items", blank=True
    )
    minutes_planned = models.PositiveSmallIntegerField(
        _("Minuten"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    visibility = VisibilityField()
    text = RichTextField(_("Erläuterung"))
    is_late = models.BooleanField(
        _("nach der Frist angemeldet"),
        default=False,
        help_text=_("Braucht die Zustimmung des Gremiums in der Sitzung."),
    )

    # The item of an earlier session that was postponed to this one.
    continues = models.ForeignKey(
        "self",
        verbose_name=_("vertagt aus"),
        related_name="continued_by",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
    )

    objects = AgendaItemQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=INTERNAL, m2m_fields=[rapporteurs])

    class Meta:
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnung")
        ordering = ["position", "pk"]

    def __str__(self):
        return f"TOP {self.position} {self.title}"

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}#top-{self.position}"

    @property
    def is_closing(self):
        return self.kind == self.Kind.FORMAL and "verschieden" in self.title.lower()

    def public_values(self):
        if self.visibility != Visibility.PUBLIC:
            return (self.position, "nichtöffentlich")
        named = public_keys(self.rapporteurs) if self.pk else []
        return (self.position, self.kind, self.title, self.minutes_planned, self.text, named)


def agenda_for(user, meeting):
    """
    Return all items of `meeting`; those the user may not read are only numbers.

    A hidden item keeps position and nothing else, so no template can show more.
    """
    rapporteurs = Prefetch("rapporteurs", Organisation.objects.visible_to(user))
    items = meeting.agenda_items.annotate(
        is_readable=Q(pk__in=AgendaItem.objects.visible_to(user).values("pk"))
    ).prefetch_related(rapporteurs, topics_for(user))
    return [item if item.is_readable else AgendaItem(position=item.position) for item in items]


def topics_for(user):
    """Read the items' topics as `shown_topics`; they are of an app to the right, hence by name."""
    topics = AgendaItem._meta.get_field("topics").related_model
    return Prefetch("topics", topics.objects.visible_to(user), to_attr="shown_topics")
