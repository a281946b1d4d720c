"""Partner organisations with their former names and seats."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import OfficeForm, Rows
from partners import belonging
from partners.admin.boards import SEAT_DAYS, SeatRows
from partners.admin.ending import EndsMandates
from partners.admin.imports import Imports
from partners.admin.pictures import Pictures
from partners.admin.resources import OrganisationResource
from partners.admin.shared import PartAdmin, SharedAdmin
from partners.models import FormerName, Organisation


class OrganisationForm(OfficeForm):
    """Say where the name goes that a new one replaces."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].help_text = _(
                "Umbenannt? Dann tragen Sie den bisherigen Namen unten unter „Frühere Namen“ ein, "
                "damit ältere Sitzungen ihn behalten."
            )


class FormerNameForm(OfficeForm):
    """A former short name left empty is the one the organisation has so far."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "short_name" in self.fields:
            self.fields["short_name"].required = False

    def clean(self):
        data = super().clean()
        if not data.get("short_name") and "short_name" not in self.errors:
            data["short_name"] = short_name_so_far(self.instance.organisation)
        return data


def short_name_so_far(organisation):
    stored = Organisation.objects.filter(pk=organisation.pk).first()
    return (stored or organisation).short_name


class FormerNameRows(Rows):
    model = FormerName
    form = FormerNameForm
    fields = ("name", "short_name", "replaced_on")
    show_change_link = True


class OrganisationSeatRows(SeatRows):
    fields = ("board", *SEAT_DAYS)
    autocomplete_fields = ("board",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("board")


class Place(admin.SimpleListFilter):
    """Towns that occur; none for organisations without one."""

    title = _("Ort")
    parameter_name = "ort"

    def lookups(self, request, model_admin):
        known = belonging.known(Organisation.objects.all(), request.user)
        towns = known.exclude(place="").order_by("place")
        return [(town, town) for town in towns.values_list("place", flat=True).distinct()]

    def queryset(self, request, queryset):
        return queryset.filter(place=self.value()) if self.value() else queryset


@admin.register(Organisation)
class OrganisationOffice(EndsMandates, Pictures, Imports, SharedAdmin):
    """A partner: a body with a seat or a part in the consortium."""

    form = OrganisationForm
    pictures = {
        "logo": lambda one, name: reverse("partners:organisation-logo", args=[one.slug, name])
    }
    list_display = ("name", "short_name", "kind", "place", "in_consortium")
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

    @admin.display(description=_("Konsortium"), ordering="consortium_role")
    def in_consortium(self, one):
        roles = {"partner": _("Partner"), "lead": _("Führung")}
        return roles.get(one.consortium_role, "–")

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and "name" in form.changed_data:
            added = [row for one in formsets for row in one.new_objects]
            former = form.initial["name"]
            if not any(isinstance(row, FormerName) and row.name == former for row in added):
                messages.warning(request, renamed_note(form.instance, former))


def renamed_note(organisation, former):
    address = reverse("admin:partners_organisation_change", args=[organisation.pk])
    return format_html(
        _(
            "Auch ältere Sitzungen zeigen jetzt den neuen Namen. Umbenannt? Dann tragen Sie "
            '„{}“ unter <a href="{}">„Frühere Namen“</a> ein, damit sie ihn behalten.'
        ),
        former,
        f"{address}#former_names-group",
    )


@admin.register(FormerName)
class FormerNameOffice(PartAdmin):
    """One former name, for its history."""

    whole = "organisation"

    list_display = ("name", "short_name", "organisation", "replaced_on")
    list_select_related = ("organisation",)
    fields = ("organisation", "name", "short_name", "replaced_on")
    readonly_fields = ("organisation",)
    export_columns = ("organisation__name", "name", "short_name", "replaced_on")
