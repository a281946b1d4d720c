"""Codes to sign in with: eight digits, ten minutes, once, five tries."""

import datetime as dt
import secrets

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import SignInCode

DIGITS = 8
LIFETIME = dt.timedelta(minutes=10)
MAX_TRIES = 5


def hash_of(nonce: str, code: str) -> str:
    return salted_hmac("accounts.codes", f"{nonce} {code}", algorithm="sha256").hexdigest()


def issue() -> tuple[str, str]:
    """Make a code; return the nonce that stands for it, and the code, which is stored nowhere."""
    now = timezone.now()
    SignInCode.objects.filter(expires_at__lte=now).delete()
    nonce, code = secrets.token_hex(16), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    SignInCode.objects.create(
        nonce=nonce, code_hash=hash_of(nonce, code), expires_at=now + LIFETIME
    )
    return nonce, code


def redeem(nonce: str, code: str) -> bool:
    """
    Use the code up if it is right, still valid and not used before.

    Each step is one UPDATE that names its condition, so that of two requests
    at once only one gets in, and a try counts before it is judged.
    """
    now = timezone.now()
    rows = SignInCode.objects.filter(nonce=nonce, used_at=None)
    if not rows.filter(expires_at__gt=now, tries__lt=MAX_TRIES).update(tries=F("tries") + 1):
        return False
    stored = rows.values_list("code_hash", flat=True).first() or ""
    if not constant_time_compare(stored, hash_of(nonce, digits_of(code))):
        return False
    return bool(rows.update(used_at=now))


def digits_of(code: str) -> str:
    """Return the digits people typed, however they grouped them."""
    return "".join(sign for sign in code if sign in "0123456789")


def grouped(code: str) -> str:
    """Return the code as people read it: 1234 5678."""
    return f"{code[:4]} {code[4:]}"
