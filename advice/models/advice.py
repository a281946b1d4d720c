"""Advice: what somebody gave the centre to think about, and the trace of what came of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import NOTHING, PublicFace, Visibility, VisibilityField, open_to
from advice.models.topic import Topic
from meetings.models import AgendaItem, Meeting, Minutes
from meetings.models.meeting import INTERNAL
from partners.models import Board, Organisation, Person
from partners.models.board import member_of, office_boards
from partners.reader import is_person

# An account that was closed, or is not of the office any more.
ABANDONED = Q(owner__is_active=False) | Q(owner__is_staff=False)


class AdviceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """
        Released ones to everybody; the board's to its members, one's own always.

        What was given in a session reaches the members with its minutes, and
        only if they may read the item. See `is_out`.
        """
        members, office, own = self.insiders(user)
        of_public_board = Q(board__visibility=Visibility.PUBLIC)
        return self.filter(
            open_to(user, members=members, office=office) | own,
            of_public_board | members | own | office,
        )

    def insiders(self, user) -> tuple[Q, Q, Q]:
        """Return those the user reads in their own words: as a member, in the office, as giver."""
        members = member_of(user, "board") & self.is_out(user)
        own = is_person(user, "person") if user.is_authenticated else NOTHING
        return members, office_boards(user, "advice.view_advice", "board"), own

    def is_out(self, user) -> Q:
        """Return those that are no draft any more: of no session, or of one with minutes out."""
        released = Q(meeting__minutes__state__in=Minutes.RELEASED)
        readable = Q(agenda_item=None) | Q(
            agenda_item__in=AgendaItem.objects.visible_to(user).values("pk")
        )
        seen = Q(meeting__in=Meeting.objects.visible_to(user).values("pk"))
        return Q(meeting=None) | (released & seen & readable)

    def given_before(self, meeting):
        """Return what was given in the last session before `meeting`, as its members know it."""
        known = Meeting.objects.filter(
            board=meeting.board_id,
            held_on__lt=meeting.held_on,
            minutes__state__in=Minutes.RELEASED,
        )
        last = known.order_by("-held_on", "-pk").values("pk")[:1]
        found = self.filter(meeting__in=last).exclude(visibility=Visibility.OFFICE)
        for place in ("agenda_item", "meeting"):
            found = found.exclude(**{f"{place}__visibility": Visibility.OFFICE})
        return found.select_related("organisation", "person").order_by("number")

    def released(self):
        """Those the office has put before the public on purpose."""
        return self.filter(visibility=Visibility.PUBLIC, board__visibility=Visibility.PUBLIC)

    def open(self):
        return self.filter(state__in=Advice.OPEN)

    def overdue(self, day=None):
        return self.open().filter(due_on__lt=day or timezone.localdate())

    def abandoned(self):
        """Open ones whose owner does not work in the office any more."""
        return self.open().filter(ABANDONED)


class Advice(PublicFace):
    """One recommendation, idea or remark: who gave it, who answers, what came of it."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", _("Empfehlung")
        IDEA = "idea", _("Idee")
        REMARK = "remark", _("Hinweis")
        COOPERATION_OFFER = "cooperation_offer", _("Kooperationsangebot")
        TOPIC_PROPOSAL = "topic_proposal", _("Themenvorschlag")
        QUESTION = "question", _("Frage")

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        UNDER_REVIEW = "under_review", _("in Prüfung")
        ACCEPTED = "accepted", _("aufgegriffen")
        IMPLEMENTED = "implemented", _("umgesetzt")
        DECLINED = "declined", _("nicht weiterverfolgt")

    class Direction(models.TextChoices):
        OFFER = "offer", _("Angebot")
        NEED = "need", _("Bedarf")

    OPEN = (State.OPEN, State.UNDER_REVIEW)
    ANSWERED = (State.ACCEPTED, State.IMPLEMENTED, State.DECLINED)

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="advice", on_delete=models.PROTECT
    )
    number = models.PositiveIntegerField(_("Nummer"), editable=False)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind, default=Kind.IDEA)
    text = models.TextField(_("Anregung"), max_length=4000)
    # Without organisation and person it is the board's as a whole.
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("von der Organisation"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("von der Person"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("in der Sitzung"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("zu TOP"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("Themen"), related_name="advice", blank=True
    )
    # Of a cooperation offer only: what fits together has the opposite direction.
    direction = models.CharField(
        _("Angebot oder Bedarf"), max_length=5, choices=Direction, blank=True, default=""
    )
    contact = models.CharField(_("Ansprechperson"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuständig in der Geschäftsstelle"),
        related_name="advice",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    due_on = models.DateField(_("Antwort bis"), null=True, blank=True)
    state = models.CharField(_("Stand"), max_length=15, choices=State, default=State.OPEN)
    state_reason = models.CharField(_("Grund"), max_length=500, blank=True)
    answer = models.TextField(_("Antwort des Zentrums"), blank=True, max_length=4000)
    effect = models.TextField(_("Was daraus wurde"), blank=True, max_length=4000)
    note = models.TextField(
        _("Notiz"), blank=True, max_length=4000, help_text=_("Nur für die Geschäftsstelle.")
    )
    given_on = models.DateField(_("gegeben am"), default=timezone.localdate)
    # Set by the first answer and kept, whatever becomes of it later.
    answered_on = models.DateField(_("beantwortet am"), null=True, blank=True, editable=False)
    # Public only when the office releases it (gremium.gate), in these words.
    visibility = VisibilityField(editable=False)
    public_text = models.TextField(
        _("So steht es öffentlich"),
        blank=True,
        max_length=2000,
        help_text=_("Die Anregung in Worten für alle, ohne Namen. Erst die Freigabe zeigt sie."),
    )
    names_giver = models.BooleanField(
        _("die gebende Organisation nennen"),
        default=False,
        help_text=_("Nur mit deren Einverständnis."),
    )
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = AdviceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=INTERNAL, m2m_fields=[topics])

    class Meta:
        verbose_name = _("Anregung")
        verbose_name_plural = _("Anregungen")
        ordering = ["-given_on", "-number"]
        indexes = [models.Index(fields=["-given_on", "-number"], name="advice_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"],
                name="advice_number_once",
                violation_error_message=_("Diese Nummer ist schon vergeben."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(state_reason=""),
                name="advice_declined_with_reason",
                violation_error_message=_("Bitte nennen Sie den Grund."),
            ),
            models.CheckConstraint(
                condition=~Q(visibility="public") | ~Q(public_text=""),
                name="advice_public_in_its_own_words",
                violation_error_message=_("Veröffentlicht wird nur mit öffentlichem Wortlaut."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self):
        """Return the address in the register of its board, which numbers its own."""
        address = reverse("advice:advice-detail", args=[self.number])
        return f"{address}?gremium={self.board.slug}"

    def public_values(self):
        if self.visibility != Visibility.PUBLIC:
            return ()
        topics = self.topics.filter(visibility=Visibility.PUBLIC) if self.pk else []
        return (
            self.board_id,
            self.number,
            self.kind,
            self.public_text,
            (self.organisation_id if self.names_giver else None),
            self.state,
            self.state_reason,
            self.answer,
            self.effect,
            (str(self.given_on), str(self.answered_on)),
            sorted(one.pk for one in topics),
            self.is_example,
        )

    def clean(self):
        super().clean()
        if self.meeting_id and self.board_id and self.meeting.board_id != self.board_id:
            raise ValidationError({"meeting": _("Diese Sitzung gehört zu einem anderen Gremium.")})
        if self.agenda_item_id and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("Dieser TOP gehört zu einer anderen Sitzung.")})

    @property
    def is_open(self):
        return self.state in self.OPEN

    def as_noted(self) -> dict:
        """Return what the minutes of its session say of it."""
        return {
            "id": self.pk,
            "kind_label": self.get_kind_display(),
            "text": self.text,
            "giver": str(self.giver),
        }

    def as_returned(self) -> dict:
        """Return what the board is told of it in its next session."""
        return {
            "title": str(self),
            "text": self.text,
            "state": self.get_state_display(),
            "answer": self.answer or self.state_reason,
            "effect": self.effect,
            "is_open": self.is_open,
        }

    @property
    def giver(self):
        """Who gave it, in words: the organisation, else the person, else the board."""
        if self.organisation:
            return str(self.organisation)
        return self.person.full_name if self.person else _("Gremium")
