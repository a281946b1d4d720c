"""
Opened and saved unchanged, a form changes nothing.

A browser sends back what a control shows, which is not always what is stored: line ends become
CRLF, a time loses its seconds, a choice the reader may not see is missing. So what was sent is
compared with what was shown, and a control nobody touched keeps exactly what is stored.
"""

from django import forms
from django.utils.functional import cached_property

# They say nothing of the value but whether it was touched; Django compares them rightly.
TELLING = (forms.CheckboxInput, forms.FileInput)


def plain_ends(text: str) -> str:
    """Return `text` with the line ends that are stored: browsers send CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Untouched:
    """A form for a row that is there: what was sent as it was shown counts as unchanged."""

    @cached_property
    def changed_data(self):
        changed = super().changed_data
        if not is_stored(self.instance):
            return changed
        return [name for name in changed if not is_as_shown(self[name])]

    def _clean_fields(self):
        super()._clean_fields()
        if not is_stored(self.instance):
            return
        for field in self.instance._meta.concrete_fields:
            name = field.name
            if name in self.cleaned_data and name not in self.changed_data:
                self.cleaned_data[name] = getattr(self.instance, name)


def is_stored(row) -> bool:
    """Tell whether `row` was read from the database; a version out of a history was not."""
    return row._state.db is not None


def is_as_shown(bound) -> bool:
    """Tell whether the control of a bound field was sent as the page had shown it."""
    field, widget = bound.field, bare(bound.field.widget)
    if field.disabled or isinstance(widget, TELLING):
        return False
    return sent(widget, shown(bound)) == sorted_if_many(widget, flat(widget, bound.data))


def bare(widget):
    """Return the control itself, without the links that the office puts beside it."""
    return getattr(widget, "widget", widget)


def shown(bound):
    """Return the stored value as far as the control offers it."""
    value = bound.field.prepare_value(bound.initial)
    if isinstance(bound.field, forms.ModelMultipleChoiceField) and value:
        offered = bound.field.queryset.filter(pk__in=value)
        return list(offered.values_list("pk", flat=True))
    return value


def sent(widget, value) -> list[str]:
    """Return what a browser sends from a `widget` that shows `value`."""
    if isinstance(widget, forms.MultiWidget):
        parts = zip(widget.widgets, widget.decompress(value), strict=True)
        return [text for part, inner in parts for text in sent(part, inner)]
    return sorted_if_many(widget, flat(widget, widget.format_value(value)))


def flat(widget, value) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [as_sent(widget, "" if one is None else str(one)) for one in values]


def as_sent(widget, text) -> str:
    """Lines stay in text areas only; a single line loses its ends."""
    text = plain_ends(text)
    is_line = isinstance(widget, forms.TextInput) and not widget.is_hidden
    return text.replace("\n", "").strip() if is_line else text


def sorted_if_many(widget, texts):
    return sorted(texts) if getattr(widget, "allow_multiple_selected", False) else texts
