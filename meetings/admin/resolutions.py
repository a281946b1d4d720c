"""The register in the office, and circular resolutions from the draft to the count."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import Rows
from accounts.admin.forms import OfficeForm
from meetings.admin.circulars import Circulars
from meetings.admin.documents import FORMATS
from meetings.minutes.items import votes_of
from meetings.models import Minutes, Resolution, ResolutionPaper, Vote
from partners.admin.scope import Scoped, ScopedAdmin
from partners.admin.stale import Versioned
from partners.files import checked_document, shown_name

Kind, State = Resolution.Kind, Resolution.State
WORDS = ("title", "text", "reason")


class Year(admin.SimpleListFilter):
    """By the year of the decision."""

    title = gettext_lazy("Jahr")
    parameter_name = "jahr"

    def lookups(self, request, model_admin):
        days = model_admin.get_queryset(request).dates("decided_on", "year", order="DESC")
        return [(str(one.year), str(one.year)) for one in days]

    def queryset(self, request, queryset):
        known = {key for key, _label in self.lookup_choices}
        return queryset.filter(decided_on__year=self.value()) if self.value() in known else queryset


class PaperForm(OfficeForm):
    """A paper whose file is checked before it is stored."""

    class Meta:
        widgets = {"file": forms.FileInput(attrs={"accept": FORMATS})}

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and "file" in self.changed_data:
            name = upload.name
            upload, _pages = checked_document(upload)
            upload.name = upload.name or name
            self.instance.file_name, self.instance.size = shown_name(name), upload.size
        return upload

    def clean(self):
        data = super().clean()
        if not data.get("title") and self.instance.file_name:
            data["title"] = self.instance.file_name.rsplit(".", 1)[0].replace("_", " ")
        return data


class PaperRows(Scoped, Rows):
    model = ResolutionPaper
    form = PaperForm
    board_path = "resolution__board"
    fields = ("file", "title")

    def has_add_permission(self, request, obj=None):
        return is_open_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return is_open_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return is_open_draft(obj) and super().has_delete_permission(request, obj)


class VoteRows(Scoped, Rows):
    """Who voted how; nobody else changes it."""

    model = Vote
    board_path = "resolution__board"
    fields = readonly_fields = ("seat_name", "person", "by", "procedure", "vote", "cast_at")
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("seat__organisation", "person")

    @admin.display(description=gettext_lazy("Sitz"))
    def seat_name(self, vote):
        return vote.seat.organisation

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def is_open_draft(resolution):
    """Tell whether a circular resolution is still being prepared."""
    return resolution is None or (resolution.is_circular and resolution.state == State.DRAFT)


@admin.register(Resolution)
class ResolutionOffice(Circulars, Versioned, ScopedAdmin):
    """Resolutions of sessions come from the cockpit; here circular ones are prepared."""

    list_display = ("shown_number", "name", "kind", "shown_state", "decided_on", "board", "meeting")
    list_display_links = ("shown_number", "name")
    list_select_related = ("board", "meeting")
    list_filter = ("kind", "state", Year, ("board", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "text", "reason", "outcome", "number")
    autocomplete_fields = ("board",)
    fixed = ("board",)
    inlines = (PaperRows, VoteRows)
    export_columns = (
        "board__short_name",
        "number",
        "kind",
        "state",
        "decided_on",
        "meeting",
        "title",
        "text",
        "manner",
        "yes",
        "no",
        "abstentions",
        "objections",
        "explanation",
        "outcome",
        "visibility",
    )
    FOUND = ("shown_state", "decided", "shown_votes", "explanation")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("board", "meeting", "agenda_item")

    def heading(self, resolution):
        if resolution.number:
            return _("Beschluss %(number)d – %(board)s") % {
                "number": resolution.number,
                "board": resolution.board,
            }
        kind = _("Umlaufbeschluss: %s") if resolution.is_circular else "%s"
        return kind % resolution

    def view_on_site(self, resolution):
        return resolution.get_absolute_url() if resolution.number else None

    def get_fieldsets(self, request, obj=None):
        words = {"fields": (*WORDS, ("board", "visibility"))}
        if obj is None:
            return ((None, words), (gettext_lazy("Umlauf"), {"fields": ("due_on",)}))
        if not obj.is_circular and fixed_words(obj):
            words["description"] = _(
                "Wortlaut und Stimmen ändern Sie im Protokoll der Sitzung, mit einer neuen Fassung."
            )
        parts = [(None, words)]
        if obj.is_circular:
            parts.append((gettext_lazy("Umlauf"), {"fields": ("due_on",)}))
        if obj.decided_on:
            parts.append((gettext_lazy("Ergebnis"), {"fields": self.FOUND}))
        if obj.number:
            parts.append((gettext_lazy("Verzeichnis"), {"fields": ("outcome",)}))
        return parts

    def get_readonly_fields(self, request, obj=None):
        given = (*super().get_readonly_fields(request, obj), *self.FOUND)
        if obj is None or is_open_draft(obj):
            return given
        return (*given, "due_on", *fixed_words(obj))

    def get_inlines(self, request, obj):
        if obj is None or not obj.is_circular:
            return ()
        return (PaperRows,) if obj.state == State.DRAFT else self.inlines

    def has_delete_permission(self, request, obj=None):
        """Only a draft nobody was asked about; what has a number stays for ever."""
        may = request.user.has_perm("meetings.change_resolution")
        return may and obj is not None and is_open_draft(obj)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change):
        if not change:
            obj.kind, obj.is_example = Kind.CIRCULAR, obj.board.is_example
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("Nr."), ordering="number", empty_value="–")
    def shown_number(self, resolution):
        return resolution.number

    @admin.display(description=gettext_lazy("Beschluss"))
    def name(self, resolution):
        return resolution.title or resolution.text[:80]

    @admin.display(description=gettext_lazy("Stand"), ordering="state")
    def shown_state(self, resolution):
        return resolution.get_state_display()

    @admin.display(description=gettext_lazy("Entschieden"))
    def decided(self, resolution):
        if not resolution.decided_on:
            return _("noch nicht")
        where = resolution.meeting or (_("im Umlauf") if resolution.is_circular else "")
        return ", ".join(filter(None, [f"{resolution.decided_on:%d.%m.%Y}", str(where)]))

    @admin.display(description=gettext_lazy("Stimmen"))
    def shown_votes(self, resolution):
        return votes_of(resolution) or "–"


def fixed_words(resolution):
    """
    Return which words of a decided resolution are mended here no more.

    What the minutes of its session say is theirs from the release on: there a
    new version says why it changed.
    """
    if resolution.is_circular:
        return WORDS
    minutes = Minutes.objects.filter(meeting=resolution.meeting_id).first()
    if minutes is None or not minutes.is_released:
        return ()
    return WORDS if minutes.state == Minutes.State.APPROVED else ("title", "text")
