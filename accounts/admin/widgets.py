"""How the office's forms ask: the browser's own date fields, a name for every field."""

from django import forms
from django.contrib.admin import widgets
from django.db import models
from django.utils.translation import gettext_lazy as _


def day_input():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def time_input():
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class MomentInput(forms.SplitDateTimeWidget):
    """A day and a time side by side, each with its own name."""

    template_name = "admin/moment_input.html"

    def __init__(self, attrs=None):
        super().__init__(
            attrs,
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": _("Tag")},
            time_attrs={"type": "time", "aria-label": _("Uhrzeit")},
        )


class MomentField(forms.SplitDateTimeField):
    """A day without a time means the beginning of that day."""

    def clean(self, value):
        if value and value[0] and not value[1]:
            value = [value[0], "00:00"]
        return super().clean(value)


FIELDS = {
    models.DateField: {"widget": day_input()},
    models.TimeField: {"widget": time_input()},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput()},
    models.URLField: {
        "assume_scheme": "https",
        "widget": forms.URLInput(attrs={"class": "vURLField"}),
    },
    models.TextField: {"widget": widgets.AdminTextareaWidget(attrs={"rows": 4})},
}


def name_fields(form):
    """Give each field that is seen without a label next to it (table cells) its name."""
    for field in form.fields.values():
        # What offers to add and change a choice wraps the choice itself.
        widget = getattr(field.widget, "widget", field.widget)
        if not isinstance(widget, forms.MultiWidget) and not widget.is_hidden:
            widget.attrs.setdefault("aria-label", str(field.label or ""))
