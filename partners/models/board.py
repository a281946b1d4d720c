"""Boards, their terms and their rules of procedure."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import NOTHING, PublicFace, Visibility, VisibilityField, open_to
from partners.beside import Beside, refusal, way_out
from partners.reader import Anybody, is_person, on_board, once, person_of
from partners.richtext import RichTextField
from partners.standing import sharing_a_day


class BoardQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            open_to(
                user,
                members=member_of(user, "pk"),
                office=office_boards(user, "partners.view_board", "pk"),
            )
        )

    def with_member(self, user, day=None):
        """
        Boards on which the user holds a mandate on `day` (default today).

        Who sits on a board that the office keeps to itself is no insider of it.
        """
        from partners.models.mandate import Mandate

        if not user.is_authenticated:
            return self.none()
        if isinstance(user, Anybody):
            return self.filter(pk=user.board_id)
        mandates = Mandate.objects.active_on(day or timezone.localdate())
        return self.exclude(visibility=Visibility.OFFICE).filter(
            on_board(user, "pk"),
            Exists(mandates.filter(is_person(user, "person"), seat__board=OuterRef("pk"))),
        )

    def maintained_by(self, user):
        """Boards the office user works on: those assigned, or all if none are."""
        if user.is_superuser:
            return self
        assigned = Board.objects.filter(staff=user.pk)
        return self.filter(Q(pk__in=assigned.values("pk")) | ~Exists(assigned))


def office_boards(user, permission: str, path: str) -> Q:
    """
    Return the rows whose board, found at `path`, the user maintains.

    Nothing without `permission`; see BoardQuerySet.maintained_by.
    """
    if not user.is_authenticated or not user.is_staff or not user.has_perm(permission):
        return NOTHING
    maintained = Board.objects.maintained_by(user).values_list("pk", flat=True).order_by("pk")
    return Q(**{f"{path}__in": once(user, "maintained boards", lambda: list(maintained))})


def member_of(user, path: str, day=None) -> Q:
    """Return the rows whose board, found at `path`, the user sits on, on `day` or today."""
    if person_of(user) is None and not isinstance(user, Anybody):
        return NOTHING
    day = day or timezone.localdate()
    boards = Board.objects.with_member(user, day).values_list("pk", flat=True).order_by("pk")
    return Q(**{f"{path}__in": once(user, f"boards {day}", lambda: list(boards))})


class Board(PublicFace):
    """A group with seats, sessions and rules: the advisory board, a working group."""

    class Kind(models.TextChoices):
        ADVISORY_BOARD = "advisory_board", _("Begleitgremium")
        WORKING_GROUP = "working_group", _("Arbeitsgruppe")

    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("Kurzname"), max_length=80)
    slug = models.SlugField(_("Webadresse"), max_length=60, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind, default=Kind.ADVISORY_BOARD)
    purpose = RichTextField(_("Auftrag"))
    started_on = models.DateField(_("besteht seit"), null=True, blank=True)
    visibility = VisibilityField()
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("betreut von"),
        related_name="assigned_boards",
        blank=True,
        limit_choices_to={"is_staff": True},
        help_text=_(
            "Wer hier genannt ist, betreut nur noch die Gremien, bei denen er genannt ist."
        ),
    )
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = BoardQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["public_digest", "public_changed_at"])

    class Meta:
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")
        ordering = ["position", "name"]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return f"{reverse('partners:member-list')}?gremium={self.slug}"

    def public_values(self):
        return (
            self.name,
            self.short_name,
            self.slug,
            self.kind,
            self.purpose,
            str(self.started_on),
            self.visibility,
            self.position,
            self.is_example,
        )

    def as_of(self, day):
        """
        Return the seats of `day` with organisations and people of that day.

        Each seat's organisation carries `then_name` and `then_short_name`;
        `people` lists the seat's mandates, chair first, main before deputy.
        """
        from partners.models.mandate import Mandate

        return (
            self.seats.active_on(day)
            .with_names_of(day)
            .prefetch_related(
                models.Prefetch(
                    "mandates",
                    Mandate.objects.active_on(day).select_related("person").order_by("-role"),
                    to_attr="people",
                )
            )
        )

    def rules_on(self, day):
        """Return the rules of procedure in force on `day`, or None."""
        return self.rules.filter(valid_from__lte=day).order_by("-valid_from").first()


class Term(Beside, models.Model):
    """A period for which the seats of a board are filled (Förderphase)."""

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="terms", on_delete=models.PROTECT
    )
    name = models.CharField(_("Bezeichnung"), max_length=80)
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Amtszeit")
        verbose_name_plural = _("Amtszeiten")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.board_id and self.starts_on and not self.is_with_others:
            self.refuse_stored()

    def stored_beside(self):
        return sharing_a_day(self.board.terms.all(), self) if self.board_id else []

    def refuse_beside(self, other):
        if self.board_id == other.board_id and self.shares_a_day(other):
            text = _("In dieser Zeit läuft schon: %s.") % other.name
            raise refusal("starts_on", text, way_out(self, other))


def days(label, default, **kwargs):
    return models.PositiveSmallIntegerField(label, default=default, **kwargs)


class Rules(Beside, models.Model):
    """One version of a board's rules of procedure (Geschäftsordnung)."""

    class Mode(models.TextChoices):
        CONSENSUS = "consensus", _("beratend, ohne Gegenrede")
        VOTING = "voting", _("förmliche Abstimmung")

    class Tie(models.TextChoices):
        REJECTED = "rejected", _("abgelehnt")
        CHAIR = "chair", _("Vorsitz entscheidet")

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="rules", on_delete=models.PROTECT
    )
    valid_from = models.DateField(_("gültig ab"))
    mode = models.CharField(
        _("Beschlussweise"), max_length=10, choices=Mode, default=Mode.CONSENSUS
    )
    tie = models.CharField(
        _("bei Stimmengleichheit"), max_length=10, choices=Tie, default=Tie.REJECTED
    )
    save_the_date_days = days(_("Save-the-Date (Tage vorher)"), 28)
    invitation_days = days(_("Einladung (Tage vorher)"), 21)
    urgent_invitation_days = days(_("Einladung in Eilfällen (Tage vorher)"), 7)
    papers_days = days(_("Unterlagen (Tage vorher)"), 7)
    proposals_days = days(_("Anmeldung von TOP (Tage vorher)"), 14)
    minutes_days = days(_("Protokoll (Tage nachher)"), 14)
    minutes_latest_days = days(_("Protokoll spätestens (Tage nachher)"), 28)
    objection_days = days(_("Einwendungen (Tage ab Freigabe)"), 14)
    circular_days = days(_("Umlaufverfahren (Tage)"), 10)
    circular_participation = days(
        _("Beteiligung am Umlaufverfahren (Prozent der Sitze)"),
        50,
        validators=[MaxValueValidator(100)],
    )
    has_quorum = models.BooleanField(_("Beschlussfähigkeit wird geprüft"), default=False)
    quorum_minimum = days(_("mindestens anwesende Stimmen"), 3)
    approves_tacitly = models.BooleanField(
        _("Protokoll gilt ohne Einwendung als genehmigt"), default=False
    )
    source = models.CharField(_("Quelle"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Geschäftsordnung")
        verbose_name_plural = _("Geschäftsordnungen")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "valid_from"],
                name="rules_once_a_day",
                violation_error_message=_("Zu diesem Tag gibt es schon eine Fassung."),
            ),
            models.CheckConstraint(
                condition=Q(urgent_invitation_days__lte=F("invitation_days")),
                name="rules_urgent_is_shorter",
                violation_error_message=_("Die Frist in Eilfällen ist länger als die übliche."),
            ),
            models.CheckConstraint(
                condition=Q(circular_days__gte=7),
                name="rules_circular_at_least_a_week",
                violation_error_message=_("Ein Umlaufverfahren dauert mindestens 7 Tage."),
            ),
            models.CheckConstraint(
                condition=Q(minutes_days__lte=F("minutes_latest_days")),
                name="rules_minutes_within_the_latest",
                violation_error_message=_("Die letzte Frist für das Protokoll ist kürzer."),
            ),
            models.CheckConstraint(
                condition=Q(circular_participation__lte=100),
                name="rules_participation_is_a_share",
                violation_error_message=_("Die Beteiligung beträgt höchstens 100 Prozent."),
            ),
        ]

    def __str__(self):
        return f"ab {self.valid_from:%d.%m.%Y}"

    def stored_beside(self):
        if not self.board_id:
            return Rules.objects.none()
        return self.board.rules.filter(valid_from=self.valid_from).exclude(pk=self.pk)

    def refuse_beside(self, other):
        if (self.board_id, self.valid_from) == (other.board_id, other.valid_from):
            text = _("Zu diesem Tag gibt es schon eine Fassung.")
            way = _("Wählen Sie einen anderen Tag, oder ändern Sie die andere Fassung.")
            raise refusal("valid_from", text, way)

    def park(self):
        """Move to a day of its own that no form accepts."""
        day = dt.date.min + dt.timedelta(days=self.pk)
        Rules.objects.filter(pk=self.pk).update(valid_from=day)
