"""Agendas to begin with: the office's form for them."""

from adminsortable2.admin import SortableAdminBase
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import OfficeAdmin
from meetings.admin.ordered import AgendaFormSet, OrderedCards
from meetings.models import AgendaTemplate, TemplateItem
from meetings.planning import duration, minutes_of
from partners.admin.shared import Unchanged
from partners.belonging import is_restricted
from partners.models import Board


class TemplateCards(OrderedCards):
    model = TemplateItem
    formset = AgendaFormSet
    verbose_name_plural = _("Punkte")
    fieldsets = (
        (
            None,
            {"fields": ("title", ("kind", "minutes_planned", "visibility"), "role", "position")},
        ),
        (_("Erläuterung"), {"fields": ("text",), "classes": ("collapse",)}),
    )


@admin.register(AgendaTemplate)
class AgendaTemplateOffice(SortableAdminBase, Unchanged, OfficeAdmin):
    """A template of one board or of all; who works on some boards changes only theirs."""

    list_display = ("name", "for_whom", "items_count", "minutes")
    list_filter = (("board", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("name", "items__title")
    fields = (("name", "board"),)
    inlines = (TemplateCards,)
    export_columns = ("name", "board__short_name")

    def get_queryset(self, request):
        boards = Board.objects.maintained_by(request.user)
        found = (
            super().get_queryset(request).filter(Q(board__in=boards.values("pk")) | Q(board=None))
        )
        return found.select_related("board").prefetch_related("items")

    def is_own(self, request, template):
        """Tell whether the template serves boards the user works on, and no others."""
        return template.board_id is not None or not is_restricted(request.user)

    def has_delete_permission(self, request, obj=None):
        if is_restricted(request.user) and obj is None:
            return False
        return super().has_delete_permission(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "board" and is_restricted(request.user):
            field.required = True
            field.help_text = ""
        return field

    @admin.display(description=_("Gremium"), ordering="board")
    def for_whom(self, template):
        return template.board or _("alle Gremien")

    @admin.display(description=_("Punkte"))
    def items_count(self, template):
        return len(template.items.all())

    @admin.display(description=_("Dauer"))
    def minutes(self, template):
        return duration(minutes_of(template.items.all()))
