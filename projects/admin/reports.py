"""Reports in the office: what partners handed in, and what came by phone or post."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.forms import OfficeForm
from partners.admin.pictures import Pictures
from partners.admin.scope import ScopedAdmin
from partners.admin.stale import Versioned
from projects import figures
from projects.models import ProgressReport


class ReportOfficeForm(OfficeForm):
    """What the office enters is handed in; the project and the round are of one board."""

    def clean_figures(self):
        text = self.cleaned_data["figures"]
        figures.parse(text)
        return text

    def clean(self):
        data = super().clean()
        round_, project = data.get("round"), data.get("project")
        if round_ and project and round_.meeting.board_id != project.board_id:
            self.add_error(
                "project", ValidationError(_("Dieses Projekt gehört zu einem anderen Gremium."))
            )
        elif project and not self.instance.pk:
            self.instance.organisation = project.reporter
            self.instance.submitted_at = timezone.now()
        return data


class HandedIn(admin.SimpleListFilter):
    """Drafts of partners, and what is handed in."""

    title = _("Stand")
    parameter_name = "stand"

    def lookups(self, request, model_admin):
        return [("ja", _("abgegeben")), ("nein", _("Entwurf"))]

    def queryset(self, request, queryset):
        is_draft = {"ja": False, "nein": True}.get(self.value())
        return queryset if is_draft is None else queryset.filter(submitted_at__isnull=is_draft)


@admin.register(ProgressReport)
class ReportOffice(Pictures, Versioned, ScopedAdmin):
    """How one project stands in one round."""

    form = ReportOfficeForm
    board_path = "round__meeting__board"
    fixed = ("round", "project")
    pictures = {"image": lambda one, name: reverse("projects:report-image", args=[one.pk, name])}
    list_display = ("project", "organisation", "shown_meeting", "light", "shown_state")
    list_select_related = ("project", "organisation", "round__meeting__board")
    list_filter = (HandedIn, "light")
    search_fields = ("project__title", "organisation__name", "status")
    autocomplete_fields = ("project",)
    export_columns = (
        "project__title",
        "organisation__name",
        "round__meeting",
        "submitted_at",
        "light",
        "light_reason",
        "status",
        "since_last",
        "figures",
        "request",
    )
    fieldsets = (
        (None, {"fields": (("round", "project"), "status", "since_last", "figures")}),
        (_("Ampel"), {"fields": ("light", "light_reason", "request")}),
        (_("Bild"), {"fields": ("image", "image_alt")}),
    )

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("project", "organisation", "round__meeting__board")

    def heading(self, report):
        return f"{report.project} – {report.round.meeting}"

    @admin.display(description=_("Sitzung"), ordering="round__meeting__held_on")
    def shown_meeting(self, report):
        return f"{report.round.meeting} – {report.round.meeting.board}"

    @admin.display(description=_("Stand"), ordering="submitted_at")
    def shown_state(self, report):
        return _("abgegeben") if report.submitted_at else _("Entwurf")
