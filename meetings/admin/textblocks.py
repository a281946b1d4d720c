"""Sentences for minutes: the office's form for them."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models import TextBlock
from partners.admin.shared import UnchangedWithHistory
from partners.belonging import is_restricted
from partners.models import Board


@admin.register(TextBlock)
class TextBlockOffice(UnchangedWithHistory):
    """A block of one board or of all; who works on some boards changes only theirs."""

    list_display = ("name", "for_whom", "text")
    list_filter = (("board", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("name", "text")
    fields = (("name", "board", "position"), "text")
    export_columns = ("name", "board__short_name", "text", "position")

    def get_queryset(self, request):
        boards = Board.objects.maintained_by(request.user)
        found = super().get_queryset(request)
        return found.filter(Q(board__in=boards.values("pk")) | Q(board=None)).select_related(
            "board"
        )

    def is_own(self, request, block):
        """Tell whether the block serves boards the user works on, and no others."""
        return block.board_id is not None or not is_restricted(request.user)

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
    def for_whom(self, block):
        return block.board or _("alle Gremien")
