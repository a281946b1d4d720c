"""Barriers people met on the site: read, answered, ticked off."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin.base import OfficeAdmin
from partners.models import Feedback


@admin.register(Feedback)
class FeedbackOffice(OfficeAdmin):
    """Reports from /barriere-melden/; what people wrote is not changed."""

    list_display = ("received_at", "__str__", "page", "email", "is_done")
    list_display_links = ("received_at", "__str__")
    list_filter = ("is_done",)
    search_fields = ("message", "page", "email")
    readonly_fields = ("received_at", "page", "message", "email")
    fields = ("received_at", "page", "message", "email", "is_done")
    actions = ("mark_done",)
    export_columns = ("received_at", "page", "message", "email", "is_done")

    def has_add_permission(self, request):
        return False

    @admin.action(description=_("Als erledigt markieren"), permissions=["change"])
    def mark_done(self, request, queryset):
        count = queryset.filter(is_done=False).update(is_done=True)
        text = ngettext("%d Meldung ist erledigt.", "%d Meldungen sind erledigt.", count) % count
        self.message_user(request, text, messages.SUCCESS)
