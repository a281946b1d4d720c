"""The session: facts, agenda and documents in one form."""

from adminsortable2.admin import SortableAdminBase
from django.contrib import admin, messages
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin.base import OfficeForm
from accounts.visibility import Visibility
from meetings.admin.agenda import AgendaCards, settle
from meetings.admin.documents import DocumentCards, FileKeeper, remove_after_commit
from meetings.models import Document, DocumentVersion, Meeting
from partners.admin.scope import ScopedAdmin
from partners.models import Board


class MeetingForm(OfficeForm):
    """Suggest number and address; note when a session was cancelled."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, hint in HINTS.items():
            if name in self.fields and not self.instance.pk:
                self.fields[name].required = False
                self.fields[name].help_text = hint

    def clean(self):
        data = super().clean()
        board = data.get("board") or (self.instance.board if self.instance.pk else None)
        if board and "number" in data and not data["number"] and "number" not in self.errors:
            self.number_next(board, data)
        if board and "slug" in data and not data["slug"]:
            data["slug"] = f"{board.slug}-{data.get('number')}"
        if data.get("is_cancelled") and not data.get("cancellation_reason"):
            self.add_error("cancellation_reason", _("Bitte nennen Sie den Grund der Absage."))
        return data

    def number_next(self, board, data):
        """Give the next number, but not to what is there already: mostly a second click."""
        # The second of two at once waits here until the first is stored.
        Board.objects.select_for_update().get(pk=board.pk)
        same = board.meetings.filter(
            held_on=data.get("held_on"), starts_at=data.get("starts_at"), kind=data.get("kind")
        ).first()
        if same:
            text = _("Diese Sitzung gibt es schon: %s. Für eine weitere nennen Sie die Nummer.")
            self.add_error("number", text % same)
        else:
            data["number"] = next_number(board)

    def save(self, commit=True):
        if not self.instance.is_cancelled:
            self.instance.cancelled_at = None
        elif not self.instance.cancelled_at:
            self.instance.cancelled_at = timezone.now()
        return super().save(commit)


HINTS = {
    "number": _("Leer: die nächste freie Nummer."),
    "slug": _("Leer: aus Gremium und Nummer gebildet."),
}


def closed_note(meeting):
    """Return what of a public session visitors do not see, in words, or ""."""
    if meeting.visibility != Visibility.PUBLIC:
        return ""
    items, papers = (
        rows.exclude(visibility=Visibility.PUBLIC).count()
        for rows in (meeting.agenda_items, meeting.documents)
    )
    parts = [ngettext("%d TOP", "%d TOP", items) % items] if items else []
    if papers:
        parts.append(ngettext("%d Dokument", "%d Dokumente", papers) % papers)
    verb = ngettext("ist nicht öffentlich.", "sind nicht öffentlich.", items + papers)
    return f"{' {} '.format(_('und')).join(parts)} {verb}" if parts else ""


def next_number(board):
    return (board.meetings.aggregate(last=Max("number"))["last"] or 0) + 1


@admin.register(Meeting)
class MeetingOffice(FileKeeper, SortableAdminBase, ScopedAdmin):
    """A session of a board."""

    form = MeetingForm
    fixed = ("board",)
    restored_hint = _("Tagesordnung und Dokumente bleiben, wie sie sind.")
    list_display = ("title", "board", "held_on", "shown_state", "visibility")
    list_filter = (
        ("board", admin.RelatedOnlyFieldListFilter),
        "state",
        "is_cancelled",
        "visibility",
    )
    search_fields = ("slug", "board__name", "venue__name", "agenda_items__title")
    autocomplete_fields = ("venue",)
    inlines = (AgendaCards, DocumentCards)
    export_columns = (
        "board__short_name",
        "number",
        "kind",
        "held_on",
        "starts_at",
        "ends_at",
        "venue",
        "state",
        "is_cancelled",
        "cancellation_reason",
        "visibility",
        "slug",
    )
    fieldsets = (
        (None, {"fields": (("board", "kind"), ("number", "slug"), ("state", "visibility"))}),
        (
            _("Wann und wo"),
            {
                "fields": (
                    ("held_on", "starts_at", "ends_at"),
                    "date_note",
                    ("venue", "video_link"),
                )
            },
        ),
        (_("Text und Notiz"), {"fields": ("text", "note"), "classes": ("collapse",)}),
        (
            _("Absage"),
            {"fields": ("is_cancelled", "cancellation_reason"), "classes": ("collapse",)},
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("board", "venue")

    def heading(self, meeting):
        return f"{meeting.title} – {meeting.board}, {meeting.held_on:%d.%m.%Y}"

    @admin.display(description=_("Sitzung"), ordering="number")
    def title(self, meeting):
        return meeting.title

    @admin.display(description=_("Stand"), ordering="state")
    def shown_state(self, meeting):
        return _("abgesagt") if meeting.is_cancelled else meeting.get_state_display()

    def get_changeform_initial_data(self, request):
        boards = list(Board.objects.maintained_by(request.user)[:1])
        return {"board": boards[0].pk if boards else None} | super().get_changeform_initial_data(
            request
        )

    def versions_of(self, queryset):
        return list(DocumentVersion.objects.filter(document__meeting__in=queryset))

    def save_formset(self, request, form, formset, change):
        gone = [row.instance.pk for row in formset.deleted_forms if formset.model is Document]
        files = [one.file for one in DocumentVersion.objects.filter(document__in=gone)]
        super().save_formset(request, form, formset, change)
        remove_after_commit(files)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        settle(form.instance)
        for document in Document.objects.filter(meeting=form.instance):
            document.skip_history_when_saving = True
            document.refresh_public_face()
        if note := closed_note(form.instance):
            messages.warning(request, note)
