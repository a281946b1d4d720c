"""What members send from their pages about a session: deputy, reason, note."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeputyForm(forms.Form):
    """Somebody who is not the permanent deputy comes instead."""

    deputy_name = forms.CharField(
        label=_("Name der Vertretung"), max_length=160, widget=forms.TextInput
    )
    deputy_email = forms.EmailField(label=_("E-Mail-Adresse der Vertretung"), max_length=254)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund (freiwillig)"),
        max_length=300,
        required=False,
        help_text=_("Sieht nur die Geschäftsstelle."),
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Mitteilung an die Geschäftsstelle"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Etwa: komme später, brauche einen barrierefreien Zugang."),
    )
