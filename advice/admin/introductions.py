"""Introductions in the office: what became of those who were brought together."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advice.models import Introduction
from partners.admin.scope import ScopedAdmin
from partners.admin.stale import Versioned


class ToAsk(admin.SimpleListFilter):
    """Those about which the office was to ask by today."""

    title = gettext_lazy("Nachfrage")
    parameter_name = "nachfragen"

    def lookups(self, request, model_admin):
        return [("faellig", _("fällig")), ("offen", _("offen"))]

    def queryset(self, request, queryset):
        if self.value() == "offen":
            return queryset.open()
        if self.value() == "faellig":
            return queryset.due(timezone.localdate())
        return queryset


@admin.register(Introduction)
class IntroductionOffice(Versioned, ScopedAdmin):
    """Two givers, made known to each other on the page of one of their offers."""

    board_path = "offer__board"
    fixed = ("offer", "need", "introduced_on")
    list_display = ("__str__", "offer", "need", "introduced_on", "state", "ask_on")
    list_select_related = ("offer", "need")
    list_filter = (ToAsk, "state")
    search_fields = ("offer__text", "need__text", "result")
    export_columns = ("offer", "need", "introduced_on", "state", "result")
    fieldsets = (
        (None, {"fields": (("offer", "need"), "introduced_on")}),
        (gettext_lazy("Ergebnis"), {"fields": ("state", "result")}),
    )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("offer__board", "need__board")

    @admin.display(description=gettext_lazy("nachfragen am"))
    def ask_on(self, introduction):
        return introduction.ask_on
