"""Demonstrations in the office: stations, what is printed for them, what guests said."""

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponseBadRequest
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import Rows
from accounts.policy import read_only
from meetings.admin.sheets import attached
from meetings.models import AgendaItem
from partners.admin.scope import Scoped, ScopedAdmin
from partners.admin.stale import Versioned
from projects import stations
from projects.models import Demonstration, DemonstrationFeedback


class GroupsForm(forms.Form):
    """How many groups go round; as many as are expected unless said otherwise."""

    gruppen = forms.IntegerField(required=False, min_value=1, max_value=stations.MOST_GROUPS)


class FeedbackRows(Scoped, Rows):
    """What guests answered; nobody changes it, and nonsense can be taken out."""

    model = DemonstrationFeedback
    board_path = "demonstration__agenda_item__meeting__board"
    fields = ("useful", "recommends", "text", "given_on")
    readonly_fields = ("useful", "recommends", "text", "given_on")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("projects.change_demonstration")


@admin.register(Demonstration)
class DemonstrationOffice(Versioned, ScopedAdmin):
    """One station of a demonstration item."""

    board_path = "agenda_item__meeting__board"
    list_display = ("title", "shown_item", "place", "contact", "group_size", "minutes")
    list_select_related = ("agenda_item__meeting",)
    list_filter = (("agenda_item__meeting", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("title", "place", "contact")
    autocomplete_fields = ("project",)
    inlines = (FeedbackRows,)
    export_columns = ("agenda_item__meeting", "title", "place", "contact", "group_size", "minutes")
    fieldsets = (
        (None, {"fields": ("agenda_item", ("position", "title"), ("place", "contact"))}),
        (gettext_lazy("Ablauf"), {"fields": (("group_size", "minutes"), "project")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agenda_item__meeting__board")

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "agenda_item":
            kwargs["queryset"] = self.items_for(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def items_for(self, request):
        """Return the demonstration items of sessions the user works on, the latest first."""
        meetings = admin.site.get_model_admin(AgendaItem._meta.get_field("meeting").related_model)
        known = meetings.get_queryset(request).values("pk")
        found = AgendaItem.objects.filter(meeting__in=known, kind=AgendaItem.Kind.DEMONSTRATION)
        return found.select_related("meeting").order_by("-meeting__held_on", "position")

    @admin.display(description=gettext_lazy("TOP"), ordering="agenda_item__position")
    def shown_item(self, station):
        return f"{station.agenda_item.meeting.title}, {station.agenda_item}"

    # --- What is printed ---------------------------------------------------------

    def get_urls(self):
        own = [
            path(
                f"<int:pk>/{address}.pdf",
                self.admin_site.admin_view(view),
                name=f"projects_demonstration_{name}",
            )
            for address, view, name in (
                ("rotationsplan", self.plan_view, "plan"),
                ("rueckmeldung", self.sheets_view, "sheets"),
            )
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        station = self.get_object(request, object_id)
        context = {}
        if station:
            context = {
                "printed": [
                    (reverse(f"admin:projects_demonstration_{name}", args=[station.pk]), label)
                    for name, label in (
                        ("plan", _("Rotationsplan (PDF)")),
                        ("sheets", _("Aushänge mit QR-Code (PDF)")),
                    )
                ],
                "groups": stations.groups_expected(station.agenda_item),
                "summary": station.as_noted()["text"],
            }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def item_for(self, request, pk):
        station = self.get_object(request, str(pk))
        if station is None or not self.has_view_permission(request, station):
            raise Http404
        return station.agenda_item

    @method_decorator(read_only)
    def plan_view(self, request, pk):
        item = self.item_for(request, pk)
        form = GroupsForm(request.GET)
        if not form.is_valid():
            return HttpResponseBadRequest(_("Bitte nennen Sie eine Zahl von 1 bis 26."))
        groups = form.cleaned_data["gruppen"] or stations.groups_expected(item)
        return attached(stations.plan(item, groups), f"Rotationsplan-{item.meeting.slug}.pdf")

    @method_decorator(read_only)
    def sheets_view(self, request, pk):
        item = self.item_for(request, pk)
        return attached(stations.feedback_sheets(item), f"Rueckmeldung-{item.meeting.slug}.pdf")
