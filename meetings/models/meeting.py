"""A session: when, where, in which state, and who may know of it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace, Visibility, VisibilityField, digest_of, open_to
from meetings.models.days import midnight
from meetings.models.places import Place, read_places
from meetings.models.venue import INTERNAL, Venue
from partners.models import Board
from partners.models.board import member_of, office_boards
from partners.reader import once, person_of
from partners.richtext import RichTextField

CALENDAR = ["sequence", "internal_sequence", "calendar_digest", "internal_digest"]
ANSWERS_DUE_DAYS = 7
YEARS = range(1900, 2200)


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Public ones of public boards; members see theirs from the invitation on."""
        members, office = insiders(user)
        of_public_board = Q(board__visibility=Visibility.PUBLIC)
        return self.filter(
            open_to(user, members=members, office=office), of_public_board | members | office
        )

    def for_insiders(self, user, day=None):
        """Those of which the user may know what visitors may not, as a member or in the office."""
        members, office = insiders(user, day)
        return self.filter(members | office)

    def upcoming(self, day=None):
        return self.filter(held_on__gte=day or timezone.localdate()).order_by(*CHRONOLOGY)

    def past(self, day=None):
        return self.filter(held_on__lt=day or timezone.localdate()).order_by(
            "-held_on", "-starts_at", "-pk"
        )

    def later_than(self, meeting):
        """Those of its board that follow it; two of one day follow each other by number."""
        same_day = Q(held_on=meeting.held_on, number__gt=meeting.number)
        return self.filter(Q(held_on__gt=meeting.held_on) | same_day, board=meeting.board_id)

    def with_neighbours(self, user):
        """Annotate number and slug of the board's sessions before and after."""
        of_board = Meeting.objects.visible_to(user).filter(board=OuterRef("board"))
        before = of_board.filter(number__lt=OuterRef("number")).order_by("-number")
        after = of_board.filter(number__gt=OuterRef("number")).order_by("number")
        return self.annotate(
            previous_slug=Subquery(before.values("slug")[:1]),
            previous_number=Subquery(before.values("number")[:1]),
            next_slug=Subquery(after.values("slug")[:1]),
            next_number=Subquery(after.values("number")[:1]),
        )


def places_of(user, day=None) -> list[Place]:
    """Return where the user stands in or is a guest, in sessions at most 30 days before `day`."""
    if person_of(user) is None:
        return []
    day = day or timezone.localdate()
    return once(user, f"places {day}", lambda: read_places(Meeting.objects.all(), user, day))


def stands_in(user, path: str, day=None) -> Q:
    """
    Return the rows whose session, found at `path`, the user attends for a seat.

    Permanent deputies have a mandate anyway; this is for those named for that one
    session, as long as it holds, and 30 days more.
    """
    places = places_of(user, day)
    return Q(**{f"{path}__in": [place.session for place in places if not place.is_guest]})


def guest_at(user, day=None) -> Q:
    """Return the sessions to which the user is a guest, for all or one item, for 30 days more."""
    return Q(pk__in=[place.session for place in places_of(user, day) if place.is_guest])


def takes_part(user, day=None) -> Q:
    """Return the sessions the user attends: for a seat, in its place, or as a guest."""
    return member_of(user, "board", day) | stands_in(user, "pk", day) | guest_at(user, day)


def insiders(user, day=None) -> tuple[Q, Q]:
    """Return the sessions the user takes part in, and those the user maintains."""
    members = takes_part(user, day) & ~Q(state=Meeting.State.PLANNED)
    members &= ~Q(board__visibility=Visibility.OFFICE)
    return members, office_boards(user, "meetings.view_meeting", "board")


CHRONOLOGY = ("held_on", "starts_at", "pk")


