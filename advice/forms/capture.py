"""One line of advice, as it is caught in the session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advice.models import Advice


class CaptureForm(forms.Form):
    """What, of which kind, by whom, and until when an answer is promised."""

    text = forms.CharField(
        label=_("Anregung"),
        max_length=Advice._meta.get_field("text").max_length,
        error_messages={"required": _("Bitte schreiben Sie, was angeregt wurde.")},
    )
    kind = forms.ChoiceField(label=_("Art"), choices=Advice.Kind, initial=Advice.Kind.IDEA)
    who = forms.CharField(label=_("Von"), max_length=200, required=False)
    due_on = forms.CharField(label=_("Antwort bis"), max_length=20, required=False)
