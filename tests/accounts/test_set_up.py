"""Setting up a second factor, looking after it, and removing it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.utils import timezone

from accounts import second_factor
from tests.accounts.steps import (
    FACTORS,
    SECRET,
    code_of,
    give_password,
    make_staff_with_app,
    set_up_app,
)
from tests.factories import PASSWORD, make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def office(client):
    user = make_staff()
    give_password(client, user)
    client.user = user
    return client


def test_seeing_the_page_stores_nothing(office):
    before = dict(office.session)

    office.get(f"{FACTORS}app/")

    assert dict(office.session) == before
    assert not Authenticator.objects.exists()


def test_app_with_a_wrong_code_is_not_kept_and_the_picture_stays(office):
    page = office.get(f"{FACTORS}app/").content.decode()
    signed = re.search(r'name="secret" value="([^"]+)"', page)[1]

    answer = office.post(f"{FACTORS}app/", {"secret": signed, "code": "000000"})

    letters = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1]
    assert "passt nicht" in answer.content.decode()
    assert letters in answer.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("whose", ["forged", "of another account", "old", "none"])
def test_secret_that_was_not_shown_to_this_account_is_refused(office, clock, whose):
    signed = {
        "forged": "x:y:z",
        "of another account": signing.dumps([office.user.pk + 1, SECRET], salt="accounts.app"),
        "old": signing.dumps([office.user.pk, SECRET], salt="accounts.app"),
        "none": "",
    }[whose]
    clock.shift(1801 if whose == "old" else 0)
    session = office.session
    session["confirmed_at"] = timezone.now().timestamp()
    session.save()

    office.post(f"{FACTORS}app/", {"secret": signed, "code": code_of()})

    assert not Authenticator.objects.exists()


def test_new_spare_codes_replace_the_old_ones(office):
    set_up_app(office)
    old = second_factor.spare_codes(office.user)

    answer = office.post(f"{FACTORS}ersatzcodes/neu/", follow=True)

    new = second_factor.spare_codes(office.user)
    assert not set(old) & set(new)
    assert all(code in answer.content.decode() for code in new)


def test_last_factor_takes_the_spare_codes_along(office):
    set_up_app(office)
    pk = Authenticator.objects.get(type="totp").pk

    office.post(f"{FACTORS}{pk}/entfernen/")

    assert not Authenticator.objects.exists()


def test_factor_of_somebody_else_is_not_removed(office, clock):
    other = make_staff_with_app(clock)

    office.post(f"{FACTORS}{second_factor.of(other).get().pk}/entfernen/")

    assert second_factor.of(other).exists()


def test_password_is_asked_again_after_half_an_hour(office, clock):
    clock.shift(1801)
    asked = office.get(f"{FACTORS}app/")
    refused = office.post(f"{FACTORS}ersatzcodes/neu/")
    wrong = office.post(asked.url, {"password": "falsch"})
    right = office.post(asked.url, {"password": PASSWORD})

    assert asked.url.startswith("/konto/bestaetigen/?next=")
    assert refused.url.startswith("/konto/bestaetigen/?next=")
    assert "nicht Ihr Passwort" in wrong.content.decode()
    assert right.url == FACTORS
    assert office.get(f"{FACTORS}app/").status_code == 200


def test_members_have_no_second_factor_to_set_up(client):
    client.force_login(make_member())

    for page in (FACTORS, f"{FACTORS}app/", f"{FACTORS}ersatzcodes/", "/konto/bestaetigen/"):
        assert client.get(page).status_code == 403
