"""
What an office account needs beside its password: an app, a passkey, or a spare code.

The factors are rows of allauth.mfa. Codes of an app are checked here, because
allauth remembers used ones in a cache that the workers do not share.
"""

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.codes import digits_of
from accounts.locks import changed

APP, PASSKEY, SPARE = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.RECOVERY_CODES,
)
PASSED = "second_factor"


def of(user):
    """Return the factors that count by themselves; spare codes only stand in for them."""
    return Authenticator.objects.filter(user=user.pk, type__in=(APP, PASSKEY)).order_by("pk")


def is_held_back(request, user) -> bool:
    """
    Tell whether a session with rights of the office must not use them yet.

    What was passed stands in the session, and each change of the factors ends
    the others (accounts.locks); so no query is needed.
    """
    is_required = settings.SECOND_FACTOR_REQUIRED and user.is_authenticated
    return is_required and user.has_office_rights and not request.session.get(PASSED)


@transaction.atomic
def accepts(user, code) -> bool:
    """Tell whether `code` comes from the user's app or list, and use it up."""
    rows = Authenticator.objects.select_for_update().filter(user=user.pk)
    for row in rows.filter(type=APP):
        if counter := counter_of(decrypt(row.data["secret"]), code, row.data["counter"]):
            row.data["counter"] = counter
            row.save(update_fields=["data"])
            row.record_usage()
            return True
    return any(row.wrap().validate_code(digits_of(code)) for row in rows.filter(type=SPARE))


def counter_of(secret: str, code: str, used: int = 0) -> int:
    """Return the time step (RFC 6238) after `used` whose code this is, or 0."""
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > used and constant_time_compare(expected, digits_of(code)):
            return counter
    return 0


@transaction.atomic
def add_app(user, secret, code) -> bool:
    """Keep the app that shows `code` for `secret`, in place of an earlier one, if it is right."""
    counter = counter_of(secret, code)
    if counter:
        Authenticator.objects.filter(user=user, type=APP).delete()
        data = {"secret": encrypt(secret), "counter": counter}
        Authenticator.objects.create(user=user, type=APP, data=data)
        RecoveryCodes.activate(user)
        changed(user, _("Zweiter Faktor eingerichtet: App"))
    return bool(counter)


@transaction.atomic
def remove(user, pk):
    """Drop one factor, and the spare codes with the last one."""
    if of(user).filter(pk=pk).delete()[0]:
        delete_dangling_recovery_codes(user)
        changed(user, _("Zweiter Faktor entfernt"))


@transaction.atomic
def reset(user):
    """Drop all factors and spare codes; the account is signed out everywhere."""
    if Authenticator.objects.filter(user=user).delete()[0]:
        changed(user, _("Zweiter Faktor zurückgesetzt"))


def spare_codes(user) -> list[str]:
    """Return the codes still unused, as people read them."""
    row = Authenticator.objects.filter(user=user, type=SPARE).first()
    return [f"{code[:4]} {code[4:]}" for code in row.wrap().get_unused_codes()] if row else []


@transaction.atomic
def renew_spare_codes(user):
    Authenticator.objects.filter(user=user, type=SPARE).delete()
    if of(user).exists():
        RecoveryCodes.activate(user)
        changed(user, _("Neue Ersatzcodes erstellt"))
