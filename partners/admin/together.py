"""Rows saved in one step: checked against each other as they will be, not as they were."""

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet


class Together(BaseInlineFormSet):
    """Rows of a partners.beside kind: one may take what another gives up in the same step."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.is_with_others = True
        return form

    def clean(self):
        stored = {form.instance.pk for form in self.initial_forms}
        # What was not touched was there first: told is who typed.
        kept = [form for form in self.forms if self.is_kept(form)]
        kept.sort(key=lambda form: (form.has_changed(), form.instance.pk or float("inf")))
        for count, form in enumerate(kept):
            one = form.instance
            before = [other.instance for other in kept[:count]]
            refuse(form, [*before, *(row for row in one.stored_beside() if row.pk not in stored)])
        super().clean()

    def is_kept(self, form) -> bool:
        """Tell whether the row will be there and can be judged: it is whole in itself."""
        is_empty = not form.instance.pk and not form.has_changed()
        return not is_empty and not form.errors and not self._should_delete_form(form)

    def validate_unique(self):
        """Django would say again, in other words, what the rows were told."""

    def save(self, commit=True):
        """Take first what rows give up, so that no order of saving stands in the way."""
        if commit:
            for form in self.initial_forms:
                if form.instance.pk and (form.has_changed() or self._should_delete_form(form)):
                    form.instance.park()
        return super().save(commit=commit)


def refuse(form, others):
    """Tell the first reason why the row cannot stand beside one of `others`."""
    for other in others:
        try:
            form.instance.refuse_beside(other)
        except ValidationError as error:
            is_shown = set(error.message_dict) <= set(form.fields)
            form.add_error(None, error if is_shown else ValidationError(error.messages))
            return
