"""Who changes a lock or gets rights ends every other session, and hears of it by mail."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client

from accounts import passkeys, second_factor
from accounts.models import User
from post.models import Mail
from tests.accounts.steps import (
    FACTORS,
    SECRET,
    code_of,
    give_code,
    give_password,
    make_staff_with_app,
    set_up_app,
)
from tests.factories import OFFICE, PASSWORD, make_meeting, make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NEW = "ein-neues-Passwort-0815"


def signed_in(user, clock=None):
    """Return a browser in which `user` signed in with all that is asked."""
    browser = Client()
    give_password(browser, user)
    if clock:
        clock.shift(30)
        give_code(browser, code_of())
    return browser


def is_in(browser):
    return browser.get(FACTORS).status_code == 200


def told():
    return list(Mail.objects.order_by("pk").values_list("to_address", "subject"))


# --- The second factor and the password -----------------------------------------


def test_setting_up_an_app_ends_the_other_sessions_and_tells_the_owner():
    user = make_staff()
    here, elsewhere = signed_in(user), signed_in(user)

    set_up_app(here)

    assert is_in(here)
    assert not is_in(elsewhere)
    assert told() == [(user.email, "Zweiter Faktor eingerichtet: App")]


def test_setting_up_a_passkey_ends_the_other_sessions_and_tells_the_owner(monkeypatch):
    user = make_staff()
    here, elsewhere = signed_in(user), signed_in(user)
    # No browser answers here; what it answers is the business of test_passkeys.
    monkeypatch.setattr(passkeys, "judged", lambda judge, text: {"id": text})

    here.post(f"{FACTORS}passkey/", {"name": "Notebook", "credential": "AA"})

    assert second_factor.of(user).get().wrap().name == "Notebook"
    assert is_in(here)
    assert not is_in(elsewhere)
    assert told() == [(user.email, "Zweiter Faktor eingerichtet: Passkey")]


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        ("{}/entfernen/", "Zweiter Faktor entfernt"),
        ("ersatzcodes/neu/", "Neue Ersatzcodes erstellt"),
    ],
)
def test_changing_the_factors_ends_the_other_sessions(clock, act, subject):
    user = make_staff_with_app(clock)
    here, elsewhere = signed_in(user, clock), signed_in(user, clock)
    assert is_in(elsewhere)

    here.post(FACTORS + act.format(second_factor.of(user).get().pk))

    assert is_in(here)
    assert not is_in(elsewhere)
    assert told()[1:] == [(user.email, subject)]


def test_removing_what_is_not_there_changes_and_tells_nothing(clock):
    user = make_staff_with_app(clock)
    here, elsewhere = signed_in(user, clock), signed_in(user, clock)

    here.post(f"{FACTORS}99999/entfernen/")

    assert is_in(elsewhere)
    assert len(told()) == 1


def test_reset_by_command_ends_all_sessions_and_tells_the_owner(clock):
    user = make_staff_with_app(clock)
    browser = signed_in(user, clock)

    for _ in range(2):
        call_command("reset_second_factor", user.email, stdout=io.StringIO())

    assert not is_in(browser)
    assert told()[1:] == [(user.email, "Zweiter Faktor zurückgesetzt")]


def test_changing_the_own_password_ends_the_other_sessions_and_tells_the_owner():
    user = make_staff()
    here, elsewhere = signed_in(user), signed_in(user)

    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    here.post("/admin/password_change/", form)

    assert is_in(here)
    assert not is_in(elsewhere)
    assert told() == [(user.email, "Passwort geändert")]


def test_password_set_by_the_office_ends_all_sessions_and_tells_the_owner(client):
    client.force_login(make_staff(is_superuser=True))
    user = make_staff()
    browser = signed_in(user)

    form = {"password1": NEW, "password2": NEW}
    client.post(f"/admin/accounts/user/{user.pk}/password/", form)

    assert not is_in(browser)
    assert told() == [(user.email, "Passwort geändert")]


def test_mail_says_what_when_and_what_to_do(clock):
    make_staff_with_app(clock)

    text = Mail.objects.get().text

    assert "Zweiter Faktor eingerichtet: App" in text
    assert "01.03.2027, 13:00 Uhr" in text
    assert "Waren Sie das nicht?" in text
    assert "/admin/password_change/" in text
    assert SECRET not in text


def test_sign_in_begun_before_does_not_survive(client, clock):
    user = make_staff_with_app(clock)
    give_password(client, user)

    user.set_password(NEW)
    user.save()

    assert give_code(client, code_of()).url == "/anmelden/"
    assert Authenticator.objects.filter(user=user).exists()


# --- Rights ---------------------------------------------------------------------


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_session_of_a_member_never_becomes_one_of_the_office(client, right):
    member, hidden = make_member(), make_meeting(visibility=OFFICE)
    client.force_login(member)
    assert client.get("/mein/").status_code == 200

    # Past save() and every form, as a shell or another program would do it.
    User.objects.filter(pk=member.pk).update(**{right: True})

    assert client.get("/admin/").url.startswith("/admin/login/")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get("/mein/").url.startswith("/anmelden/")
    assert "_auth_user_id" not in client.session


def test_member_who_gets_a_group_in_the_office_is_signed_out(client):
    group = make_staff().groups.create(name="Neue Gruppe")
    member, browser = make_member(), Client()
    browser.force_login(member)
    client.force_login(make_staff(is_superuser=True))

    form = {"email": member.email, "is_active": "on", "groups": [group.pk]}
    client.post(f"/admin/accounts/user/{member.pk}/change/", form)

    member.refresh_from_db()
    assert member.is_staff
    assert browser.get("/mein/").url.startswith("/anmelden/")


def test_who_leaves_the_office_is_signed_out():
    user = make_staff()
    browser = signed_in(user)

    User.objects.filter(pk=user.pk).update(is_staff=False)

    assert browser.get("/mein/").url.startswith("/anmelden/")
