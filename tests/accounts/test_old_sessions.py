"""Ways round the sign-in: other letters, older sessions, odd addresses."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.factories import PASSWORD, make_staff

pytestmark = pytest.mark.django_db


def sign_in(client, email, password=PASSWORD, wanted=""):
    address = reverse("accounts:password") + (f"?next={wanted}" if wanted else "")
    return client.post(address, {"username": email, "password": password})


def test_other_letters_for_the_same_account_share_its_tries(client):
    user = make_staff(email="buero@example.org")
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalpha() else sign for sign in user.email)
    for address in (user.email, wide) * 5:
        assert sign_in(client, address, "falsch").status_code == 200

    assert sign_in(client, wide, "falsch").status_code == 429
    assert sign_in(client, user.email).status_code == 429


def test_session_from_before_the_second_factor_reads_and_removes_nothing(client):
    user = make_staff()
    sign_in(client, user.email)
    address = reverse("accounts:factors")
    assert client.get(address).status_code == 200
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:second-step"))


@pytest.mark.parametrize("wanted", ["abc", "%ff", "accounts:login"])
def test_address_that_is_no_path_is_ignored(client, wanted):
    response = sign_in(client, make_staff().email, wanted=wanted)

    assert response["Location"] == reverse("admin:index")
