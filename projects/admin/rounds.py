"""A reporting round in the office: whom it asks, until when, and how far it is."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import Rows
from accounts.admin.forms import OfficeForm
from meetings.admin.participations import OfPeople
from partners.admin.scope import ScopedAdmin
from partners.admin.stale import Versioned
from projects import rounds
from projects.admin.asking import Asking
from projects.admin.presenting import Presenting
from projects.models import ReportingRound, ReportRequest
from projects.partner_pages import partner_pages


class RoundForm(OfficeForm):
    """Suggest the deadline of the rules; offer sessions that are ahead and have no round."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "due_on" in self.fields:
            self.fields["due_on"].required = False
            self.fields["due_on"].help_text = _(
                "Leer: der Tag, bis zu dem nach der Geschäftsordnung Unterlagen da sein müssen."
            )
        if "meeting" in self.fields:
            ahead = self.fields["meeting"].queryset.filter(held_on__gte=timezone.localdate())
            self.fields["meeting"].queryset = ahead.filter(
                reporting_round=None, is_cancelled=False
            ).order_by("held_on")

    def clean(self):
        data = super().clean()
        meeting = data.get("meeting") or (self.instance.pk and self.instance.meeting)
        if meeting and not data.get("due_on") and "due_on" not in self.errors:
            data["due_on"] = rounds.usual_deadline(meeting)
        due_on = data.get("due_on")
        if meeting and due_on and due_on > meeting.held_on:
            self.add_error("due_on", _("Die Frist liegt nach der Sitzung."))
        return data


class RequestRows(OfPeople, Rows):
    """The partners asked, each with the person who answers."""

    model = ReportRequest
    fields = ("organisation", "person", "shown_state")
    readonly_fields = ("shown_state",)
    autocomplete_fields = ("organisation", "person")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "person")

    @admin.display(description=_("Stand"))
    def shown_state(self, request):
        if request.pk is None:
            return ""
        if request.asked_at is None:
            return _("noch nicht angefragt")
        asked = _("angefragt am %s") % f"{timezone.localtime(request.asked_at):%d.%m.%Y}"
        if request.reminded_on is None:
            return asked
        reminded = _("erinnert am %s") % f"{request.reminded_on:%d.%m.%Y}"
        return f"{asked}, {reminded}"


@admin.register(ReportingRound)
class RoundOffice(Asking, Presenting, Versioned, ScopedAdmin):
    """The reports asked for one session."""

    form = RoundForm
    board_path = "meeting__board"
    fixed = ("meeting",)
    followed = ("requests",)
    inlines = (RequestRows,)
    list_display = ("shown_meeting", "due_on", "shown_state")
    list_select_related = ("meeting__board",)
    list_filter = (("meeting__board", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("meeting__slug", "meeting__board__name", "requests__organisation__name")
    fields = (("meeting", "due_on"),)
    export_columns = ("meeting", "due_on", "opened_at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting__board")

    def get_inlines(self, request, obj):
        """A new round is filled when it is saved."""
        return self.inlines if obj else ()

    def heading(self, round_):
        return _("Berichte zur %(title)s – %(board)s") % {
            "title": round_.meeting.title,
            "board": round_.meeting.board,
        }

    @admin.display(description=_("Sitzung"), ordering="meeting__held_on")
    def shown_meeting(self, round_):
        meeting = round_.meeting
        return f"{meeting.title} – {meeting.board}, {meeting.held_on:%d.%m.%Y}"

    @admin.display(description=_("Stand"))
    def shown_state(self, round_):
        if round_.opened_at is None:
            return _("noch nicht angefragt")
        return _("angefragt") if round_.takes_reports else _("abgeschlossen")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            rounds.prefill(obj)

    def save_formset(self, request, form, formset, change):
        """Another contact has not been asked yet."""
        for row in formset.forms:
            if row.instance.pk and "person" in row.changed_data:
                row.instance.asked_at = row.instance.reminded_on = None
        super().save_formset(request, form, formset, change)

    def response_add(self, request, obj, post_url_continue=None):
        """After „Speichern“ the form shows whom it would ask."""
        response = super().response_add(request, obj, post_url_continue)
        if "_save" not in request.POST or "_popup" in request.POST:
            return response
        response["Location"] = reverse("admin:projects_reportinground_change", args=[obj.pk])
        return response

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and request.resolver_match.url_name == f"{self.address}_change":
            round_ = self.get_object(request, str(obj.pk))
            context["round"] = round_
            context["pages"] = partner_pages(round_, shows_all=True)
            is_left = round_.requests.filter(asked_at=None).exists() and not round_.is_over
            context["may_ask"] = is_left and self.may_ask(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
