"""People with their consents and mandates."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import Rows
from partners import belonging
from partners.admin.boards import MandateRows
from partners.admin.imports import Imports
from partners.admin.pictures import Pictures
from partners.admin.resources import PersonResource
from partners.admin.shared import PartAdmin, SharedAdmin
from partners.models import Consent, Person


class ConsentRows(Rows):
    model = Consent
    is_confidential = True
    fields = ("item", "granted_on", "wording", "withdrawn_at")
    show_change_link = True


class PersonMandateRows(MandateRows):
    fields = ("seat", "role", "office", "starts_on", "ends_on")
    autocomplete_fields = ("seat",)


class HasEmail(admin.SimpleListFilter):
    """People who cannot be written to."""

    title = _("E-Mail-Adresse")
    parameter_name = "email"

    def lookups(self, request, model_admin):
        return [("yes", _("vorhanden")), ("no", _("fehlt"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        own = belonging.own(queryset, request.user)
        return own.filter(email="") if self.value() == "no" else own.exclude(email="")


@admin.register(Person)
class PersonOffice(Pictures, Imports, SharedAdmin):
    """Somebody the office deals with."""

    confidential = ("email", "phone", "photo", "note", "user")

    # Its view asks for consent, so the office learns only that there is one.
    pictures = {"photo": None}
    list_display = ("family_name", "given_name", "title", "function", "email")
    list_display_links = ("family_name", "given_name")
    list_filter = (HasEmail,)
    search_fields = ("family_name", "given_name", "email", "function")
    autocomplete_fields = ("user",)
    inlines = (PersonMandateRows, ConsentRows)
    resource_classes = (PersonResource,)
    export_columns = PersonResource.COLUMNS
    fieldsets = (
        (None, {"fields": (("title", "given_name", "family_name"), "function")}),
        (_("Kontakt"), {"fields": (("email", "phone"), "photo", "note")}),
        (_("Zugang"), {"fields": ("user",), "classes": ("collapse",)}),
    )

    def listed(self, request, queryset):
        """Somebody on no board yet is offered in choices, but is nobody of the list."""
        return belonging.listed(queryset, request.user)

    def get_readonly_fields(self, request, obj=None):
        """Who links an account gives it the rights of the person's mandates."""
        given = super().get_readonly_fields(request, obj)
        return given if request.user.is_superuser else (*given, "user")

    def save_related(self, request, form, formsets, change):
        """What of a person is public depends on the consents saved just now."""
        super().save_related(request, form, formsets, change)
        form.instance.skip_history_when_saving = True
        form.instance.refresh_public_face()


@admin.register(Consent)
class ConsentOffice(PartAdmin):
    """One consent, for its history."""

    whole = "person"

    list_display = ("person", "item", "granted_on", "withdrawn_at")
    list_select_related = ("person",)
    fields = ("person", "item", "granted_on", "wording", "withdrawn_at")
    readonly_fields = ("person",)
    export_columns = ("person", "item", "granted_on", "wording", "withdrawn_at")
