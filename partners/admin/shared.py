"""What several boards may use: who works on some boards reads the others', and changes nothing."""

from copy import copy

from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts.admin.base import HiddenAdmin
from partners import belonging
from partners.admin.history import HistoryAdmin
from partners.belonging import is_restricted


class Unchanged:
    """A form whose object not everybody may change who may see it; see `is_own`."""

    def is_own(self, request, obj):
        """Tell whether the object is of the user's boards alone."""
        raise NotImplementedError

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or self.is_own(request, obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or self.is_own(request, obj))

    def history_view(self, request, object_id, extra_context=None):
        self.refuse_others(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def refuse_others(self, request, object_id):
        """Raise PermissionDenied if there is the object, and it is not the user's alone."""
        obj = self.get_object(request, object_id)
        if obj is not None and not self.is_own(request, obj):
            raise PermissionDenied

    def render_change_form(self, request, context, *args, **kwargs):
        obj = context.get("original")
        context["hides_history"] = obj is not None and not self.is_own(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)


class UnchangedWithHistory(Unchanged, HistoryAdmin):
    """The same with old versions."""

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        self.refuse_others(request, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)


class SharedList(ChangeList):
    """Only what is of the user's boards; of others' rows no more than their form shows."""

    def get_queryset(self, request, **kwargs):
        self.root_queryset = self.model_admin.listed(request, self.root_queryset)
        return super().get_queryset(request, **kwargs)

    def get_results(self, request):
        super().get_results(request)
        self.result_list = self.model_admin.veiled(request, self.result_list)


class SharedAdmin(UnchangedWithHistory):
    """
    List and form of people, organisations, places.

    `confidential` names the fields that no page of a board shows: they are of
    no use in a search, list, table or form where the object is not the user's.
    """

    confidential = ()

    def is_own(self, request, obj):
        return belonging.is_own(obj, request.user)

    def get_queryset(self, request):
        return belonging.known(super().get_queryset(request), request.user)

    def listed(self, request, queryset):
        return queryset

    def veiled(self, request, rows):
        """Return `rows`, those of others without what is confidential."""
        if not self.confidential or not is_restricted(request.user):
            return rows
        rows = list(rows)
        keys = self.model.objects.filter(pk__in=[one.pk for one in rows])
        own = set(belonging.own(keys, request.user).values_list("pk", flat=True))
        for row in rows:
            if row.pk not in own:
                for name in self.confidential:
                    setattr(row, name, None if name == "user" else "")
        return rows

    # --- List -------------------------------------------------------------------

    def get_changelist(self, request, **kwargs):
        return SharedList

    def get_sortable_by(self, request):
        given = super().get_sortable_by(request)
        hidden = self.confidential if is_restricted(request.user) else ()
        return [name for name in given if name not in hidden]

    def get_search_results(self, request, queryset, search_term):
        """What is confidential is searched where it is the user's."""
        matches, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term or not self.confidential or not is_restricted(request.user):
            return matches, may_repeat
        narrow = copy(self)
        narrow.search_fields = [one for one in self.search_fields if one not in self.confidential]
        shown, _repeats = super(SharedAdmin, narrow).get_search_results(
            request, queryset, search_term
        )
        own = belonging.own(matches.order_by(), request.user)
        both = Q(pk__in=own.values("pk")) | Q(pk__in=shown.order_by().values("pk"))
        return queryset.filter(both), may_repeat

    def get_data_for_export(self, request, queryset, **kwargs):
        rows = self.veiled(request, queryset)
        return super().get_data_for_export(request, rows, **kwargs)

    # --- Form -------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        given = super().get_fieldsets(request, obj)
        if not self.confidential or obj is None or self.is_own(request, obj):
            return given
        return [one for one in given if not holds(one, self.confidential)]

    def get_inlines(self, request, obj):
        given = super().get_inlines(request, obj)
        if obj is None or self.is_own(request, obj):
            return given
        return [one for one in given if not getattr(one, "is_confidential", False)]


def holds(fieldset, names):
    return not set(names).isdisjoint(flatten_fieldsets([fieldset]))


class PartAdmin(HiddenAdmin, HistoryAdmin):
    """A row of something shared, for its history; `whole` leads there."""

    whole = ""

    def get_queryset(self, request):
        model = self.opts.get_field(self.whole).related_model
        own = belonging.own(model.objects.all(), request.user)
        return super().get_queryset(request).filter(**{f"{self.whole}__in": own.values("pk")})
