"""Accounts and groups."""

from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.admin.base import OfficeAdmin
from accounts.admin.forms import OfficeForm
from accounts.admin.passwords import AddUserForm, ChangeUserForm, SetPassword
from accounts.models import User

RIGHTS = ("is_staff", "is_superuser", "groups")
SECOND_FACTORS = {second_factor.APP: _("App"), second_factor.PASSKEY: _("Passkey")}


@admin.register(User)
class UserOffice(OfficeAdmin, UserAdmin):
    """Accounts: who may sign in. They are switched off, never deleted."""

    form = ChangeUserForm
    add_form = AddUserForm
    change_password_form = SetPassword
    list_display = ("email", "name", "is_staff", "is_superuser", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    autocomplete_fields = ("groups",)
    readonly_fields = ("last_login", "date_joined", "second_factors")
    export_columns = ("email", "name", "is_staff", "is_active", "date_joined", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "password", "is_active")}),
        (_("Rechte"), {"fields": RIGHTS}),
        (_("Zweiter Faktor"), {"fields": ("second_factors", "reset_second_factor")}),
        (_("Verlauf"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("email", "name", "password1", "password2"),
                "description": _(
                    "Für die Geschäftsstelle; Rechte vergeben Sie im nächsten Schritt. Mitglieder "
                    "brauchen hier nichts: Ihr Konto entsteht bei der ersten Anmeldung von selbst."
                ),
            },
        ),
    )

    @admin.display(description=_("eingerichtet"))
    def second_factors(self, obj):
        """Return the names of the account's factors."""
        names = [SECOND_FACTORS[factor.type] for factor in second_factor.of(obj)]
        return ", ".join(map(str, names)) or _("nichts")

    def get_fieldsets(self, request, obj=None):
        """A second factor is reset by superusers only, and only where there is one."""
        given = super().get_fieldsets(request, obj)
        if obj is None or (request.user.is_superuser and second_factor.of(obj).exists()):
            return given
        without = {"fields": ("second_factors",)}
        return [
            (title, without if "reset_second_factor" in options["fields"] else options)
            for title, options in given
        ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if request.user.is_superuser and form.cleaned_data.get("reset_second_factor"):
            second_factor.reset(obj)
            text = _(
                "Der zweite Faktor ist zurückgesetzt. Bei der nächsten Anmeldung ins Büro "
                "richtet die Person einen neuen ein."
            )
            messages.success(request, text)

    def get_readonly_fields(self, request, obj=None):
        """Rights are given by superusers only."""
        given = super().get_readonly_fields(request, obj)
        return given if request.user.is_superuser else (*given, *RIGHTS)

    def has_change_permission(self, request, obj=None):
        """Who sets the password of an account can use all its rights."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or holds_all_of(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return False

    def save_related(self, request, form, formsets, change):
        """Whoever gets a group works in the office; without the tick the group is of no use."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        if "groups" in form.changed_data and not user.is_staff and user.groups.exists():
            user.is_staff = True
            user.save(update_fields=["is_staff"])
            text = _("„Geschäftsstelle“ ist mit angekreuzt: Ohne das führt keine Rolle ins Büro.")
            messages.info(request, text)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "email":
            kwargs["widget"] = forms.EmailInput(
                attrs={"class": "vTextField", "autocomplete": "off"}
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def holds_all_of(user, other):
    """Tell whether `other`, active or not, has no right and no board that `user` has not."""
    if user.is_superuser or user == other:
        return True
    given = Permission.objects.filter(Q(user=other.pk) | Q(group__user=other.pk))
    pairs = given.values_list("content_type__app_label", "codename")
    names = {f"{app}.{codename}" for app, codename in pairs}
    return not other.is_superuser and user.has_perms(names) and covers_boards(user, other)


def covers_boards(user, other):
    """Tell whether `user` works on every board on which `other` does; none means all."""
    own, theirs = (set(one.assigned_boards.values_list("pk", flat=True)) for one in (user, other))
    return not own or (bool(theirs) and theirs <= own)


def own_apps():
    """Return the labels of the apps of this project: all whose tables the office knows."""
    found = apps.get_app_configs()
    return [one.label for one in found if Path(one.path).resolve().parent == settings.BASE_DIR]


class PermissionChoice(forms.ModelMultipleChoiceField):
    """Rights in the words of the office: „Sitzung: ändern“."""

    ACTS = {
        "view": _("ansehen"),
        "add": _("anlegen"),
        "change": _("ändern"),
        "delete": _("löschen"),
    }

    def label_from_instance(self, permission):
        act = permission.codename.split("_")[0]
        return f"{permission.content_type.name}: {self.ACTS.get(act, permission.name)}"


class GroupForm(OfficeForm):
    """A group with its rights; one that is not offered (of a package's table) stays."""

    permissions = PermissionChoice(
        Permission.objects.filter(content_type__app_label__in=own_apps())
        .exclude(content_type__model__startswith="historical")
        .select_related("content_type"),
        label=_("Rechte"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Group
        fields = ("name", "permissions")


class SuperusersOnly:
    """Who changes a group could else give themselves any right."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


# Of allauth's tables the office needs none: its factors stand on the account's page.
admin.site.unregister([Group, EmailAddress, Authenticator])


@admin.register(Group)
class GroupOffice(SuperusersOnly, OfficeAdmin, GroupAdmin):
    """Groups: bundles of rights; three come with the program."""

    form = GroupForm
    filter_horizontal = ()
    list_display = ("name",)
    export_columns = ("name",)
    ordering = ("name",)
