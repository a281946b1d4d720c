"""Which rows an office user works on: those of the boards they maintain."""

from partners.admin.history import HistoryAdmin
from partners.models import Board


def of_maintained_boards(queryset, user, path):
    """Return the rows whose board, found at `path`, the user maintains."""
    boards = Board.objects.maintained_by(user)
    return queryset.filter(**{f"{path}__in": boards.values("pk")})


class Scoped:
    """
    Rows of other boards do not exist: in lists, forms, choices and exports.

    `board_path` leads to the board, `fixed` names the reference that ties a
    row to it and therefore never changes once the row is there.
    """

    board_path = "board"
    fixed = ()

    def get_queryset(self, request):
        return of_maintained_boards(super().get_queryset(request), request.user, self.board_path)


class ScopedAdmin(Scoped, HistoryAdmin):
    """List and form for rows that belong to a board."""

    def get_readonly_fields(self, request, obj=None):
        given = super().get_readonly_fields(request, obj)
        return (*given, *self.fixed) if obj else given
