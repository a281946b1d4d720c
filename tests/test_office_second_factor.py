"""The office resets a colleague's second factor, and sees none of the tables behind it."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts import second_factor
from tests.accounts.steps import SECRET, code_of
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

KEEPER = ("accounts.view_user", "accounts.change_user")
NAME = "Zweiten Faktor zurücksetzen"


def page_of(user):
    return f"/admin/accounts/user/{user.pk}/change/"


@pytest.fixture
def colleague():
    user = make_staff()
    second_factor.add_app(user, SECRET, code_of())
    return user


def save(client, user, **values):
    form = {"email": user.email, "name": "Neu", "is_active": "on", "is_staff": "on"}
    return client.post(page_of(user), form | values)


def test_superuser_resets_it_and_the_log_says_so(client, colleague):
    client.force_login(make_staff(is_superuser=True))
    assert NAME in client.get(page_of(colleague)).content.decode()

    answer = save(client, colleague, reset_second_factor="on")

    assert answer.status_code == 302
    assert not Authenticator.objects.exists()
    assert NAME in LogEntry.objects.get().get_change_message()


def test_saving_without_the_tick_keeps_it(client, colleague):
    client.force_login(make_staff(is_superuser=True))

    save(client, colleague)

    assert second_factor.of(colleague).exists()
    colleague.refresh_from_db()
    assert colleague.name == "Neu"


def test_others_see_it_but_cannot_reset_it(client, colleague):
    client.force_login(make_staff(*KEEPER))
    page = client.get(page_of(colleague)).content.decode()

    save(client, colleague, reset_second_factor="on")

    assert NAME not in page
    assert "App" in page
    colleague.refresh_from_db()
    assert colleague.name == "Neu"
    assert second_factor.of(colleague).exists()


def test_account_without_one_offers_no_reset(client):
    client.force_login(make_staff(is_superuser=True))

    page = client.get(page_of(make_staff())).content.decode()

    assert NAME not in page
    assert "nichts" in page


def test_tables_of_the_library_are_not_in_the_office():
    apps = {model._meta.app_label for model in admin.site._registry}

    assert "accounts" in apps
    assert not apps & {"account", "mfa", "socialaccount"}


@pytest.mark.parametrize(
    "path", ["signup", "social/login", "email", "password/reset", "2fa", "login", "3rdparty"]
)
def test_pages_of_the_library_are_not_reachable(client, path):
    for folder in ("", "accounts/", "anmelden/", "konto/"):
        assert client.get(f"/{folder}{path}/").status_code == 404


def test_command_resets_it_when_nobody_is_left_to_do_so(colleague):
    for _ in range(2):
        call_command("reset_second_factor", colleague.email.upper(), stdout=io.StringIO())

    assert not Authenticator.objects.exists()


def test_command_names_an_address_without_account(colleague):
    with pytest.raises(CommandError, match=r"niemand@example\.org gibt es nicht"):
        call_command("reset_second_factor", "niemand@example.org")

    assert second_factor.of(colleague).exists()
