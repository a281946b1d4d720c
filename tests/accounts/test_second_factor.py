"""The second factor of the office: app, spare codes, and what opens without it."""

import pytest

from accounts import second_factor
from tests.accounts.steps import (
    FACTORS,
    SECRET,
    code_of,
    give_code,
    give_password,
    is_in,
    make_staff_with_app,
    set_up_app,
)
from tests.factories import make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# --- Signing in -----------------------------------------------------------------


def test_account_with_an_app_comes_in_with_password_and_code(client, clock):
    user = make_staff_with_app(clock)

    first = give_password(client, user, "?next=/admin/news/article/")
    was_in = is_in(client)
    second = give_code(client, code_of(), "?next=/admin/news/article/")

    assert first.url == "/anmelden/zweiter-faktor/?next=%2Fadmin%2Fnews%2Farticle%2F"
    assert not was_in
    assert second.url == "/admin/news/article/"
    assert is_in(client)


def test_password_alone_opens_no_page(client, clock):
    give_password(client, make_staff_with_app(clock))

    assert client.get("/admin/").status_code == 302
    assert client.get(FACTORS).status_code == 302
    assert not is_in(client)


@pytest.mark.parametrize("code", ["000000", "", "123", "👍", "x" * 40])
def test_wrong_code_is_refused(client, clock, code):
    give_password(client, make_staff_with_app(clock))

    answer = give_code(client, code)

    assert answer.status_code == 200
    assert "Das stimmt nicht" in answer.content.decode()
    assert not is_in(client)


def test_code_of_an_app_opens_once(client, clock):
    user = make_staff_with_app(clock)
    for expected in (302, 200):
        give_password(client, user)
        assert give_code(client, code_of()).status_code == expected
        client.post("/abmelden/")


@pytest.mark.parametrize(("seconds", "opens"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_clock_of_the_telephone_may_be_half_a_minute_off(client, clock, seconds, opens):
    clock.shift(60)
    user = make_staff_with_app(clock)
    clock.shift(60)
    give_password(client, user)

    give_code(client, code_of(seconds=seconds))

    assert is_in(client) is opens


def test_spare_code_opens_once(client, clock):
    user = make_staff_with_app(clock)
    spare = second_factor.spare_codes(user)
    assert len(spare) == 10
    for expected in (302, 200):
        give_password(client, user)
        assert give_code(client, spare[3]).status_code == expected
        client.post("/abmelden/")

    assert second_factor.spare_codes(user) == [*spare[:3], *spare[4:]]


def test_second_step_waits_ten_minutes(client, clock):
    give_password(client, make_staff_with_app(clock))
    clock.shift(601)

    assert give_code(client, code_of()).url == "/anmelden/"
    assert not is_in(client)


def test_second_step_counts_for_the_throttle_and_the_password_does_not_reset_it(client, clock):
    user = make_staff_with_app(clock)
    for _ in range(5):
        give_password(client, user)
        assert give_code(client, "000000").status_code == 200

    assert give_password(client, user).status_code == 429
    assert give_code(client, code_of()).status_code == 429
    assert not is_in(client)


def test_account_disabled_between_the_steps_stays_out(client, clock):
    user = make_staff_with_app(clock)
    give_password(client, user)
    user.is_active = False
    user.save()

    assert give_code(client, code_of()).url == "/anmelden/"


def test_second_step_without_the_first_leads_to_the_login(client):
    assert client.get("/anmelden/zweiter-faktor/").url == "/anmelden/"
    assert client.post("/anmelden/zweiter-faktor/passkey/").status_code == 404


def test_member_with_a_second_factor_is_asked_for_it_too(client, clock):
    member = make_member()
    second_factor.add_app(member, SECRET, code_of())

    client.force_login(member)

    assert client.get("/anmelden/zweiter-faktor/").status_code == 200


# --- In production --------------------------------------------------------------


def test_office_stays_closed_without_a_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_staff(is_superuser=True)
    give_password(client, user)

    for page in ("/admin/", "/admin/accounts/user/", f"/admin/accounts/user/{user.pk}/change/"):
        answer = client.get(page, follow=True)
        assert answer.redirect_chain[-1][0].startswith(f"{FACTORS}?next=%2Fadmin%2F")
    client.post(f"/admin/accounts/user/{user.pk}/change/", {"name": "X"})
    user.refresh_from_db()
    assert user.name == ""
    assert "öffnet sich erst mit einem zweiten Faktor" in client.get(FACTORS).content.decode()


def test_office_opens_in_the_demo_and_hints_at_the_second_factor(client):
    give_password(client, make_staff())

    page = client.get("/admin/").content.decode()

    assert "zweiten Faktor einrichten" in page
    assert "Ihr Konto schützt nur ein Passwort" in page


def test_setting_up_an_app_opens_the_office(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_staff()
    give_password(client, user)

    answer = set_up_app(client, "?next=/admin/")

    assert answer.url == f"{FACTORS}ersatzcodes/?next=%2Fadmin%2F"
    assert 'href="/admin/"' in client.get(answer.url).content.decode()
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "Ihr Konto schützt nur ein Passwort" not in page.content.decode()


def test_session_from_before_is_asked_for_the_second_factor(client, clock, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(make_staff_with_app(clock))

    way = client.get("/admin/", follow=True).redirect_chain
    assert way[-1][0] == "/anmelden/zweiter-faktor/?next=%2Fadmin%2F"
    assert give_code(client, code_of(), "?next=/admin/").url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_office_closes_again_when_the_factor_is_reset(client, clock, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_staff_with_app(clock)
    give_password(client, user)
    give_code(client, code_of())
    assert client.get("/admin/").status_code == 200

    second_factor.reset(user)

    assert client.get("/admin/").url.startswith("/admin/login/")
    assert give_password(client, user).url == FACTORS
