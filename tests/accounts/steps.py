"""What one does at the door, for the tests of it."""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from accounts import second_factor
from tests.factories import PASSWORD, make_staff

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FACTORS = "/konto/zweiter-faktor/"


def code_of(secret=SECRET, seconds=0):
    """Return what an app shows now, or `seconds` later."""
    step = int(timezone.now().timestamp() + seconds) // 30
    return format_hotp_value(hotp_value(secret, step))


def make_staff_with_app(clock):
    """An account whose app was set up a minute ago."""
    user = make_staff()
    assert second_factor.add_app(user, SECRET, code_of())
    clock.shift(60)
    return user


def give_password(client, user, query="", **headers):
    form = {"username": user.email, "password": PASSWORD}
    return client.post(f"/anmelden/passwort/{query}", form, headers=headers)


def give_code(client, code, query=""):
    return client.post(f"/anmelden/zweiter-faktor/{query}", {"code": code})


def is_in(client):
    return "_auth_user_id" in client.session


def set_up_app(client, query=""):
    page = client.get(f"{FACTORS}app/{query}").content.decode()
    signed = re.search(r'name="secret" value="([^"]+)"', page)[1]
    letters = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert "data:image/svg+xml" in page
    form = {"secret": signed, "code": code_of(letters)}
    return client.post(f"{FACTORS}app/{query}", form)
