"""Guests inside the session's form; answers and guests by themselves, for their history."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from accounts.admin.base import HiddenAdmin, Rows
from meetings.lapsed import answer_of
from meetings.models import Guest, Participation
from meetings.rights import PEOPLE
from partners.admin.scope import Scoped, ScopedAdmin


class OfPeople:
    """Rows that name people: nothing of them without the right to see people."""

    def has_view_permission(self, request, *args):
        return request.user.has_perm(PEOPLE) and super().has_view_permission(request, *args)

    def has_add_permission(self, request, *args):
        return request.user.has_perm(PEOPLE) and super().has_add_permission(request, *args)

    def has_change_permission(self, request, *args):
        return request.user.has_perm(PEOPLE) and super().has_change_permission(request, *args)

    def has_delete_permission(self, request, *args):
        return request.user.has_perm(PEOPLE) and super().has_delete_permission(request, *args)


class AnswerShown:
    """The answer that counts, and beside it one that does not any more."""

    @admin.display(description=_("Antwort"))
    def standing_answer(self, answer):
        return answer_of(answer) if answer.pk else ""


class AnswerColumn(Field):
    """The answer in a table that is exported."""

    def get_value(self, instance):
        return answer_of(instance)


class GuestRows(AnswerShown, OfPeople, Scoped, Rows):
    """Who else is invited: to the whole session, or to one item of it."""

    model = Guest
    board_path = "meeting__board"
    fields = ("person", "agenda_item", "standing_answer")
    readonly_fields = ("standing_answer",)
    autocomplete_fields = ("person",)
    show_change_link = True

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("person", "agenda_item", "given_by", "meeting")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if field := formset.form.base_fields.get("agenda_item"):
            field.queryset = field.queryset.filter(meeting=obj)
            field.widget.can_add_related = field.widget.can_change_related = False
        return formset


class AnswerAdmin(AnswerShown, OfPeople, HiddenAdmin, ScopedAdmin):
    """An answer as it stands, with its history; it is entered on the session's proof page."""

    board_path = "meeting__board"
    list_select_related = ("meeting", "given_by")
    search_fields = ("meeting__slug",)

    def get_export_resource_classes(self, request):
        [table] = super().get_export_resource_classes(request)
        table.fields["response"] = AnswerColumn(column_name=str(_("Antwort")))
        return [table]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Participation)
class ParticipationOffice(AnswerAdmin):
    list_select_related = ("meeting", "given_by", "deputy", "seat")
    list_display = ("meeting", "seat", "standing_answer", "answered_at")
    fields = (
        ("meeting", "seat"),
        ("standing_answer", "given_for", "answered_at", "answered_by", "entered_by"),
        ("deputy", "deputy_name", "deputy_email"),
        "reason",
        "note",
    )
    export_columns = ("meeting", "seat__organisation", "response", "reason", "note", "deputy")

    def heading(self, participation):
        return f"{participation.seat.organisation.short_name}: {participation.meeting}"


@admin.register(Guest)
class GuestOffice(AnswerAdmin):
    list_display = ("meeting", "person", "agenda_item", "standing_answer")
    fields = (
        ("meeting", "person", "agenda_item"),
        ("standing_answer", "given_for", "answered_at", "entered_by"),
        "reason",
        "note",
    )
    export_columns = ("meeting", "person", "agenda_item", "response", "reason", "note")

    def heading(self, guest):
        return f"{guest.person}: {guest.meeting}"
