"""Items of the agenda, inside the session's form and by themselves."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import HiddenAdmin
from accounts.admin.references import is_key
from meetings.admin.ordered import AgendaFormSet, OrderedCards
from meetings.models import AgendaItem
from partners.admin.scope import Scoped, ScopedAdmin


class AgendaCards(Scoped, OrderedCards):
    model = AgendaItem
    formset = AgendaFormSet
    board_path = "meeting__board"
    show_change_link = True
    verbose_name_plural = _("Tagesordnung")
    autocomplete_fields = ("rapporteurs",)
    fieldsets = (
        (
            None,
            {"fields": ("title", ("kind", "minutes_planned", "visibility"), "role", "position")},
        ),
        (
            _("Erläuterung und Berichterstattung"),
            {"fields": ("rapporteurs", "text", "is_late"), "classes": ("collapse",)},
        ),
    )


def settle(meeting):
    """Close the gaps in the agenda and note what of it is public now."""
    AgendaItem.objects.renumber(meeting)
    for item in meeting.agenda_items.all():
        item.skip_history_when_saving = True
        item.refresh_public_face()


@admin.register(AgendaItem)
class AgendaItemOffice(HiddenAdmin, ScopedAdmin):
    """One item, for its history; its place is set in the session's form."""

    board_path = "meeting__board"
    list_display = ("title", "meeting", "position", "kind", "visibility")
    list_select_related = ("meeting",)
    list_filter = ("kind", "role", "visibility")
    search_fields = ("title", "meeting__slug")
    autocomplete_fields = ("rapporteurs",)
    readonly_fields = ("meeting", "position")
    fields = (
        ("meeting", "position"),
        "title",
        ("kind", "minutes_planned", "visibility"),
        "role",
        "rapporteurs",
        "text",
        "is_late",
    )
    export_columns = ("meeting", "position", "title", "kind", "minutes_planned", "visibility")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting")

    def heading(self, item):
        """Where items are chosen from, each names its session."""
        return f"{item.meeting.title}, {item.meeting.held_on:%d.%m.%Y}: {item}"

    def get_search_results(self, request, queryset, search_term):
        """A choice that belongs to one board asks for its items only."""
        board = request.GET.get("gremium", "")
        found = queryset.filter(meeting__board=board) if is_key(board) else queryset
        return super().get_search_results(request, found, search_term)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        settle(form.instance.meeting)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """An older version may carry a number another item holds now."""
        response = super().history_form_view(request, object_id, version_id, extra_context)
        if request.method == "POST":
            settle(AgendaItem.objects.get(pk=object_id).meeting)
        return response
