from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import folded


def helper(label):
    made = FormHelper()
    made.add_input(Submit("send", label))
    return made


class EmailForm(forms.Form):
    """An address to which a code may go."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )
    helper = helper(_("Code zusenden"))

    def clean_email(self):
        return folded(self.cleaned_data["email"])


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=_("Code aus der Mail"),
        max_length=40,
        help_text=_("Acht Ziffern, mit oder ohne Leerzeichen."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "inputmode": "numeric"}
        ),
    )
    helper = helper(_("Anmelden"))


class PasswordForm(AuthenticationForm):
    """E-mail and password, for accounts of the office only."""

    error_messages = {
        "invalid_login": _("Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen."),
    }
    helper = helper(_("Anmelden"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-Mail-Adresse")
        self.fields["username"].validators.append(MaxLengthValidator(254))

    def confirm_login_allowed(self, user):
        if not (user.is_active and user.is_of_office()):
            raise self.get_invalid_login_error()


class OwnPasswordForm(forms.Form):
    """The password once more, before the account's locks are changed."""

    password = forms.CharField(
        label=_("Passwort"),
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    helper = helper(_("Weiter"))

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("Das ist nicht Ihr Passwort."))
        return self.cleaned_data["password"]


class SecondStepForm(forms.Form):
    """A code of the app, a spare code, or what the browser's passkey answered."""

    code = forms.CharField(
        label=_("Code aus der App"),
        max_length=40,
        required=False,
        help_text=_("Oder einer Ihrer Ersatzcodes, wenn Sie das Gerät nicht zur Hand haben."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "inputmode": "numeric"}
        ),
    )
    credential = forms.Field(required=False, widget=forms.HiddenInput)
    helper = helper(_("Anmelden"))


class AppForm(forms.Form):
    """The first code of an app; the secret it was given travels signed, no page view stores it."""

    secret = forms.CharField(max_length=300, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code, den die App jetzt zeigt"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    helper = helper(_("App bestätigen"))


class PasskeyForm(forms.Form):
    """What the browser's new passkey answered, and what to call it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        initial=_("Dieses Gerät"),
        help_text=_("Zum Beispiel „Dienst-Notebook“ oder „Schlüssel am Bund“."),
    )
    # Looked at by accounts.passkeys: no error at a hidden field would be seen.
    credential = forms.Field(required=False, widget=forms.HiddenInput)
    helper = helper(_("Passkey anlegen"))
