"""Rows in an order of their own: moved by drag, or by buttons."""

from adminsortable2.admin import CustomInlineFormSet, SortableInlineAdminMixin
from django.utils.translation import gettext as _

from accounts.admin.base import Cards, OfficeForm


class OrderedForm(OfficeForm):
    """A new row in which only the position is set counts as left empty."""

    def has_changed(self):
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - {"position"})


class OrderedFormSet(CustomInlineFormSet):
    """Positions come from the order on the page."""


class AgendaFormSet(OrderedFormSet):
    """Of the items typed at once, too, no two are the same standing item."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        roles = [(form, form.cleaned_data.get("role")) for form in kept if form.is_valid()]
        seen = set()
        for form, role in roles:
            if role and role in seen:
                form.add_error("role", _("Diesen festen Punkt haben Sie zweimal gewählt."))
            seen.add(role)


class OrderedCards(SortableInlineAdminMixin, Cards):
    """Cards with handle and buttons; see static/js/order.js."""

    form = OrderedForm
    formset = OrderedFormSet
    template = "admin/edit_inline/ordered.html"
    ordering = ("position", "pk")

    class Media:
        js = ("js/order.js", "js/rows.js")

    def get_fields(self, request, obj=None):
        # The mixin reads the fields without the fieldsets and would lose them.
        return [name for _title, options in self.fieldsets for name in options["fields"]]
