"""What would go with a thing that is deleted, and what stands in the way."""

from django.apps import apps
from django.contrib.admin.utils import NestedObjects, get_deleted_objects
from django.db import router
from django.utils.text import capfirst
from django.utils.translation import ngettext


def summary(objs, request, site):
    """
    Return what the confirmation page shows; see ModelAdmin.get_deleted_objects.

    Things the user may not see count but are not named. A mention in a list of
    another thing (an item's rapporteur) stands in the way like a foreign key.
    """
    to_delete, counts, lacking, _protected = get_deleted_objects(objs, request, site)
    obstacles = without_silent({*protected(objs), *mentions(objs)})
    shown = [one for one in obstacles if may_see(one, request, site)]
    lines = sorted(f"{one._meta.verbose_name}: {one}" for one in shown)
    if hidden := len(obstacles) - len(shown):
        lines.append(
            ngettext(
                "%d Eintrag, den Sie nicht einsehen dürfen",
                "%d Einträge, die Sie nicht einsehen dürfen",
                hidden,
            )
            % hidden
        )
    return *without_ties(to_delete, counts), lacking, lines


def without_silent(obstacles):
    """
    Leave out rows whose mere number would tell something (`is_silent`).

    Unless they alone stand in the way: what is refused needs a reason.
    """
    spoken = {one for one in obstacles if not getattr(one, "is_silent", False)}
    return spoken or obstacles


def without_ties(lines, counts):
    """Leave out the rows that only tie two things together: nobody gave them a name."""
    ties = [one._meta for one in apps.get_models(include_auto_created=True) if is_tie(one)]
    starts = tuple(f"{capfirst(one.verbose_name)}: " for one in ties)
    plurals = {one.verbose_name_plural for one in ties}
    shown = {name: number for name, number in counts.items() if name not in plurals}
    return named(lines, starts), shown


def is_tie(model):
    return bool(model._meta.auto_created)


def named(lines, starts):
    kept = (named(one, starts) if isinstance(one, list) else one for one in lines)
    return [one for one in kept if one and not str(one).startswith(starts)]


def protected(objs):
    if not objs:
        return []
    collector = NestedObjects(using=router.db_for_write(type(objs[0])), origin=objs)
    collector.collect(objs)
    return collector.protected


def mentions(objs):
    """Return the things in whose lists one of `objs` stands."""
    return [
        one
        for obj in objs
        for relation in obj._meta.related_objects
        if relation.many_to_many
        for one in getattr(obj, relation.get_accessor_name()).all()
    ]


def may_see(obj, request, site):
    model = type(obj)
    if not site.is_registered(model):
        return False
    office = site.get_model_admin(model)
    return (
        office.has_view_permission(request)
        and office.get_queryset(request).filter(pk=obj.pk).exists()
    )
