"""Setting passwords: always with one, and asked in the office's own words."""

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPasswordForm
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm, UserChangeForm
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.forms import OfficeForm
from accounts.locks import changed
from accounts.models import User

AGAIN = _("Bitte geben Sie dasselbe Passwort noch einmal ein.")


class AddUserForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password2"].help_text = AGAIN


class ChangeUserForm(OfficeForm, UserChangeForm):
    reset_second_factor = forms.BooleanField(
        label=_("Zweiten Faktor zurücksetzen"),
        required=False,
        help_text=_("Wenn Telefon und Ersatzcodes verloren sind. Fragen Sie die Person selbst."),
    )

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "password" in self.fields:
            self.fields["password"].help_text = _(
                "Passwörter werden nur verschlüsselt gespeichert; niemand kann sie lesen."
            )
        if "is_superuser" in self.fields:
            self.fields["is_superuser"].label = _("Darf alles")
            self.fields["is_superuser"].help_text = _("Hat jedes Recht, auch ohne Rolle.")


class TellingForm:
    """A form after which the account's owner hears of the new password."""

    @transaction.atomic
    def save(self, commit=True):
        user = super().save(commit)
        changed(user, gettext("Passwort geändert"))
        return user


class SetPassword(TellingForm, AdminPasswordChangeForm):
    """A new password for somebody else."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        self.fields["password1"].required = self.fields["password2"].required = True
        self.fields["password2"].help_text = AGAIN


class ChangeOwnPassword(TellingForm, OwnPasswordForm):
    """A new password for oneself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password2"].help_text = AGAIN
