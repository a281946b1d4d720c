"""What the address of a page may ask for: the list's filters, the form's first values."""

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import BadRequest, ValidationError
from django.db.models.constants import LOOKUP_SEP

from accounts.admin.forms import check_range
from accounts.admin.references import is_key


class Lookups:
    """Only what a page of the office itself would ask, and nothing it cannot answer."""

    def lookup_allowed(self, lookup, value, request=None):
        """Any other lookup would let its user guess at what the list does not show."""
        return any(lookup in offered(one, self.opts) for one in self.get_list_filter(request))

    def get_search_fields(self, request):
        """Search nothing of another thing that the user may not see."""
        given = super().get_search_fields(request)
        return [path for path in given if self.may_search(path, request)]

    def may_search(self, path, request):
        related = self.opts.get_field(path.split(LOOKUP_SEP)[0]).related_model
        if related is None or not self.admin_site.is_registered(related):
            return True
        return self.admin_site.get_model_admin(related).has_view_or_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        if not all(is_key(one) for one in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        return super().changelist_view(request, extra_context)

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        fields = {one.name: one for one in (*self.opts.concrete_fields, *self.opts.many_to_many)}
        values = {name: first_value(fields[name], given[name]) for name in given if name in fields}
        return {name: value for name, value in values.items() if value is not None}


def offered(item, opts):
    """Return the lookups that one entry of `list_filter` makes links of."""
    if isinstance(item, type) and issubclass(item, SimpleListFilter):
        return {item.parameter_name}
    path = item[0] if isinstance(item, tuple) else item
    field = get_fields_from_path(opts.model, path)[-1]
    exact = f"{path}__{field.target_field.name}" if field.is_relation else path
    return {path, f"{exact}__exact", f"{path}__isnull"}


def first_value(field, value):
    """Return what a new form shows in `field`, or None if `value` makes no sense there."""
    if field.many_to_many:
        return [one for one in value if is_key(one)]
    if field.is_relation:
        return value if is_key(value) else None
    try:
        value = field.to_python(value)
        check_range(value)
    except ValidationError:
        return None
    return value
