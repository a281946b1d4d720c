"""Tasks in the office: listed by board, person and session, announced on purpose."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import Rows
from accounts.policy import post_only
from meetings.models import Task, TaskComment
from meetings.tasks import acts
from partners.admin.scope import Scoped, ScopedAdmin
from partners.admin.stale import Versioned

CHANGE = "meetings.change_task"


class Urgency(admin.SimpleListFilter):
    """What the office asks first: what is open, overdue, or to be looked at again."""

    title = gettext_lazy("Dringlichkeit")
    parameter_name = "dringend"

    def lookups(self, request, model_admin):
        return [
            ("offen", _("offen")),
            ("ueberfaellig", _("überfällig")),
            ("wiedervorlage", _("Wiedervorlage fällig")),
            ("ohne-zustaendige", _("niemand zuständig")),
            ("unmitgeteilt", _("noch nicht mitgeteilt")),
        ]

    def queryset(self, request, queryset):
        opened = queryset.open()
        narrowed = {
            "offen": opened,
            "ueberfaellig": queryset.overdue(),
            "wiedervorlage": opened.filter(follow_up_on__lte=timezone.localdate()),
            "ohne-zustaendige": opened.filter(person=None, organisation=None),
            "unmitgeteilt": opened.filter(is_announced=False),
        }
        return narrowed.get(self.value(), queryset)


class CommentRows(Scoped, Rows):
    model = TaskComment
    board_path = "task__board"
    fields = ("text", "by", "written_at")
    readonly_fields = ("by", "written_at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "user")

    @admin.display(description=gettext_lazy("von"))
    def by(self, comment):
        return comment.person or (_("Geschäftsstelle") if comment.pk else "–")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Task)
class TaskOffice(Versioned, ScopedAdmin):
    """A task: what, who, until when."""

    list_display = ("title", "responsible", "due_on", "shown_state", "meeting", "is_announced")
    list_select_related = ("person", "organisation", "meeting")
    list_filter = (
        Urgency,
        "state",
        ("board", admin.RelatedOnlyFieldListFilter),
        ("person", admin.RelatedOnlyFieldListFilter),
        ("organisation", admin.RelatedOnlyFieldListFilter),
        ("meeting", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("title", "text", "person__family_name", "organisation__name")
    autocomplete_fields = ("board", "meeting", "person", "organisation")
    fixed = ("board",)
    inlines = (CommentRows,)
    export_columns = (
        "board__short_name",
        "meeting",
        "title",
        "person",
        "organisation__name",
        "due_on",
        "follow_up_on",
        "state",
        "state_reason",
        "done_at",
    )
    fieldsets = (
        (None, {"fields": ("title", ("person", "organisation"), ("due_on", "follow_up_on"))}),
        (gettext_lazy("Stand"), {"fields": (("state", "state_reason"), "told")}),
        (gettext_lazy("Herkunft und Erläuterung"), {"fields": (("board", "meeting"), "text")}),
    )
    readonly_fields = ("told",)

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("board", "meeting", "person", "organisation")

    def get_readonly_fields(self, request, obj=None):
        """A task noted in a session stays of that session."""
        given = super().get_readonly_fields(request, obj)
        return (*given, "meeting") if obj and obj.agenda_item_id else given

    def has_delete_permission(self, request, obj=None):
        """Only a task nobody was told of; others are dropped, with a reason."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.is_announced)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description=gettext_lazy("Zuständig"))
    def responsible(self, task):
        return task.person or task.organisation or "–"

    @admin.display(description=gettext_lazy("Stand"), ordering="state")
    def shown_state(self, task):
        return _("überfällig") if task.is_overdue else task.get_state_display()

    @admin.display(description=gettext_lazy("Mitgeteilt"))
    def told(self, task):
        if not task.is_announced:
            return _("noch nicht – „Speichern“ versendet nichts")
        if task.reminded_on is None:
            return _("ja")
        return _("ja, zuletzt am %s") % f"{task.reminded_on:%d.%m.%Y}"

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            row.user = request.user
            row.save()

    # --- Announcing ---------------------------------------------------------

    def get_urls(self):
        own = path(
            "<int:pk>/mitteilen/",
            self.admin_site.admin_view(self.announce_view),
            name="meetings_task_announce",
        )
        return [own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"may_announce": request.user.has_perm(CHANGE)}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @method_decorator(post_only)
    def announce_view(self, request, pk):
        task = self.get_object(request, str(pk))
        if task is None:
            raise Http404
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        try:
            told = acts.announce(task)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, announced(told))
        return redirect("admin:meetings_task_change", pk)


def announced(told):
    if not told:
        return _("Mitgeteilt, aber ohne E-Mail-Adresse: Bitte sagen Sie selbst Bescheid.")
    return _("Mitgeteilt: %s.") % ", ".join(one.full_name for one in told)
