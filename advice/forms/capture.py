"""One line of advice, as it is caught in the session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advice.models import Advice
from partners.models import Organisation


class CaptureForm(forms.Form):
    """What, of which kind, from which organisation on the board."""

    text = forms.CharField(
        label=_("Anregung"),
        max_length=Advice._meta.get_field("text").max_length,
        error_messages={"required": _("Bitte schreiben Sie, was angeregt wurde.")},
    )
    kind = forms.ChoiceField(label=_("Art"), choices=Advice.Kind, initial=Advice.Kind.IDEA)
    organisation = forms.ModelChoiceField(
        label=_("von"), queryset=Organisation.objects.none(), required=False
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        on_board = Organisation.objects.filter(seats__board=board).distinct()
        self.fields["organisation"].queryset = on_board
