"""Resolutions of a board, in session or circular."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import NOTHING, PublicFace, Visibility, VisibilityField, open_to
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import INTERNAL, Meeting
from meetings.models.minutes import Minutes
from partners import files
from partners.models import Board
from partners.models.board import member_of, office_boards

MAX_DIGITS = 9


class Choice(models.TextChoices):
    """A vote: yes and no count, an abstention does not."""

    YES = "yes", _("Ja")
    NO = "no", _("Nein")
    ABSTAIN = "abstain", _("Enthaltung")


class ResolutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """
        Decided ones whose minutes are out, by their level; the office's all.

        A circular one is out when it is closed; those asked see it while it runs.
        One of an item or a session that is hidden today is hidden with it.
        """
        members = member_of(user, "board")
        office = office_boards(user, "meetings.view_resolution", "board")
        of_public_board = Q(board__visibility=Visibility.PUBLIC)
        return self.filter(
            open_to(user, members=members, office=office),
            of_public_board | members | office,
            (self.is_out(user, members) & self.of_readable_items(user)) | office,
        )

    def of_readable_items(self, user) -> Q:
        items = AgendaItem.objects.readable_by(user)
        return Q(agenda_item=None) | Q(agenda_item__in=items.values("pk"))

    def is_out(self, user, members=NOTHING) -> Q:
        published = Q(meeting__minutes__published_at__isnull=False)
        released = Q(meeting__minutes__state__in=Minutes.RELEASED) & members
        seen = Q(meeting__in=Meeting.objects.visible_to(user).values("pk"))
        decided = Q(state__in=Resolution.DECIDED)
        in_session = Q(kind=Resolution.Kind.IN_SESSION) & decided & seen & (published | released)
        closed = Q(kind=Resolution.Kind.CIRCULAR) & decided
        running = Q(kind=Resolution.Kind.CIRCULAR, state=Resolution.State.OPEN) & members
        return in_session | closed | running

    def with_words(self, words):
        """Those that hold `words`, or have that number."""
        found = Q(title__icontains=words) | Q(text__icontains=words) | Q(outcome__icontains=words)
        if words.isdecimal() and len(words) <= MAX_DIGITS:
            found |= Q(number=int(words))
        return self.filter(found)

    def of_slug(self, slug):
        """The one whose address is `slug`: board and number."""
        board, _dash, number = slug.rpartition("-")
        if not number.isdecimal() or len(number) > MAX_DIGITS:
            return self.none()
        return self.filter(board__slug=board, number=int(number))

    def with_approval(self):
        """Annotate whether the minutes that record it still await approval (`is_pending`)."""
        unapproved = Minutes.objects.filter(meeting=OuterRef("meeting"))
        unapproved = unapproved.exclude(state=Minutes.State.APPROVED)
        return self.annotate(is_pending=Q(Exists(unapproved), kind=Resolution.Kind.IN_SESSION))

    def registered(self):
        """Those with a number, the latest first."""
        return self.filter(number__isnull=False)

    def decided(self):
        return self.filter(state__in=Resolution.DECIDED)


class Resolution(PublicFace):
    """What a board decided, or will: text, votes, the rule applied, what became of it."""

    class Kind(models.TextChoices):
        IN_SESSION = "session", _("in der Sitzung")
        CIRCULAR = "circular", _("im Umlauf")

    class State(models.TextChoices):
        DRAFT = "draft", _("vorbereitet")
        OPEN = "open", _("läuft")
        ADOPTED = "adopted", _("angenommen")
        REJECTED = "rejected", _("abgelehnt")
        FAILED = "failed", _("nicht zustande gekommen")

    class Manner(models.TextChoices):
        BY_CONSENSUS = "by_consensus", _("einvernehmlich")
        NO_CONSENSUS = "no_consensus", _("kein Einvernehmen")
        UNANIMOUS = "unanimous", _("einstimmig")
        BY_MAJORITY = "by_majority", _("mehrheitlich")
        BY_CHAIR = "by_chair", _("mit der Stimme des Vorsitzes")
        REJECTED = "rejected", _("abgelehnt")

    DECIDED = (State.ADOPTED, State.REJECTED, State.FAILED)

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="resolutions", on_delete=models.PROTECT
    )
    # Given once, at the decision; a number is never used again.
    number = models.PositiveIntegerField(_("Nummer"), null=True, blank=True, editable=False)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind, default=Kind.IN_SESSION)
    state = models.CharField(
        _("Stand"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("TOP"),
        related_name="resolutions",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    # Where it was decided; of a circular one, the session whose minutes note it.
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("Sitzung"),
        related_name="resolutions",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    title = models.CharField(_("Überschrift"), max_length=300, blank=True)
    text = models.TextField(_("Wortlaut"), max_length=8000)
    reason = models.TextField(_("Begründung"), blank=True, max_length=8000)
    visibility = VisibilityField()
    manner = models.CharField(
        _("Beschlussweise"), max_length=12, choices=Manner, blank=True, default="", editable=False
    )
    yes = models.PositiveSmallIntegerField(_("Ja"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("Nein"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("Enthaltungen"), null=True, blank=True)
    # Where the board decides by consensus: how many spoke against it.
    objections = models.PositiveSmallIntegerField(_("Gegenreden"), null=True, blank=True)
    # Needed only where the chair decides a tie.
    chair_vote = models.CharField(
        _("Stimme des Vorsitzes"), max_length=10, choices=Choice, blank=True, default=""
    )
    explanation = models.TextField(_("Rechenweg"), blank=True, editable=False)
    decided_on = models.DateField(_("beschlossen am"), null=True, blank=True, editable=False)
    # The minute of the vote, by which who came and left is judged; empty: while its item was on.
    decided_at = models.TimeField(_("abgestimmt um"), null=True, blank=True)
    outcome = models.TextField(
        _("Was daraus wurde"), blank=True, max_length=4000, help_text=_("Steht im Verzeichnis.")
    )
    # The last day for votes, midnight after which `closes_at` is; empty: as the rules say.
    due_on = models.DateField(
        _("Stimmen bis"),
        null=True,
        blank=True,
        help_text=_("Leer: die übliche Frist ab dem Start. Mindestens sieben Tage."),
    )
    # Where the board goes on with it after an objection to the circular procedure.
    continued_in = models.ForeignKey(
        AgendaItem,
        verbose_name=_("weiter als TOP"),
        related_name="circulars",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
    )
    opened_at = models.DateTimeField(_("begonnen"), null=True, blank=True, editable=False)
    closes_at = models.DateTimeField(_("endet"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("geschlossen"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = ResolutionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=INTERNAL)

    class Meta:
        verbose_name = _("Beschluss")
        verbose_name_plural = _("Beschlüsse")
        ordering = ["-decided_on", "-number", "-pk"]
        permissions = [("open_resolution", _("Umlaufbeschluss starten und schließen"))]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"],
                name="resolution_number_once",
                violation_error_message=_("Diese Nummer ist schon vergeben."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "rejected", "failed"])
                | Q(decided_on__isnull=False),
                name="resolution_decided_with_date",
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None)
                | Q(opened_at__isnull=False, closes_at__gt=F("opened_at")),
                name="resolution_closes_after_start",
                violation_error_message=_("Die Frist endet vor dem Beginn."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="session") | Q(agenda_item__isnull=False, meeting__isnull=False),
                name="resolution_of_a_session_has_its_item",
            ),
        ]

    def __str__(self):
        return self.title or f"Beschluss {self.number or self.pk}"

    def get_absolute_url(self):
        """Return the address in the register, which only a number opens; needs the board."""
        if self.number is None:
            return reverse("meetings:resolution-list")
        return reverse("meetings:resolution-detail", args=[self.slug])

    @property
    def slug(self):
        return f"{self.board.slug}-{self.number}"

    @property
    def is_circular(self):
        return self.kind == self.Kind.CIRCULAR

    @property
    def is_running(self):
        return self.is_circular and self.state == self.State.OPEN

    def public_values(self):
        if self.visibility != Visibility.PUBLIC:
            return ()
        return (
            self.board_id,
            self.number,
            self.kind,
            self.state,
            self.meeting_id,
            self.title,
            self.text,
            self.reason,
            self.manner,
            (self.yes, self.no, self.abstentions, self.objections, self.explanation),
            str(self.decided_on),
            self.outcome,
            self.is_example,
        )


def paper_path(instance, name):
    return files.random_name("umlauf", name)


class ResolutionPaper(models.Model):
    """A file for those who are asked in a circular procedure."""

    resolution = models.ForeignKey(
        Resolution, verbose_name=_("Beschluss"), related_name="papers", on_delete=models.CASCADE
    )
    title = models.CharField(_("Titel"), max_length=200, blank=True)
    file = models.FileField(_("Datei"), upload_to=paper_path, max_length=200)
    file_name = models.CharField(max_length=200, editable=False)
    size = models.PositiveIntegerField(editable=False)

    class Meta:
        verbose_name = _("Unterlage")
        verbose_name_plural = _("Unterlagen")
        ordering = ["pk"]

    def __str__(self):
        return self.title
