"""Passkeys as a second factor: the browser's key answers a challenge kept in the session."""

import json
from ipaddress import ip_address

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth
from django.db import Error, transaction
from django.utils.translation import gettext as _

from accounts.locks import changed

MAX_LENGTH = 20_000


def are_possible(request) -> bool:
    """Tell whether browsers offer passkeys here: a host with a name, and https or localhost."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def options_to_add(user) -> dict:
    return auth.begin_registration(user, passwordless=False)


def judged(judge, text):
    """Return what `judge` makes of the browser's answer `text`, or None if it is not right."""
    try:
        return judge(json.loads(text)) if len(text) <= MAX_LENGTH else None
    except Error:
        raise
    # What allauth, fido2 and the parsers raise for an answer that is none is named nowhere.
    except Exception:  # noqa: BLE001
        return None


@transaction.atomic
def add(user, name, text) -> bool:
    """Keep the passkey if it answers the challenge of this session."""

    def judge(credential):
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
        return credential

    credential = judged(judge, text)
    if credential:
        auth.WebAuthn.add(user, name, credential)
        RecoveryCodes.activate(user)
        changed(user, _("Zweiter Faktor eingerichtet: Passkey"))
    return bool(credential)


def options_to_show(user) -> dict:
    return auth.begin_authentication(user)


def accepts(user, text) -> bool:
    """Tell whether a passkey of the user answers the challenge of this session."""

    def judge(credential):
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(user, credential)

    passkey = judged(judge, text)
    if passkey:
        passkey.record_usage()
    return bool(passkey)


def belongs_to(user):
    return Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.WEBAUTHN).exists()
