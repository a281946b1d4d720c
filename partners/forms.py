"""Filter forms of the public pages, and the barrier report."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Feedback, Organisation


class BoardChoice:
    """The visible boards and which of them an address asks for."""

    def __init__(self, boards, slug=""):
        self.boards = list(boards)
        self.slug = slug

    @property
    def is_unknown(self):
        return bool(self.slug) and self.asked is None

    @property
    def asked(self):
        """The board named in the address, or None."""
        return next((board for board in self.boards if board.slug == self.slug), None)

    @property
    def board(self):
        """The board named, else the first one, else None."""
        return self.asked or next(iter(self.boards), None)

    @property
    def has_several(self):
        return len(self.boards) > 1

    def as_choices(self, empty=None):
        first = [("", empty)] if empty else []
        return first + [(board.slug, board.short_name) for board in self.boards]


DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]


class DayInput(forms.DateInput):
    """A day as browsers want it; they would drop anything else."""

    input_type = "date"

    def format_value(self, value):
        try:
            return str(forms.DateField(input_formats=DAY_FORMATS).to_python(value) or "")
        except forms.ValidationError:
            return ""


class MemberFilterForm(forms.Form):
    """Which board, on which day, which kind of partner."""

    gremium = forms.ChoiceField(label=_("Gremium"), required=False)
    stand = forms.DateField(
        label=_("Stand"),
        required=False,
        widget=DayInput,
        input_formats=DAY_FORMATS,
        error_messages={
            "invalid": _(
                "Das ist kein Datum, deshalb sehen Sie den heutigen Stand. "
                "Bitte schreiben Sie es so: 27.01.2017."
            )
        },
    )
    art = forms.ChoiceField(
        label=_("Art"),
        required=False,
        choices=[("", _("alle")), *Organisation.Kind.choices],
        error_messages={"invalid_choice": _("Diese Art gibt es nicht; Sie sehen alle Partner.")},
    )

    def __init__(self, data, choice):
        super().__init__(data)
        self.fields["gremium"].choices = choice.as_choices()
        if not choice.has_several:
            del self.fields["gremium"]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.add_input(Submit("", _("Anzeigen")))
        self.is_valid()

    @property
    def day(self):
        """The day asked for; today if none or no valid one was given."""
        return self.cleaned_data.get("stand") or timezone.localdate()

    def keeps(self, organisation):
        kind = self.cleaned_data.get("art")
        return not kind or organisation.kind == kind


class FeedbackForm(forms.ModelForm):
    """Report a barrier. The hidden field catches programs that fill in everything."""

    website = forms.CharField(
        required=False,
        label=_("Bitte leer lassen"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Feedback
        fields = ["page", "message", "email"]
        widgets = {"message": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "page": _("Adresse oder Name der Seite, wenn Sie sie wissen."),
            "email": _("Freiwillig. Ohne Adresse können wir Ihnen nicht antworten."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("send", _("Meldung absenden")))

    @property
    def is_by_a_program(self):
        return bool(self.cleaned_data["website"])
