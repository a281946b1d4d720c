"""Ten tries for one account from one network; the owner comes in from another."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Attempt
from accounts.network import network_of
from tests.factories import PASSWORD, make_mandate, make_staff

pytestmark = pytest.mark.django_db

HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"
WRONG = "falsch"


def try_password(client, email, password=WRONG, network=HOME, **headers):
    form = {"username": email, "password": password}
    return client.post("/anmelden/passwort/", form, REMOTE_ADDR=network, headers=headers)


def exhaust(client, email, times=10, **where):
    for _ in range(times):
        assert try_password(client, email, **where).status_code == 200


def test_eleventh_try_is_refused_even_with_the_right_password(client):
    staff = make_staff()
    exhaust(client, staff.email)

    refused = try_password(client, staff.email, PASSWORD)

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 900
    assert "erst in 15 Minuten weiter" in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_owner_comes_in_from_another_network_meanwhile(client):
    staff = make_staff()
    exhaust(client, staff.email)

    assert try_password(client, staff.email, PASSWORD, network="198.51.100.200").status_code == 429
    assert try_password(client, staff.email, PASSWORD, network=ELSEWHERE).status_code == 302


def test_other_account_is_not_affected(client):
    exhaust(client, "niemand@example.org")

    assert try_password(client, "niemand@example.org").status_code == 429
    assert try_password(client, make_staff().email, PASSWORD).status_code == 302


def test_account_is_the_same_however_it_is_written(client):
    exhaust(client, "Kim@example.org ", times=5)
    exhaust(client, "kim@EXAMPLE.org", times=5)

    assert try_password(client, "kim@example.org").status_code == 429


def test_wait_ends_after_a_quarter_of_an_hour_and_is_not_prolonged_by_trying(client):
    staff, start = make_staff(), timezone.now()
    with time_machine.travel(start, tick=False):
        exhaust(client, staff.email)
    with time_machine.travel(start + dt.timedelta(minutes=14), tick=False):
        waits = [try_password(client, staff.email)["Retry-After"] for _ in range(3)]
    with time_machine.travel(start + dt.timedelta(minutes=15), tick=False):
        after = try_password(client, staff.email, PASSWORD)

    assert waits == ["60"] * 3
    assert after.status_code == 302
    assert not Attempt.objects.exists()


def test_coming_in_forgets_the_tries_before(client):
    staff = make_staff()
    exhaust(client, staff.email, times=9)

    try_password(client, staff.email, PASSWORD)
    client.post("/abmelden/")

    exhaust(client, staff.email)


def test_requests_for_a_code_and_wrong_codes_count_alike_for_known_and_unknown(client):
    for email in (make_mandate().person.email, "niemand@example.org"):
        answers = [
            client.post("/anmelden/", {"email": email}).status_code,
            *(client.post("/anmelden/code/", {"code": "1"}).status_code for _ in range(9)),
            client.post("/anmelden/code/", {"code": "1"}).status_code,
            client.post("/anmelden/", {"email": email}).status_code,
        ]

        assert answers == [302, *[200] * 9, 429, 429]


def test_who_and_where_are_stored_as_a_keyed_hash_only(client):
    try_password(client, "kim@example.org")

    row = Attempt.objects.values().get()
    assert "kim" not in str(row)
    assert re.fullmatch("[0-9a-f]{64}", row["key"])


# --- Networks -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_network_is_that_of_the_connection(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("trusted", "network"), [(False, "198.51.100.0/24"), (True, "203.0.113.0/24")]
)
def test_forwarded_address_counts_only_behind_the_own_proxy(settings, trusted, network):
    settings.TRUSTED_PROXIES = trusted
    forwarded = f"192.0.2.1, {ELSEWHERE}"
    request = RequestFactory().get("/", REMOTE_ADDR=HOME, headers={"X-Forwarded-For": forwarded})

    assert network_of(request) == network


@pytest.mark.parametrize(
    ("forwarded", "network"),
    [
        ("192.0.2.1,192.0.2.2 , 203.0.113.9 ", "203.0.113.0/24"),
        ("203.0.113.9, unbekannt", ""),
        ("203.0.113.9,", ""),
        ("203.0.113.9:4711", ""),
        ("2001:db8::1, 2001:db8:1:2::9", "2001:db8:1:2::/64"),
        (None, "198.51.100.0/24"),
    ],
)
def test_of_what_the_proxy_hands_on_only_its_own_entry_counts(settings, forwarded, network):
    settings.TRUSTED_PROXIES = True
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert network_of(RequestFactory().get("/", REMOTE_ADDR=HOME, headers=headers)) == network


def test_client_cannot_choose_its_network_behind_the_proxy(client, settings):
    settings.TRUSTED_PROXIES = True
    for number in range(10):
        claimed = {"X-Forwarded-For": f"192.0.{number}.1, {HOME}"}
        try_password(client, "kim@example.org", network="127.0.0.1", **claimed)

    claimed = {"X-Forwarded-For": f"192.0.99.1, {HOME}"}
    last = try_password(client, "kim@example.org", network="127.0.0.1", **claimed)
    assert last.status_code == 429
