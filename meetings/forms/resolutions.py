"""What readers ask the register for, and what voters answer."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Choice, Resolution

STATES = [Resolution.State.ADOPTED, Resolution.State.REJECTED]


class RegisterForm(forms.Form):
    """Board, year, outcome and words; what is no choice filters nothing."""

    gremium = forms.ChoiceField(label=_("Gremium"), required=False)
    jahr = forms.TypedChoiceField(label=_("Jahr"), required=False, coerce=int, empty_value=None)
    stand = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("alle")), *((one.value, one.label) for one in STATES)],
    )
    q = forms.CharField(label=_("Suche"), required=False, max_length=100)
    sitzung = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data, choice, years):
        super().__init__(data)
        self.fields["gremium"].choices = choice.as_choices(_("alle"))
        if not choice.has_several:
            del self.fields["gremium"]
        self.fields["jahr"].choices = [("", _("alle")), *((one, one) for one in years)]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.add_input(Submit("", _("Anzeigen")))
        self.is_valid()

    def filter(self, resolutions):
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if "gremium" in asked:
            resolutions = resolutions.filter(board__slug=asked["gremium"])
        if "jahr" in asked:
            resolutions = resolutions.filter(decided_on__year=asked["jahr"])
        if "sitzung" in asked:
            resolutions = resolutions.filter(meeting__slug=asked["sitzung"])
        if "stand" in asked:
            resolutions = resolutions.filter(state=asked["stand"])
        return resolutions.with_words(asked["q"]) if "q" in asked else resolutions

    @property
    def is_used(self):
        return any(self.cleaned_data.values())


PROCEDURE = [
    (Choice.YES, _("Ja, einverstanden")),
    (Choice.NO, _("Nein, ich widerspreche")),
    (Choice.ABSTAIN, _("Enthaltung")),
]


class BallotForm(forms.Form):
    """Both questions, for one seat."""

    procedure = forms.ChoiceField(
        label=_("Sind Sie mit dem Umlaufverfahren einverstanden?"),
        choices=PROCEDURE,
        widget=forms.RadioSelect,
        help_text=_(
            "Widerspricht ein Mitglied, endet der Umlauf sofort, und die Sache kommt auf die "
            "Tagesordnung der nächsten Sitzung."
        ),
        error_messages={"required": _("Bitte beantworten Sie die erste Frage.")},
    )
    vote = forms.ChoiceField(
        label=_("Wie stimmen Sie in der Sache?"),
        choices=Choice,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte beantworten Sie die zweite Frage.")},
    )


class VoteCodeForm(forms.Form):
    """The code that was mailed for a vote."""

    code = forms.CharField(
        label=_("Code aus der Mail"),
        max_length=40,
        help_text=_("Acht Ziffern, mit oder ohne Leerzeichen."),
        error_messages={"required": _("Bitte geben Sie den Code ein.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
