"""The register of advice in the office."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from advice import register
from advice.models import Advice
from partners.admin.scope import ScopedAdmin
from partners.admin.stale import Versioned


@admin.register(Advice)
class AdviceOffice(Versioned, ScopedAdmin):
    """One piece of advice, from the session to its effect."""

    list_display = ("number", "kind", "shown_text", "giver", "state", "due_on")
    list_display_links = ("number", "shown_text")
    list_select_related = ("organisation", "person")
    list_filter = ("state", "kind", ("board", admin.RelatedOnlyFieldListFilter))
    search_fields = ("text", "answer", "organisation__name", "person__family_name")
    autocomplete_fields = ("board", "organisation", "person", "meeting")
    fixed = ("board", "agenda_item")
    export_columns = (
        "board__short_name",
        "number",
        "kind",
        "text",
        "organisation__name",
        "given_on",
        "due_on",
        "state",
        "state_reason",
        "answer",
        "effect",
    )
    fieldsets = (
        (None, {"fields": (("board", "kind"), "text", ("organisation", "person"))}),
        (_("Antwort"), {"fields": (("owner", "due_on"), ("state", "state_reason"), "answer")}),
        (_("Wirkung und Herkunft"), {"fields": ("effect", ("given_on", "meeting"))}),
    )

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("board", "organisation", "person", "meeting", "agenda_item")

    def heading(self, advice):
        return f"{advice.get_kind_display()} {advice.number} – {advice.board}"

    def has_delete_permission(self, request, obj=None):
        """A number stays; what was recorded by mistake is declined with a reason."""
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            register.record(obj)

    @admin.display(description=_("Anregung"))
    def shown_text(self, advice):
        return advice.text if len(advice.text) <= 120 else f"{advice.text[:119]}…"

    @admin.display(description=_("von"))
    def giver(self, advice):
        return advice.giver
