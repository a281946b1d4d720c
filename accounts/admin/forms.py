"""What holds for every form of the office: what is checked, and what is kept."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint, Value
from django.forms import ModelChoiceField, ModelForm, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget

from accounts.admin.widgets import name_fields
from accounts.untouched import Untouched

YEARS = range(1900, 2200)
MAX_SMALL = 32_767


def check_range(value):
    """Refuse a day or number that the field accepts, but not every database and calendar."""
    if isinstance(value, dt.date) and value.year not in YEARS:
        raise ValidationError(_("Bitte nennen Sie ein Jahr von 1900 bis 2199."))
    if isinstance(value, int) and value > MAX_SMALL:
        raise ValidationError(_("Diese Zahl ist zu groß."))


class OfficeForm(Untouched, ModelForm):
    """A form that never loses a reference its user may not see."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, ProseEditorWidget):
                field.widget.attrs["aria-label"] = str(field.label)
            if isinstance(field, ModelMultipleChoiceField):
                # What stays hidden counts: it need not be chosen once more.
                field.required = field.required and not self.hidden(name)
            elif isinstance(field, ModelChoiceField):
                self.keep_hidden(field, self.initial.get(name))

    def keep_hidden(self, field, value):
        """Lock a reference to something outside what the user may choose."""
        if not isinstance(value, int) or field.queryset.filter(pk=value).exists():
            return
        field.disabled = True
        field.queryset = field.queryset.model.objects.filter(pk=value)
        field.label_from_instance = lambda _chosen: str(_("(nicht einsehbar)"))

    def clean(self):
        data = super().clean()
        for name, value in list(data.items()):
            try:
                check_range(value)
            except ValidationError as error:
                self.add_error(name, error)
            if isinstance(self.fields.get(name), ModelMultipleChoiceField) and self.instance.pk:
                data[name] = self.with_hidden(name, value)
        return data

    def with_hidden(self, name, chosen):
        """Return what was chosen of many, and what stays because the user may not see it."""
        if keys := self.hidden(name):
            keys.update(one.pk for one in chosen)
            return self.fields[name].queryset.model._base_manager.filter(pk__in=keys)
        return chosen

    def hidden(self, name):
        """Return the keys of what is among the many and not offered to the user."""
        if not self.instance.pk:
            return set()
        offered = self.fields[name].queryset.values("pk")
        rows = getattr(self.instance, name).exclude(pk__in=offered)
        return set(rows.values_list("pk", flat=True))

    def _post_clean(self):
        """Check constraints also against what is fixed; Django skips what is not in the form."""
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance.validate_constraints(exclude=self.unknown())
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))

    def unknown(self):
        """Return the fields without a value yet, like the parent of a row to be added."""
        fields = self.instance._meta.concrete_fields
        return {one.name for one in fields if getattr(self.instance, one.attname) is None} & (
            self._get_validation_exclusions()
        )


class Refused:
    """A form whose saving collided with what another one saved meanwhile."""

    def clean(self):
        data = super().clean()
        self.add_error(
            None,
            _("Das wurde inzwischen schon gespeichert. Bitte prüfen Sie den heutigen Stand."),
        )
        return data


class Named:
    """Rows whose fields say by themselves what they are, and none of them twice."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name_fields(form)

    def clean(self):
        super().clean()
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                self.refuse_twins(constraint)

    def refuse_twins(self, constraint):
        """Check the rows against each other; Django checks them against the database only."""
        seen = set()
        for form in self.forms:
            if not self.counts(form, constraint.condition):
                continue
            fields = [self.model._meta.get_field(name) for name in constraint.fields]
            # Keys, not objects: a parent that is only being added has no hash yet.
            key = tuple(getattr(form.instance, one.attname) for one in fields)
            if key in seen:
                form.add_error(None, constraint.violation_error_message)
            seen.add(key)

    def counts(self, form, condition):
        """Tell whether the row will be there and the constraint speaks of it."""
        is_empty = not form.instance.pk and not form.has_changed()
        if is_empty or not form.is_valid() or self._should_delete_form(form):
            return False
        return condition is None or condition.check(values_of(form.instance))


def values_of(instance):
    """Return the row in the shape in which a condition is checked."""
    fields = instance._meta.concrete_fields
    return {one.name: Value(getattr(instance, one.attname), one) for one in fields}
