"""What was opened and saved unchanged is not saved."""

from django.contrib import messages
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _

from accounts.untouched import is_stored


class Unchanged:
    """A form that writes nothing, no line in a history included, where nothing was changed."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        untouched = self.untouched(request, object_id)
        if untouched is not None:
            request.is_untouched = True
            return self.response_change(request, untouched)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def untouched(self, request, object_id):
        """Return the thing whose form was posted as it had been shown, or None."""
        if request.method != "POST" or object_id is None or TO_FIELD_VAR in request.GET:
            return None
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_change_permission(request, obj):
            return None
        form_class = self.get_form(request, obj, change=True)
        form = form_class(request.POST, request.FILES, instance=obj)
        formsets, _inlines = self._create_formsets(request, obj, change=True)
        parts = [form, *formsets]
        if self.is_outdated(request) or any(map(is_changed, parts)):
            return None
        # What is refused is shown with the reason, touched or not.
        return obj if all(part.is_valid() for part in parts) else None

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        if getattr(request, "is_untouched", False):
            message, level = _("Nichts gespeichert: Sie haben nichts geändert."), messages.INFO
        super().message_user(request, message, level, *args, **kwargs)

    def is_outdated(self, request):
        """Tell whether the form must be refused although nothing was changed in it."""
        return False

    def save_model(self, request, obj, form, change):
        """Write the row itself only if one of its own columns changed."""
        own = {field.name for field in self.opts.concrete_fields}
        # The form of a version that is restored shows what it brings back.
        if not change or not is_stored(obj) or own & set(form.changed_data):
            super().save_model(request, obj, form, change)


def is_changed(part):
    """Tell whether a form or a set of rows was changed, or is not as our page sends it."""
    rows = getattr(part, "management_form", None)
    if rows is None:
        return part.has_changed()
    return part.has_changed() or not rows.is_valid() or any(map(is_taken_out, part.initial_forms))


def is_taken_out(row):
    """Tell whether a row is to be deleted; one that may only be deleted never „has changed“."""
    return DELETION_FIELD_NAME in row.fields and row[DELETION_FIELD_NAME].data
