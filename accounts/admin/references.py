"""References to other things: what may be chosen, and what is only hinted at."""

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HIDDEN = _("(verborgen)")


def is_key(value):
    """Tell whether `value` can be the key of a row; databases fail on larger numbers."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= 18


def in_view(queryset, request, office):
    """Return what of `queryset` the user may see: nothing without the right to."""
    return queryset if office.has_view_or_change_permission(request) else queryset.none()


def is_hidden(obj, request, site):
    """Tell whether the thing stands in a list of the office that does not show it to the user."""
    if not site.is_registered(type(obj)):
        return False
    office = site.get_model_admin(type(obj))
    found = in_view(office.get_queryset(request), request, office)
    return not found.filter(pk=obj.pk).exists()


class Stranger:
    """What stands on the page for a thing the user may not see; without a key, no link."""

    pk = ""

    def __str__(self):
        return str(HIDDEN)


def mask(obj, request, site):
    """Let read-only fields of `obj` not name what the user may not see."""
    for field in obj._meta.concrete_fields:
        if not field.is_relation or getattr(obj, field.attname) is None:
            continue
        if is_hidden(getattr(obj, field.name), request, site):
            field.set_cached_value(obj, Stranger())


def mask_rows(formsets, request, site):
    """Let rows inside a form not name what is of a kind that the user may not see at all."""
    for formset in formsets:
        shown = flatten_fieldsets(formset.fieldsets)
        hidden = [
            field
            for field in formset.formset.model._meta.concrete_fields
            if field.is_relation and field.name in shown
            if is_closed(field.remote_field.model, request, site)
        ]
        for row in (form.instance for form in formset.formset.forms):
            for field in hidden:
                if getattr(row, field.attname) is not None:
                    field.set_cached_value(row, Stranger())


def is_closed(model, request, site):
    """Tell whether the office keeps things of this kind and shows the user none."""
    if not site.is_registered(model):
        return False
    return not site.get_model_admin(model).has_view_or_change_permission(request)


class KeysOnly:
    """A choice with search that ignores what cannot be a key."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [one for one in value if is_key(one)], attrs)


class Search(KeysOnly, AutocompleteSelect):
    """One thing."""


class SearchMany(KeysOnly, AutocompleteSelectMultiple):
    """Several things."""


class ManyChoice(forms.ModelMultipleChoiceField):
    """A choice that refuses what cannot be a key before the database does."""

    def _check_values(self, value):
        for one in value:
            if not is_key(one):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(one)[:40]},
                )
        return super()._check_values(value)


class References:
    """Offer in a choice only what the user finds in that model's own list."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        related = db_field.remote_field.model
        if not self.admin_site.is_registered(related):
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        office = self.admin_site.get_model_admin(related)
        kwargs.setdefault("queryset", in_view(office.get_queryset(request), request, office))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Search(db_field, self.admin_site))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.label_from_instance = office.heading
        return field

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        related = db_field.remote_field.model
        if self.admin_site.is_registered(related) and "queryset" not in kwargs:
            office = self.admin_site.get_model_admin(related)
            kwargs["queryset"] = in_view(office.get_queryset(request), request, office)
        kwargs.setdefault("form_class", ManyChoice)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a choice offer to add or change what is chosen, not to delete it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field
