"""The agenda: numbered items of a session."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import (
    PublicFace,
    Visibility,
    VisibilityField,
    open_to,
    public_keys,
)
from meetings.models.meeting import INTERNAL, Meeting, places_of, stands_in
from partners.models import Organisation
from partners.models.board import member_of, office_boards
from partners.richtext import RichTextField


def once_each(owner: str, name: str):
    """Return the constraint that each role stands once on an agenda, found at `owner`."""
    return models.UniqueConstraint(
        fields=[owner, "role"],
        condition=~Q(role=""),
        name=name,
        violation_error_message=_("Jeder feste Punkt steht auf einer Tagesordnung nur einmal."),
    )


def guest_for(user, path: str) -> Q:
    """Return the rows whose item, found at `path`, the user is a guest to while that lasts."""
    return Q(**{f"{path}__in": [place.item for place in places_of(user) if place.item]})


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

    def with_circulars(self):
        """Annotate whether an objection brought a circular resolution before the session here."""
        resolutions = AgendaItem._meta.get_field("circulars").related_model.objects
        brought = resolutions.filter(continued_in=OuterRef("pk"))
        return self.annotate(has_circulars=Exists(brought))

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
        """Return the position for a new item: the last, but before any other business."""
        items = list(self.filter(meeting=meeting).order_by("position", "pk"))
        if items and items[-1].role == AgendaItem.Role.ANY_OTHER_BUSINESS:
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

    class Role(models.TextChoices):
        """What a standing item is for, whatever its heading; see meetings.composing."""

        NONE = "", _("kein fester Punkt")
        WELCOME = "welcome", _("Begrüßung")
        APPROVAL = "approval", _("Genehmigung von Protokollen")
        FEEDBACK = "feedback", _("Rückmeldung zu Anregungen")
        OPEN_TASKS = "open_tasks", _("Offene Aufgaben")
        ANY_OTHER_BUSINESS = "any_other_business", _("Verschiedenes")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("Sitzung"), related_name="agenda_items", on_delete=models.CASCADE
    )
    position = models.PositiveSmallIntegerField(_("Nummer"), default=0)
    kind = models.CharField(_("Art"), max_length=15, choices=Kind, default=Kind.DISCUSSION)
    role = models.CharField(
        _("Fester Punkt"),
        max_length=20,
        choices=Role,
        blank=True,
        default=Role.NONE,
        help_text=_(
            "Daran erkennt das Programm den TOP, die Überschrift ist frei. Was er aufzählt, "
            "entsteht beim Lesen: für jede Person das, was sie sehen darf."
        ),
    )
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
    # The item of an earlier agenda that this one was copied from.
    copied_from = models.ForeignKey(
        "self",
        related_name="copies",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
    )
    # What the board is asked to approve here; without any, the last minutes that wait.
    approves = models.ManyToManyField(
        "meetings.Minutes",
        verbose_name=_("zu genehmigende Protokolle"),
        related_name="approval_items",
        blank=True,
        editable=False,
    )

    objects = AgendaItemQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[*INTERNAL, "copied_from"], m2m_fields=[rapporteurs]
    )

    # Composed for one reader by meetings.composing and kept nowhere.
    composed = ""

    class Meta:
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnung")
        ordering = ["position", "pk"]
        constraints = [once_each("meeting", "agenda_role_once")]

    def __str__(self):
        return f"TOP {self.position} {self.title}"

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}#top-{self.position}"

    @property
    def words(self):
        """What the office wrote, and below it what was composed for the reader."""
        return f"{self.text}{self.composed}"

    def clean(self):
        super().clean()
        # Forms leave the session out, and with it the constraint.
        same = AgendaItem.objects.filter(meeting=self.meeting_id, role=self.role)
        if self.role and (other := same.exclude(pk=self.pk).first()):
            raise ValidationError({"role": taken_by(other)})

    def public_values(self):
        if self.visibility != Visibility.PUBLIC:
            return (self.position, "nichtöffentlich")
        named = public_keys(self.rapporteurs) if self.pk else []
        values = (self.position, self.kind, self.title, self.minutes_planned, self.text, named)
        return values + self.public_references()

    def public_references(self) -> tuple:
        """Return what composed text hangs on in this row; nothing where it hangs on nothing."""
        found = [("role", self.role)] if self.role else []
        if self.continues_id:
            known = AgendaItem.objects.visible_to(AnonymousUser())
            if known.filter(pk=self.continues_id).exists():
                found.append(("continues", self.continues_id))
        if self.pk and self.role == self.Role.APPROVAL:
            open_to_all = Meeting.objects.visible_to(AnonymousUser()).values("pk")
            minutes = self.approves.filter(meeting__in=open_to_all)
            found.append(("approves", sorted(minutes.values_list("pk", flat=True))))
        return tuple(found)


def taken_by(item):
    words = _(
        "Diesen festen Punkt hat die Sitzung schon: TOP %d. Speichern Sie dort zuerst „kein "
        "fester Punkt“."
    )
    return words % item.position


def agenda_for(user, meeting):
    """
    Return all items of `meeting`; those the user may not read are only numbers.

    A hidden item keeps position and nothing else, so no template can show more.
    """
    rapporteurs = Prefetch("rapporteurs", Organisation.objects.visible_to(user))
    items = (
        meeting.agenda_items.with_circulars()
        .annotate(is_readable=Q(pk__in=AgendaItem.objects.visible_to(user).values("pk")))
        .prefetch_related(rapporteurs, topics_for(user))
    )
    return [item if item.is_readable else AgendaItem(position=item.position) for item in items]


def topics_for(user):
    """Read the items' topics as `shown_topics`; they are of an app to the right, hence by name."""
    topics = AgendaItem._meta.get_field("topics").related_model
    return Prefetch("topics", topics.objects.visible_to(user), to_attr="shown_topics")
