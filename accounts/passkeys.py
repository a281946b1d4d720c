"""Passkeys as a second factor: the browser's key answers a challenge kept in the session."""

from ipaddress import ip_address

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction

# What allauth and fido2 raise for an answer that is none.
NONSENSE = (ValidationError, ValueError, TypeError, KeyError, AttributeError)


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


@transaction.atomic
def add(user, name, credential) -> bool:
    """Keep the passkey if it answers the challenge of this session."""
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except NONSENSE:
        return False
    auth.WebAuthn.add(user, name, credential)
    RecoveryCodes.activate(user)
    return True


def options_to_show(user) -> dict:
    return auth.begin_authentication(user)


def accepts(user, credential) -> bool:
    """Tell whether a passkey of the user answers the challenge of this session."""
    try:
        auth.parse_authentication_response(credential)
        auth.complete_authentication(user, credential).record_usage()
    except NONSENSE:
        return False
    return True


def belongs_to(user):
    return Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.WEBAUTHN).exists()
