"""What readers ask the public register of advice for."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advice.models import Advice, Topic


class EffectForm(forms.Form):
    """Board, state, kind and topic; what is no choice filters nothing."""

    gremium = forms.ChoiceField(label=_("Gremium"), required=False)
    stand = forms.ChoiceField(
        label=_("Stand"), required=False, choices=[("", _("alle")), *Advice.State.choices]
    )
    art = forms.ChoiceField(
        label=_("Art"), required=False, choices=[("", _("alle")), *Advice.Kind.choices]
    )
    thema = forms.SlugField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, data, choice, user):
        super().__init__(data)
        self.user = user
        self.fields["gremium"].choices = choice.as_choices(_("alle"))
        if not choice.has_several:
            del self.fields["gremium"]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.add_input(Submit("", _("Anzeigen")))
        self.is_valid()

    @property
    def condition(self) -> Q:
        """Return what the filter keeps, of the board chosen."""
        fields = {"stand": "state", "art": "kind"}
        asked = {
            path: self.cleaned_data[name]
            for name, path in fields.items()
            if self.cleaned_data.get(name)
        }
        if topic := self.cleaned_data.get("thema"):
            known = Topic.objects.visible_to(self.user).filter(slug=topic)
            asked["topics__in"] = known.values("pk")
        return Q(**asked)

    @property
    def is_used(self):
        return any(self.cleaned_data.get(name) for name in ("stand", "art", "thema"))
