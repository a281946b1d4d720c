"""Boards with their terms, rules and seats."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import Cards, HiddenAdmin, Rows
from accounts.admin.forms import OfficeForm
from partners.admin.ending import EndsMandates, what_ends
from partners.admin.scope import Scoped, ScopedAdmin
from partners.admin.together import Together
from partners.belonging import is_restricted
from partners.models import Board, Mandate, Rules, Seat, Term
from partners.standing import votes_on

PERIODS = ("save_the_date_days", "invitation_days", "urgent_invitation_days", "papers_days")
AFTERWARDS = ("proposals_days", "minutes_days", "minutes_latest_days", "objection_days")
CIRCULAR = ("circular_days", "circular_participation")
RULES_FIELDSETS = (
    (None, {"fields": (("valid_from", "source"), ("mode", "tie"))}),
    (_("Fristen"), {"fields": (PERIODS, AFTERWARDS, CIRCULAR), "classes": ("collapse",)}),
    (
        _("Beschlussfähigkeit und Protokoll"),
        {
            "fields": (("has_quorum", "quorum_minimum"), "approves_tacitly"),
            "classes": ("collapse",),
        },
    ),
)

SEAT_DAYS = ("starts_on", "ends_on", "votes_from", "votes_until")


class TermRows(Rows):
    model = Term
    formset = Together
    fields = ("name", "starts_on", "ends_on")
    show_change_link = True


class RulesCards(Cards):
    model = Rules
    formset = Together
    fieldsets = RULES_FIELDSETS
    show_change_link = True


class SeatRows(Scoped, Rows):
    model = Seat
    formset = Together
    fields = ("organisation", *SEAT_DAYS)
    autocomplete_fields = ("organisation",)
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


@admin.register(Board)
class BoardOffice(EndsMandates, ScopedAdmin):
    """A group with seats and rules."""

    board_path = "pk"
    list_display = ("name", "kind", "visibility", "started_on", "position")
    list_filter = ("kind", "visibility")
    search_fields = ("name", "short_name")
    prepopulated_fields = {"slug": ("short_name",)}
    autocomplete_fields = ("staff",)
    inlines = (SeatRows, TermRows, RulesCards)
    export_columns = ("name", "short_name", "kind", "started_on", "visibility")
    fieldsets = (
        (None, {"fields": ("name", ("short_name", "slug"), ("kind", "visibility"), "purpose")}),
        (_("Einordnung"), {"fields": (("started_on", "position"), "staff")}),
    )

    def has_delete_permission(self, request, obj=None):
        """Without a board of one's own, one would work on all of them."""
        return not is_restricted(request.user) and super().has_delete_permission(request, obj)

    def get_exclude(self, request, obj=None):
        """Who works on some boards only could else lift the restriction."""
        return ("staff",) if is_restricted(request.user) else ()

    def get_fieldsets(self, request, obj=None):
        if not is_restricted(request.user):
            return self.fieldsets
        first, (title, _options) = self.fieldsets
        return (first, (title, {"fields": (("started_on", "position"),)}))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change and is_restricted(request.user):
            form.instance.staff.add(request.user)


class MandateForm(OfficeForm):
    """On the form of its seat a mandate left as it is ends with the seat."""

    def clean(self):
        data, seat = super().clean(), self.instance
        seat = seat.seat if Mandate.seat.is_cached(seat) else None
        last = seat and seat.ends_on
        if last and "ends_on" not in self.changed_data and (data.get("ends_on") or last) > last:
            data["ends_on"] = last
        return data


class MandatesTogether(Together):
    """On the form of a seat rows are checked against the seat as it is typed, not as it was."""

    may_change = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.may_change and isinstance(self.instance, Seat):
            self.instance.is_with_mandates = True

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if isinstance(self.instance, Seat):
            form.instance.seat = self.instance
        return form


class MandateRows(Scoped, Rows):
    model = Mandate
    form = MandateForm
    formset = MandatesTogether
    board_path = "seat__board"
    fields = ("person", "role", "office", "starts_on", "ends_on")
    autocomplete_fields = ("person",)
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.may_change = self.has_change_permission(request, obj)
        return formset


class VotesToday(admin.SimpleListFilter):
    """Seats by the vote they have today."""

    title = _("Stimmrecht heute")
    parameter_name = "stimme"

    def lookups(self, request, model_admin):
        return [("yes", _("stimmberechtigt")), ("no", _("beratend"))]

    def queryset(self, request, queryset):
        voting = votes_on(timezone.localdate())
        if self.value() == "yes":
            return queryset.filter(voting)
        if self.value() == "no":
            return queryset.active_on(timezone.localdate()).exclude(voting)
        return queryset


@admin.register(Seat)
class SeatOffice(EndsMandates, ScopedAdmin):
    """A seat and who sat on it."""

    fixed = ("board",)
    list_display = ("organisation", "board", *SEAT_DAYS)
    list_select_related = ("organisation", "board")
    list_filter = (("board", admin.RelatedOnlyFieldListFilter), VotesToday)
    search_fields = ("organisation__name", "organisation__short_name")
    autocomplete_fields = ("board", "organisation")
    fields = ("board", "organisation", ("starts_on", "ends_on"), ("votes_from", "votes_until"))
    inlines = (MandateRows,)
    export_columns = ("board__short_name", "organisation__name", *SEAT_DAYS)

    def has_module_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("board", "organisation")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and "ends_on" in form.base_fields and (words := what_ends(request.user, obj)):
            form.base_fields["ends_on"].help_text = words
        return form

    def heading(self, seat):
        return f"{seat.organisation} – {seat.board}"


@admin.register(Mandate)
class MandateOffice(HiddenAdmin, ScopedAdmin):
    """One mandate, for its history."""

    board_path = "seat__board"
    fixed = ("seat",)
    list_display = ("person", "organisation", "role", "office", "starts_on", "ends_on")
    list_select_related = ("person", "seat__organisation")
    search_fields = ("person__family_name", "seat__organisation__name")
    autocomplete_fields = ("person",)
    fields = ("seat", "person", "role", "office", "starts_on", "ends_on")
    export_columns = (
        "seat__organisation__name",
        "person",
        "role",
        "office",
        "starts_on",
        "ends_on",
    )

    @admin.display(description=_("Organisation"))
    def organisation(self, mandate):
        return mandate.seat.organisation


@admin.register(Term)
class TermOffice(HiddenAdmin, ScopedAdmin):
    """One term, for its history."""

    fixed = ("board",)
    list_display = ("name", "board", "starts_on", "ends_on")
    list_select_related = ("board",)
    fields = ("board", "name", "starts_on", "ends_on")
    export_columns = ("board__short_name", "name", "starts_on", "ends_on")


@admin.register(Rules)
class RulesOffice(HiddenAdmin, ScopedAdmin):
    """One version of the rules of procedure, for its history."""

    fixed = ("board",)
    list_display = ("board", "valid_from", "mode")
    list_select_related = ("board",)
    fieldsets = ((None, {"fields": ("board",)}), *RULES_FIELDSETS)
    export_columns = ("board__short_name", "valid_from", "mode", *PERIODS, *AFTERWARDS, *CIRCULAR)
