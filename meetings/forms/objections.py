"""What a member objects to in released minutes."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.objections import LONGEST


class ObjectionForm(forms.Form):
    """To which item, and what is wrong with it."""

    item = forms.TypedChoiceField(
        label=_("Wozu"), coerce=int, required=False, empty_value=None, choices=()
    )
    text = forms.CharField(
        label=_("Was stimmt nicht?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Am besten mit dem Wortlaut, der dort stehen sollte."),
    )

    def __init__(self, *args, items, action, **kwargs):
        super().__init__(*args, **kwargs)
        readable = [one for one in items if "id" in one]
        named = [(one["id"], f"TOP {one['position']} {one['title']}") for one in readable]
        self.fields["item"].choices = [("", _("zum Protokoll als Ganzem")), *named]
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.add_input(Submit("object", _("Einwendung erheben")))
