"""Seats belong to organisations; mandates put people on them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace
from partners import settled
from partners.beside import Beside, refusal, way_out
from partners.models.board import Board
from partners.models.organisation import Organisation, names_on
from partners.models.person import Person
from partners.standing import active_on, is_active, sharing_a_day, sits_on, votes_on


class PeriodQuerySet(models.QuerySet):
    """Rows valid from `starts_on` to `ends_on`, both days included."""

    def active_on(self, day):
        return self.filter(active_on(day))


class SeatQuerySet(PeriodQuerySet):
    def voting_on(self, day):
        """Those with a vote on `day`."""
        return self.filter(votes_on(day))

    def with_names_of(self, day):
        """Annotate `then_name` and `then_short_name` of the organisation, and `is_voting`."""
        is_voting = Case(When(votes_on(day), then=True), default=False)
        names = names_on(day, "organisation")
        return self.select_related("organisation").annotate(is_voting=is_voting, **names)


class Seat(Beside, PublicFace):
    """An organisation's place on a board, advisory but in the days it has a vote."""

    board = models.ForeignKey(
        Board, verbose_name=_("Gremium"), related_name="seats", on_delete=models.PROTECT
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("Organisation"),
        related_name="seats",
        on_delete=models.PROTECT,
    )
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    votes_from = models.DateField(
        _("stimmberechtigt von"),
        null=True,
        blank=True,
        help_text=_("Meist der erste Tag des Sitzes. Leer: beratend, ohne Stimme."),
    )
    votes_until = models.DateField(
        _("stimmberechtigt bis"),
        null=True,
        blank=True,
        help_text=_("Letzter Tag mit Stimme. Leer: solange der Sitz besteht."),
    )

    # Set by a form that holds the mandates, too: it checks them as they will be.
    is_with_mandates = False

    objects = SeatQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["public_digest", "public_changed_at"])

    class Meta:
        verbose_name = _("Sitz")
        verbose_name_plural = _("Sitze")
        ordering = ["organisation__name", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.CheckConstraint(
                condition=Q(votes_until=None)
                | Q(votes_from__isnull=False, votes_until__gte=F("votes_from")),
                name="seat_votes_in_order",
                violation_error_message=_("„Stimmberechtigt bis“ liegt vor „stimmberechtigt von“."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | (Q(votes_from=None) | Q(votes_from__lte=F("ends_on")))
                & (Q(votes_until=None) | Q(votes_until__lte=F("ends_on"))),
                name="seat_votes_end_with_it",
                violation_error_message=_("Stimmberechtigt ist ein Sitz nur, solange er besteht."),
            ),
            models.UniqueConstraint(
                fields=["board", "organisation"],
                name="seat_open_once",
                condition=Q(ends_on=None),
                violation_error_message=_("Diese Organisation hat schon einen Sitz."),
            ),
        ]

    def __str__(self):
        return f"Sitz {self.pk}"

    def public_values(self):
        return (
            self.board_id,
            self.organisation_id,
            str(self.starts_on),
            str(self.ends_on),
            str(self.votes_from),
            str(self.votes_until),
        )

    def clean(self):
        super().clean()
        if not self.starts_on or not self.board_id or not self.organisation_id:
            return
        if not self.is_with_others:
            self.refuse_stored()
        if self.votes_from and self.votes_from < self.starts_on:
            raise ValidationError(
                {"votes_from": _("Stimmberechtigt ist ein Sitz nur, solange er besteht.")}
            )
        if before := Seat.objects.filter(pk=self.pk).first():
            settled.check(before, self)
            is_moved = (before.starts_on, before.ends_on) != (self.starts_on, self.ends_on)
            if is_moved and not self.is_with_mandates:
                self.refuse_orphans()

    def refuse_orphans(self):
        """Raise ValidationError if a mandate begins on a day the seat would not be there."""
        for mandate in self.mandates.select_related("person"):
            if not is_active(self, mandate.starts_on):
                is_early = mandate.starts_on < self.starts_on
                values = {"who": mandate.person.full_name, "day": f"{mandate.starts_on:%d.%m.%Y}"}
                text = _("Das Mandat von %(who)s beginnt am %(day)s. Ändern Sie zuerst das Mandat.")
                raise ValidationError({"starts_on" if is_early else "ends_on": text % values})

    def stored_beside(self):
        """Return other seats of the organisation that share a day with this one."""
        if not self.board_id or not self.organisation_id or not self.starts_on:
            return Seat.objects.none()
        others = sharing_a_day(self.board.seats.filter(organisation=self.organisation_id), self)
        # Of two without an end the constraint tells, where it is asked.
        is_told = not self.ends_on and not self.is_with_others
        return others.exclude(ends_on=None) if is_told else others

    def refuse_beside(self, other):
        same = (self.board_id, self.organisation_id) == (other.board_id, other.organisation_id)
        if same and self.shares_a_day(other):
            text = _("In dieser Zeit hat diese Organisation schon einen Sitz.")
            raise refusal("starts_on", text, way_out(self, other))

    def park(self):
        without_vote = {"votes_from": None, "votes_until": None}
        Seat.objects.filter(pk=self.pk).update(ends_on=F("starts_on"), **without_vote)


class MandateQuerySet(models.QuerySet):
    def active_on(self, day):
        """Those that count on `day`; a mandate ends with its seat at the latest."""
        return self.filter(sits_on(day))

    def named_in_public(self):
        """Those whose person consented to being named."""
        people = Person.objects.with_consent().filter(may_show_name=True)
        return self.filter(person__in=people.values("pk"))


class Mandate(Beside, PublicFace):
    """A person on a seat, as its main member or its deputy."""

    class Role(models.TextChoices):
        MAIN = "main", _("Mitglied")
        DEPUTY = "deputy", _("Stellvertretung")

    class Office(models.TextChoices):
        NONE = "none", _("–")
        CHAIR = "chair", _("Vorsitz")
        VICE_CHAIR = "vice_chair", _("stellvertretender Vorsitz")

    seat = models.ForeignKey(
        Seat, verbose_name=_("Sitz"), related_name="mandates", on_delete=models.PROTECT
    )
    person = models.ForeignKey(
        Person, verbose_name=_("Person"), related_name="mandates", on_delete=models.PROTECT
    )
    role = models.CharField(_("Rolle"), max_length=10, choices=Role, default=Role.MAIN)
    office = models.CharField(_("Amt"), max_length=10, choices=Office, default=Office.NONE)
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)

    owner = "seat"

    objects = MandateQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["public_digest", "public_changed_at"])

    class Meta:
        verbose_name = _("Mandat")
        verbose_name_plural = _("Mandate")
        ordering = ["seat", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.UniqueConstraint(
                fields=["seat"],
                name="mandate_one_open_main",
                condition=Q(role="main", ends_on=None),
                violation_error_message=_("Dieser Sitz hat schon ein Mitglied."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.starts_on:%d.%m.%Y}–"

    def public_values(self):
        return (
            self.seat_id,
            self.person_id,
            self.role,
            self.office,
            str(self.starts_on),
            str(self.ends_on),
        )

    def clean(self):
        super().clean()
        # On the form of a new seat the seat is there, but has no key yet.
        is_known = self.seat_id or Mandate.seat.is_cached(self)
        if not is_known or not self.starts_on:
            return
        self.refuse_outside(self.seat)
        if not self.is_with_others:
            self.refuse_stored()

    def refuse_outside(self, seat):
        """Raise ValidationError if a day of the mandate lies outside of its seat."""
        if self.starts_on < seat.starts_on:
            text = _("Der Sitz besteht erst ab dem %s.") % f"{seat.starts_on:%d.%m.%Y}"
            raise ValidationError({"starts_on": text})
        if seat.ends_on is None:
            return
        text = _("Der Sitz besteht nur bis zum %s.") % f"{seat.ends_on:%d.%m.%Y}"
        if self.starts_on > seat.ends_on:
            raise ValidationError({"starts_on": text})
        if self.ends_on and self.ends_on > seat.ends_on:
            raise ValidationError({"ends_on": text})

    @property
    def last_day(self):
        """With its seat it ends at the latest."""
        ends = [day for day in (self.ends_on, self.seat.ends_on) if day]
        return min(ends, default=None)

    def stored_beside(self):
        """Return other mandates of the board that share a day with this one."""
        if not self.seat.board_id:
            return Mandate.objects.none()
        others = Mandate.objects.filter(seat__board=self.seat.board_id)
        if self.role != self.Role.MAIN:
            is_chair = self.office == self.Office.CHAIR
            others = others.filter(office=self.office) if is_chair else others.none()
        others = sharing_a_day(others, self).order_by("starts_on", "pk")
        return others.select_related("seat__organisation", "person")

    def refuse_beside(self, other):
        """Refuse a second member of the seat, a second seat of the person, a second chair."""
        if not self.shares_a_day(other) or self.seat.board_id != other.seat.board_id:
            return
        if self.role == other.role == self.Role.MAIN:
            self.refuse_second_vote(other)
        if self.office == other.office == self.Office.CHAIR:
            text = _("Den Vorsitz hat in dieser Zeit schon %s.") % other.person.full_name
            raise refusal("office", text, _("Beenden Sie dort zuerst das Amt."))

    def refuse_second_vote(self, other):
        if self.seat == other.seat:
            text = _("In dieser Zeit hat der Sitz schon ein Mitglied: %s.") % other.person.full_name
            raise refusal("starts_on", text, way_out(self, other))
        if self.person_id == other.person_id:
            text = _(
                "Diese Person ist in dieser Zeit schon Mitglied für %s: eine Person, ein Sitz."
            )
            text = text % other.seat.organisation.short_name
            raise refusal("starts_on", text, way_out(self, other))

    def park(self):
        Mandate.objects.filter(pk=self.pk).update(role=self.Role.DEPUTY)
