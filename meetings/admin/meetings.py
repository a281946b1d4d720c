"""The session: facts, agenda and documents in one form."""

from adminsortable2.admin import SortableAdminBase
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.visibility import Visibility
from meetings import proposals, stages
from meetings.admin.agenda import AgendaCards, settle
from meetings.admin.cockpit import CockpitPages
from meetings.admin.dispatches import Dispatching
from meetings.admin.documents import DocumentCards, FileKeeper, remove_after_commit
from meetings.admin.joining import Joining
from meetings.admin.meeting_form import MeetingForm, starts_for
from meetings.admin.participations import GuestRows
from meetings.admin.proofs import Proving
from meetings.admin.reminding import Reminding
from meetings.admin.sheets import Sheets
from meetings.admin.steps import Assisted
from meetings.models import Document, DocumentVersion, Meeting, Pack
from partners.admin.scope import ScopedAdmin
from partners.admin.stale import Versioned
from partners.models import Board

CANCEL_INSTEAD = _(
    "Bitte sagen Sie die Sitzung ab; gelöscht würde sie aus den Kalendern verschwinden, ohne dass "
    "jemand es erfährt."
)


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


def may_fill(request, meeting):
    """Tell whether the form offers an agenda to begin with: as long as there is none."""
    if not hasattr(request, "may_fill"):
        act = "add" if meeting is None else "change"
        rights = ["meetings.add_agendaitem", f"meetings.{act}_meeting"]
        is_empty = meeting is None or not meeting.agenda_items.exists()
        request.may_fill = is_empty and request.user.has_perms(rights)
    return request.may_fill


@admin.register(Meeting)
class MeetingOffice(
    CockpitPages,
    Joining,
    Proving,
    Dispatching,
    Reminding,
    Sheets,
    Assisted,
    FileKeeper,
    SortableAdminBase,
    Versioned,
    ScopedAdmin,
):
    """A session of a board."""

    form = MeetingForm
    followed = ("agenda_items", "documents", "guests")
    fixed = ("board",)
    restored_hint = _("Tagesordnung und Dokumente bleiben, wie sie sind.")
    list_display = ("title", "day", "shown_state")
    list_filter = (
        ("board", admin.RelatedOnlyFieldListFilter),
        "state",
        "is_cancelled",
        "visibility",
    )
    search_fields = ("slug", "board__name", "venue__name", "agenda_items__title")
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
        (None, {"fields": (("board", "kind", "visibility"), ("number", "slug"))}),
        (
            _("Wann und wo"),
            {
                "fields": (
                    ("held_on", "starts_at", "ends_at"),
                    ("answers_due_on", "date_note"),
                    ("venue", "video_link"),
                )
            },
        ),
        (_("Text und Notiz"), {"fields": ("text", "note"), "classes": ("collapse",)}),
    )

    def get_fieldsets(self, request, obj=None):
        if not may_fill(request, obj):
            return self.fieldsets
        first, when, words = self.fieldsets
        return (first, when, (None, {"fields": ("agenda_from",)}), words)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.starts = starts_for(request.user, obj) if may_fill(request, obj) else None
        return form

    def get_inlines(self, request, obj):
        return (*self.inlines, GuestRows) if obj else self.inlines

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("board", "venue")

    def heading(self, meeting):
        return f"{meeting.title} – {meeting.board}, {meeting.held_on:%d.%m.%Y}"

    @admin.display(description=_("Sitzung"), ordering="number")
    def title(self, meeting):
        return f"{meeting.title} – {meeting.board}"

    @admin.display(description=_("Datum"), ordering="held_on")
    def day(self, meeting):
        return f"{meeting.held_on:%d.%m.%Y}"

    @admin.display(description=_("Stand"), ordering="state")
    def shown_state(self, meeting):
        return _("abgesagt") if meeting.is_cancelled else meeting.get_state_display()

    def get_changeform_initial_data(self, request):
        boards = list(Board.objects.maintained_by(request.user)[:1])
        return {"board": boards[0].pk if boards else None} | super().get_changeform_initial_data(
            request
        )

    def versions_of(self, queryset):
        packs = Pack.objects.filter(meeting__in=queryset).exclude(file="")
        return [*DocumentVersion.objects.filter(document__meeting__in=queryset), *packs]

    def get_deleted_objects(self, objs, request):
        """Let no expected session be deleted, one by one or in bulk."""
        to_delete, counts, lacking, in_the_way = super().get_deleted_objects(objs, request)
        expected = [f"{one}: {CANCEL_INSTEAD}" for one in objs if stages.is_expected(one)]
        # No right to what belongs to it would help.
        lacking = set() if expected else lacking
        return to_delete, counts, lacking, expected or in_the_way

    def save_formset(self, request, form, formset, change):
        gone = [row.instance.pk for row in formset.deleted_forms if formset.model is Document]
        files = [one.file for one in DocumentVersion.objects.filter(document__in=gone)]
        super().save_formset(request, form, formset, change)
        remove_after_commit(files)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.fill_agenda()
        settle(form.instance)
        if "held_on" in form.changed_data:
            proposals.judge_again(form.instance)
        for document in Document.objects.filter(meeting=form.instance):
            document.skip_history_when_saving = True
            document.refresh_public_face()
        if note := closed_note(form.instance):
            messages.warning(request, note)
