"""Objections to minutes: read as they were written, answered once, with words."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policy import post_only
from meetings import objections
from meetings.admin.proposals import told
from meetings.models import Objection
from partners.admin.scope import ScopedAdmin

CHANGE = "meetings.change_objection"
SHOWN = (("session", "item"), ("person", "organisation"), "text", ("raised_at", "outcome"))
ANSWERED = ("answer", "answered_at")


@admin.register(Objection)
class ObjectionOffice(ScopedAdmin):
    """A member's words stay as they are; the office only answers."""

    board_path = "minutes__meeting__board"
    list_display = ("gist", "session", "position", "person", "raised_at", "outcome")
    list_filter = ("outcome", ("minutes__meeting", admin.RelatedOnlyFieldListFilter))
    search_fields = ("text", "answer", "person__family_name", "minutes__meeting__slug")
    export_columns = (
        "minutes__meeting",
        "agenda_item",
        "person",
        "text",
        "raised_at",
        "outcome",
        "answer",
        "answered_at",
    )

    def get_queryset(self, request):
        found = super().get_queryset(request)
        related = ("minutes__meeting__board", "agenda_item", "person", "seat__organisation")
        return found.select_related(*related)

    def get_fields(self, request, obj=None):
        return SHOWN if obj is None or is_open(obj) else (*SHOWN, *ANSWERED)

    def get_readonly_fields(self, request, obj=None):
        return flatten(self.get_fields(request, obj))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody edits it; who may answer is asked in `answer_view`."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def view_on_site(self, obj):
        return None

    def heading(self, objection):
        return _("Einwendung: %s") % objections.subject_of(objection)

    @admin.display(description=gettext_lazy("Einwendung"))
    def gist(self, objection):
        return objection.text if len(objection.text) <= 60 else f"{objection.text[:59]}…"

    @admin.display(description=gettext_lazy("Sitzung"), ordering="minutes__meeting")
    def session(self, objection):
        return objection.minutes.meeting

    @admin.display(description=gettext_lazy("Zu"))
    def item(self, objection):
        return objections.subject_of(objection)

    @admin.display(description=gettext_lazy("Zu"), ordering="agenda_item__position")
    def position(self, objection):
        item = objection.agenda_item
        return _("TOP %d") % item.position if item else _("Ganzes")

    @admin.display(description=gettext_lazy("Organisation"))
    def organisation(self, objection):
        return objection.seat.organisation

    # --- Answering ----------------------------------------------------------

    def get_urls(self):
        own = path(
            "<int:pk>/beantworten/",
            self.admin_site.admin_view(self.answer_view),
            name="meetings_objection_answer",
        )
        return [own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        objection = self.get_object(request, object_id)
        context = {
            "may_answer": request.user.has_perm(CHANGE),
            "is_open": objection is not None and is_open(objection),
            "minutes_key": objection and objection.minutes_id,
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @method_decorator(post_only)
    def answer_view(self, request, pk):
        """Answer; refused, the words stay in the form."""
        objection = self.get_object(request, str(pk))
        if objection is None:
            raise Http404
        if not self.has_view_permission(request, objection) or not request.user.has_perm(CHANGE):
            raise PermissionDenied
        outcome, words = request.POST.get("outcome", ""), request.POST.get("answer", "")
        try:
            objections.answer(objection, outcome, words, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.show_again(request, pk, words)
        messages.success(request, f"{_('Beantwortet.')} {told(objection.person)}")
        return redirect("admin:meetings_objection_change", pk)

    def show_again(self, request, pk, words):
        request.method = "GET"
        return self.change_view(request, str(pk), extra_context={"words": words})


def is_open(objection):
    return objection.outcome == Objection.Outcome.OPEN