class Meeting(PublicFace):
    """One session of a board."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("ordentliche Sitzung")
        CONSTITUENT = "constituent", _("konstituierende Sitzung")
        EXTRAORDINARY = "extraordinary", _("außerordentliche Sitzung")

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        INVITED = "invited", _("eingeladen")
        HELD = "held", _("durchgeführt")

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="meetings", on_delete=models.PROTECT
    )
    number = models.PositiveSmallIntegerField(
        _("laufende Nummer"), validators=[MinValueValidator(1)]
    )
    slug = models.SlugField(_("Webadresse"), max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=15, choices=Kind, default=Kind.ORDINARY)
    held_on = models.DateField(_("Datum"))
    date_note = models.CharField(
        _("Anmerkung zum Datum"), max_length=200, blank=True, help_text=_("Steht auf der Seite.")
    )
    starts_at = models.TimeField(
        _("Beginn"), null=True, blank=True, help_text=_("Leer: noch nicht bekannt.")
    )
    ends_at = models.TimeField(_("Ende"), null=True, blank=True)
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.PLANNED)
    is_cancelled = models.BooleanField(_("abgesagt"), default=False)
    cancellation_reason = models.CharField(
        _("Grund der Absage"), max_length=300, blank=True, help_text=_("Steht auf der Seite.")
    )
    cancelled_at = models.DateTimeField(_("abgesagt am"), null=True, blank=True, editable=False)
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("Sitzungsort"),
        related_name="meetings",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    video_link = models.URLField(
        _("Videokonferenz"),
        blank=True,
        help_text=_("Sehen nur Mitglieder und die Geschäftsstelle."),
    )
    visibility = VisibilityField()
    text = RichTextField(_("Text zur Sitzung"))
    note = models.TextField(
        _("interne Notiz"), blank=True, help_text=_("Nur für die Geschäftsstelle.")
    )
    answers_due_on = models.DateField(
        _("Antwort bis"),
        null=True,
        blank=True,
        help_text=_("Leer: eine Woche vor der Sitzung."),
    )
    # Raised when what a calendar shows changes: to everybody, or to insiders only.
    sequence = models.PositiveIntegerField(_("Kalenderfolge"), default=0, editable=False)
    internal_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_digest = models.CharField(max_length=64, editable=False, default="")
    internal_digest = models.CharField(max_length=64, editable=False, default="")
    is_example = models.BooleanField(_("Beispieldaten"), default=False, editable=False)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=[*INTERNAL, *CALENDAR])

    class Meta:
        verbose_name = _("Sitzung")
        verbose_name_plural = _("Sitzungen")
        ordering = ["-held_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"],
                name="meeting_number_once",
                violation_error_message=_("Diese Nummer hat schon eine Sitzung des Gremiums."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("Das Ende muss nach dem Beginn liegen."),
            ),
            models.CheckConstraint(
                condition=Q(is_cancelled=False) | ~Q(cancellation_reason=""),
                name="meeting_cancelled_with_reason",
                violation_error_message=_("Bitte nennen Sie den Grund der Absage."),
            ),
            models.CheckConstraint(
                condition=Q(is_cancelled=False) | ~Q(state="held"),
                name="meeting_cancelled_is_not_held",
                violation_error_message=_("Eine abgesagte Sitzung wurde nicht durchgeführt."),
            ),
        ]

    def __str__(self):
        return f"{self.number}. Sitzung am {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("meetings:meeting-detail", args=[self.slug])

    def public_values(self):
        return (
            self.board_id,
            self.number,
            self.slug,
            self.kind,
            str(self.held_on),
            self.date_note,
            str(self.starts_at),
            str(self.ends_at),
            self.state,
            self.is_cancelled,
            self.cancellation_reason,
            self.venue_id,
            self.visibility,
            self.text,
            self.is_example,
            # That there is one shows; where it leads does not.
            *(["video"] if self.video_link else []),
        )

    def calendar_values(self):
        """Return what an entry in the public calendar shows."""
        when = (str(one) for one in (self.held_on, self.starts_at, self.ends_at))
        return (*when, self.venue_id, self.is_cancelled)

    def save(self, *args, update_fields=None, **kwargs):
        raised = self.raise_sequences()
        if update_fields is not None:
            update_fields = {*update_fields, *raised}
        super().save(*args, update_fields=update_fields, **kwargs)

    def raise_sequences(self):
        """Count a change of what calendars show; return the names of the fields set."""
        raised = []
        for prefix, counter, values in (
            ("calendar", "sequence", self.calendar_values()),
            ("internal", "internal_sequence", (self.video_link,)),
        ):
            digest, name = digest_of(values), f"{prefix}_digest"
            if digest != getattr(self, name):
                if self.pk and getattr(self, name):
                    setattr(self, counter, getattr(self, counter) + 1)
                setattr(self, name, digest)
                raised += [name, counter]
        return raised

    def clean(self):
        super().clean()
        for name in ("held_on", "answers_due_on"):
            if (day := getattr(self, name)) and day.year not in YEARS:
                raise ValidationError({name: _("Bitte prüfen Sie das Jahr.")})
        is_ahead = self.held_on and self.held_on > timezone.localdate()
        if is_ahead and self.state == self.State.HELD:
            raise ValidationError(
                {"held_on": _("Eine durchgeführte Sitzung liegt nicht in der Zukunft.")}
            )

    @property
    def title(self):
        return f"{self.number}. Sitzung"

    @property
    def begins(self):
        """The aware moment the session begins, or None while only the day is known."""
        return self._moment(self.starts_at)

    @property
    def ends(self):
        return self._moment(self.ends_at)

    @property
    def answers_due(self):
        """The last day for answers: as set, or a week before the session."""
        return self.answers_due_on or self.held_on - dt.timedelta(days=ANSWERS_DUE_DAYS)

    @property
    def has_begun(self):
        """True from the moment it begins; a session known by its day only, from that day on."""
        return timezone.now() >= (self.begins or midnight(self.held_on))

    @property
    def has_passed(self):
        return self.held_on < timezone.localdate()

    def _moment(self, time):
        return time and timezone.make_aware(dt.datetime.combine(self.held_on, time))
