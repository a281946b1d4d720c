"""The office's form for a step: what the centre answers, and how things stand from now on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advice.answering import Wording
from advice.models import Advice, Step


def text_of(model, name, label, **kwargs):
    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
    longest = model._meta.get_field(name).max_length
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget, **kwargs)


class StepForm(forms.Form):
    """Filled with what stands there now, so that a step changes only what it says."""

    state = forms.ChoiceField(label=_("Stand"), choices=Advice.State)
    answer = text_of(
        Advice, "answer", _("Antwort des Zentrums"), help_text=_("Geht an die gebende Person.")
    )
    reason = text_of(
        Advice, "state_reason", _("Grund"), help_text=_("Nötig bei „nicht weiterverfolgt“.")
    )
    effect = text_of(Advice, "effect", _("Was daraus wurde"), help_text=_("Nötig bei „umgesetzt“."))
    step = text_of(
        Step, "text", _("Was geschah"), help_text=_("Leer: der neue Stand in einem Wort.")
    )
    is_public = forms.BooleanField(
        label=_("Diesen Schritt zeigen, sobald die Anregung veröffentlicht ist"), required=False
    )
    # How many steps there were when the form was opened: somebody else may take one meanwhile.
    seen = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, advice):
        return cls(
            initial={
                "state": advice.state,
                "answer": advice.answer,
                "reason": advice.state_reason,
                "effect": advice.effect,
                "seen": advice.steps.count(),
            }
        )

    def wording(self) -> Wording:
        return Wording(**{name: self.cleaned_data[name] for name in (*WORDS, "is_public")})


WORDS = ("step", "answer", "reason", "effect")
