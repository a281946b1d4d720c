"""Signing in with an e-mail address and a password, which only the office has."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from tests.factories import PASSWORD, make_member, make_staff, make_user

pytestmark = pytest.mark.django_db

WRONG = "passen nicht zusammen"


def sign_in(client, email, password=PASSWORD, address="/anmelden/passwort/"):
    return client.post(address, {"username": email, "password": password})


def test_office_lands_in_the_office(client):
    assert sign_in(client, make_staff().email).url == "/admin/"


@pytest.mark.parametrize("make", [make_user, make_member])
def test_password_of_a_member_opens_nothing(client, make):
    answer = sign_in(client, make().email)

    assert answer.status_code == 200
    assert WRONG in answer.content.decode()


def test_address_is_found_however_it_is_written(client):
    make_staff(email="Kim.Beispiel@Example.org")

    assert User.objects.get().email == "kim.beispiel@example.org"
    assert sign_in(client, "KIM.beispiel@example.ORG").status_code == 302


@pytest.mark.parametrize("email", ["kim@example.org", "KIM@EXAMPLE.ORG"])
def test_address_belongs_to_one_account(email):
    make_user(email="kim@example.org")

    with pytest.raises(ValidationError, match=r"schon ein Konto|existiert bereits"):
        User(email=email, password="x").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email=email)


def test_wrong_unknown_and_disabled_are_answered_alike(client):
    known, member = make_staff(), make_member()
    disabled = make_staff(is_active=False)

    answers = [
        sign_in(client, known.email, "falsch"),
        sign_in(client, "niemand@example.org"),
        sign_in(client, disabled.email),
        sign_in(client, member.email),
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [WRONG in answer.content.decode() for answer in answers] == [True] * 4


def test_redirect_stays_on_the_site(client):
    user, page = make_staff(), "/anmelden/passwort/"

    for address in ("https://boese.example/", "//boese.example/", "javascript:alert(1)"):
        assert sign_in(client, user.email, address=f"{page}?next={address}").url == "/admin/"
        client.logout()
    answer = sign_in(client, user.email, address=f"{page}?next=/mitglieder/")
    assert answer.url == "/mitglieder/"


@pytest.mark.parametrize("email", ["x" * 60_000, "%_" * 500, "a\0b@example.org", "👍", ""])
def test_nonsense_for_an_address_is_refused_like_any_other(client, email):
    assert sign_in(client, email).status_code == 200
    assert client.post("/anmelden/", {"email": email}).status_code == 200
    assert not client.session.keys()


def test_signed_in_reader_is_sent_on_from_the_login(client):
    client.force_login(make_user())

    assert client.get("/anmelden/?next=/anmelden/").url == "/mein/"
    assert client.get("/anmelden/passwort/?next=/mitglieder/").url == "/mitglieder/"


def test_session_key_changes_at_login_and_ends_at_logout(client):
    user = make_staff()
    client.get("/anmelden/")
    sign_in(client, user.email)
    first = client.cookies["sessionid"].value

    client.post("/abmelden/")
    sign_in(client, user.email)

    assert client.cookies["sessionid"].value not in {"", first}


def test_logout_by_get_changes_nothing(client):
    client.force_login(make_user())

    assert client.get("/abmelden/").status_code == 405
    assert "_auth_user_id" in client.session


def test_session_ends_when_the_account_is_disabled(client):
    user = make_staff()
    sign_in(client, user.email)
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302


def test_short_or_common_password_is_refused():
    for password in ("kurz", "123456789012345"):
        with pytest.raises(ValidationError):
            validate_password(password)
    validate_password(PASSWORD)
