"""
Whose a person, an organisation, a place is: of the boards that use them.

None of them names a board. What names them does: a mandate, a guest, a task, a
session. Which ways lead from there to a board is read from the models, so a
new model counts from its first row on, and past and future rows count as well.
"""

from functools import cache, reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from accounts.visibility import NOTHING
from partners.models.board import Board

FARTHEST = 4


def is_restricted(user) -> bool:
    """Tell whether the user works on some boards only."""
    return not user.is_superuser and Board.objects.filter(staff=user.pk).exists()


# --- Ways to a board ----------------------------------------------------------


@cache
def ways(model) -> tuple:
    """Return (rows, their reference to `model`, path from them to their board), of each way."""
    return tuple(
        (relation.related_model, relation.field.name, path)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation
        if not is_shadow(relation.related_model)
        for path in paths_to_board(relation.related_model, {model, relation.related_model})
    )


def is_shadow(model) -> bool:
    """Tell whether rows of `model` only keep history, or tie what is asked by its own name."""
    is_history = hasattr(model, "history_type") or hasattr(model, "m2m_history_id")
    return is_history or bool(model._meta.auto_created)


def paths_to_board(model, passed) -> list[str]:
    """Return the shortest path that is never empty, or else every path there is."""
    found = sorted(walked(model, passed), key=len)
    certain = [names for names in found if all(is_required(model, names))]
    return ["__".join(names) for names in (certain[:1] or found)]


def walked(model, passed):
    """Yield the references that lead from `model` to a board, as tuples of names."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target is Board:
            yield (field.name,)
        elif field.is_relation and target not in passed and len(passed) <= FARTHEST:
            yield from ((field.name, *more) for more in walked(target, passed | {target}))


def is_required(model, names):
    for name in names:
        field = model._meta.get_field(name)
        yield not field.null
        model = field.related_model


def used_by(model, boards) -> Q:
    """Match the rows of `model` that something of `boards` names, whenever that is or was."""
    matches = (
        Exists(rows._base_manager.filter(**{name: OuterRef("pk"), f"{path}__in": boards}))
        for rows, name, path in ways(model)
    )
    return reduce(or_, (Q(one) for one in matches), NOTHING)


# --- Whose it is ----------------------------------------------------------------


def here(model, user) -> Q:
    return used_by(model, Board.objects.maintained_by(user).values("pk"))


def elsewhere(model, user) -> Q:
    """Match what is used by boards that the user does not work on."""
    boards = Board.objects.maintained_by(user)
    return used_by(model, Board.objects.exclude(pk__in=boards.values("pk")).values("pk"))


def unused(model) -> Q:
    return ~used_by(model, Board.objects.values("pk"))


def begun_by(model, user) -> Q:
    """Match what no board uses yet, and the user has entered."""
    entered = model.history.filter(id=OuterRef("pk"), history_type="+", history_user=user.pk)
    return unused(model) & Q(Exists(entered))


def own(queryset, user):
    """Return what the user may change: what their boards alone use, or they just entered."""
    if not is_restricted(user):
        return queryset
    model = queryset.model
    return queryset.filter((here(model, user) & ~elsewhere(model, user)) | begun_by(model, user))


def listed(queryset, user):
    """Return what is of the user's boards, alone or with others."""
    if not is_restricted(user):
        return queryset
    return queryset.filter(here(queryset.model, user) | begun_by(queryset.model, user))


def known(queryset, user):
    """Return what the user may choose: of their boards, of no board, or open to any visitor."""
    if not is_restricted(user):
        return queryset
    model = queryset.model
    matches = here(model, user) | unused(model)
    if hasattr(queryset, "visible_to"):
        visible = model.objects.visible_to(AnonymousUser())
        matches |= Q(pk__in=visible.values("pk"))
    return queryset.filter(matches)


def is_own(obj, user) -> bool:
    return own(type(obj)._base_manager.filter(pk=obj.pk), user).exists()
