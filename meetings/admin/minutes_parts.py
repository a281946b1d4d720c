"""One part of the minutes' page, with the state in which it was shown."""

from copy import copy

from django import forms
from django.utils.translation import gettext as _

from accounts.untouched import Untouched
from meetings.minutes import words


class PartForm(Untouched, forms.ModelForm):
    """A part of the minutes, with the state in which it was shown."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    item = fact = None

    def __init__(self, *args, instance, **kwargs):
        # Checking must not change the row from which the page is made.
        super().__init__(*args, instance=copy(instance), label_suffix="", **kwargs)
        self.initial["revision"] = instance.revision
        self.others = []

    def typed(self):
        values = dict(self.cleaned_data)
        return words.Typed(values, values.pop("revision"), self.item, self.fact)

    def show_others(self, others):
        """Keep what others saved, in words, to stand beside what was typed."""
        for name, value in others.items():
            labels = dict(getattr(self.fields[name], "choices", ()))
            shown = str(value) if name == "chair" else labels.get(value, value)
            self.others.append((self.fields[name].label, self.shown(shown)))

    @staticmethod
    def shown(value):
        if isinstance(value, bool):
            return _("ja") if value else _("nein")
        return value or _("leer")
