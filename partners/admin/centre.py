"""The installation's names and legal texts: one form, no list."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.admin.pictures import Pictures
from partners.admin.shared import UnchangedWithHistory
from partners.belonging import is_restricted
from partners.models import Centre


@admin.register(Centre)
class CentreOffice(Pictures, UnchangedWithHistory):
    """The one row that describes whose board this is."""

    pictures = {"logo": lambda _centre, name: reverse("partners:centre-logo", args=[name])}
    list_display = ("name", "short_name", "city", "email")
    export_columns = (
        "name",
        "short_name",
        "motto",
        "programme",
        "funder",
        "project_management_agency",
        "street",
        "postal_code",
        "city",
        "email",
        "phone",
    )
    fieldsets = (
        (None, {"fields": ("name", "short_name", "motto", "logo")}),
        (
            _("Förderung"),
            {"fields": ("programme", "funder", "project_management_agency", "funding_notice")},
        ),
        (
            _("Kontakt"),
            {"fields": ("street", ("postal_code", "city"), ("email", "phone"))},
        ),
        (
            _("Pflichttexte"),
            {
                "fields": Centre.LEGAL_TEXTS,
                "description": _(
                    "Solange ein Text fehlt, steht auf seiner Seite „Dieser Text folgt.“. Was "
                    "hineingehört, lesen Sie dort, solange Sie angemeldet sind."
                ),
            },
        ),
    )

    def is_own(self, request, obj):
        """All boards are the centre's."""
        return not is_restricted(request.user)

    def has_add_permission(self, request):
        may = super().has_add_permission(request) and not is_restricted(request.user)
        return may and not Centre.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        name = "change" if Centre.objects.exists() else "add"
        args = [1] if name == "change" else []
        return redirect(f"admin:partners_centre_{name}", *args)

    def save_model(self, request, obj, form, change):
        obj.pk = 1
        super().save_model(request, obj, form, change)
