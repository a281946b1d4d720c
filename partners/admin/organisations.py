"""Partner organisations with their former names and seats."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import HiddenAdmin, Rows
from partners.admin.boards import SeatRows
from partners.admin.history import HistoryAdmin
from partners.admin.imports import Imports
from partners.admin.resources import OrganisationResource
from partners.models import FormerName, Organisation


class FormerNameRows(Rows):
    model = FormerName
    fields = ("name", "short_name", "replaced_on")
    show_change_link = True


class OrganisationSeatRows(SeatRows):
    fields = ("board", "is_voting", "starts_on", "ends_on")
    autocomplete_fields = ("board",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("board")


class Place(admin.SimpleListFilter):
    """Towns that occur; none for organisations without one."""

    title = _("Ort")
    parameter_name = "ort"

    def lookups(self, request, model_admin):
        towns = Organisation.objects.exclude(place="").order_by("place")
        return [(town, town) for town in towns.values_list("place", flat=True).distinct()]

    def queryset(self, request, queryset):
        return queryset.filter(place=self.value()) if self.value() else queryset


@admin.register(Organisation)
class OrganisationOffice(Imports, HistoryAdmin):
    """A partner: a body with a seat or a part in the consortium."""

    list_display = ("name", "short_name", "kind", "place", "consortium_role")
    list_filter = ("kind", Place, "consortium_role")
    search_fields = ("name", "short_name", "place", "former_names__name")
    prepopulated_fields = {"slug": ("short_name",)}
    inlines = (OrganisationSeatRows, FormerNameRows)
    resource_classes = (OrganisationResource,)
    export_columns = OrganisationResource.COLUMNS
    fieldsets = (
        (None, {"fields": ("name", ("short_name", "slug"), ("kind", "place"), "website", "logo")}),
        (_("Konsortium"), {"fields": (("consortium_role", "consortium_position"),)}),
    )


@admin.register(FormerName)
class FormerNameOffice(HiddenAdmin, HistoryAdmin):
    """One former name, for its history."""

    list_display = ("name", "short_name", "organisation", "replaced_on")
    list_select_related = ("organisation",)
    fields = ("organisation", "name", "short_name", "replaced_on")
    readonly_fields = ("organisation",)
    export_columns = ("organisation__name", "name", "short_name", "replaced_on")
