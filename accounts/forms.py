from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen."),
        "inactive": _(
            "Dieses Konto ist abgeschaltet. Bitte wenden Sie sich an die Geschäftsstelle."
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-Mail-Adresse")
        self.fields["username"].validators.append(MaxLengthValidator(254))
        self.helper = FormHelper()
        self.helper.add_input(Submit("login", _("Anmelden")))
