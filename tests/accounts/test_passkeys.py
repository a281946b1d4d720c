"""Passkeys: what the browser is given, and that nonsense from it opens nothing."""

import base64
import json

import pytest
from allauth.mfa.models import Authenticator

from accounts import second_factor
from tests.accounts.steps import SECRET, code_of, give_password
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

PAGE = "/konto/zweiter-faktor/passkey/"
HOST = {"host": "localhost"}


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


CLIENT_DATA = b64(b'{"type":"webauthn.create","challenge":"AAAA","origin":"http://localhost"}')
NONSENSE = {
    "empty": {},
    "list": [],
    "number": 4711,
    "text": "abc",
    "true": True,
    "no response": {"id": "AA", "rawId": "AA", "type": "public-key"},
    "nulls": {"id": None, "rawId": None, "type": None, "response": None},
    "texts": {"id": "ä", "rawId": "ä", "type": "ä", "response": {"clientDataJSON": "ä"}},
    "not CBOR": {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {"clientDataJSON": CLIENT_DATA, "attestationObject": b64(b"\xff\x00abc")},
    },
    "short CBOR": {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {"clientDataJSON": CLIENT_DATA, "attestationObject": b64(b"\xbf")},
    },
    "empty map": {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {"clientDataJSON": CLIENT_DATA, "attestationObject": b64(b"\xa0")},
    },
    "no data": {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {
            "clientDataJSON": CLIENT_DATA,
            "attestationObject": b64(b"\xa3cfmtdnonegattStmt\xa0hauthDataCabc"),
        },
    },
    "signature": {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {
            "clientDataJSON": CLIENT_DATA,
            "authenticatorData": b64(bytes(37)),
            "signature": "AA",
            "userHandle": "AA",
        },
    },
    "short authenticator data": {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {"clientDataJSON": CLIENT_DATA, "authenticatorData": "AA", "signature": "AA"},
    },
}
# As they come over the line: no JSON, or more of it than a parser bears.
LINES = {
    "nothing": "",
    "blank": "  ",
    "no JSON": "{",
    "NUL": "\0",
    "not a number": "NaN",
    "deep list": "[" * 100_000 + "]" * 100_000,
    "deep list that fits": "[" * 9_000 + "]" * 9_000,
    "deep object": '{"a":' * 3_000 + "1" + "}" * 3_000,
    "long number": "9" * 10_000,
    "megabyte": json.dumps({"id": "A" * 1_000_000}),
    "half a sign": json.dumps({"id": "\ud800", "rawId": "\ud800", "response": {}}),
    "deep CBOR": json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {"clientDataJSON": CLIENT_DATA, "attestationObject": b64(b"\x81" * 9_000)},
        }
    ),
    "cut CBOR": json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {"clientDataJSON": CLIENT_DATA, "attestationObject": b64(b"\xfb\x00")},
        }
    ),
}
lines = pytest.mark.parametrize("line", LINES.values(), ids=LINES)
nonsense = pytest.mark.parametrize("credential", NONSENSE.values(), ids=NONSENSE)


@pytest.fixture
def office(client):
    user = make_staff()
    give_password(client, user, **HOST)
    client.user = user
    return client


def add(client, credential):
    form = {"name": "Notebook", "credential": json.dumps(credential)}
    return client.post(PAGE, form, headers=HOST)


def test_browser_gets_a_fresh_challenge_by_post_only(office):
    first, second = (office.post(f"{PAGE}beginn/", headers=HOST).json() for _ in range(2))

    assert first["publicKey"]["rp"] == {"id": "localhost", "name": "localhost"}
    assert first["publicKey"]["user"]["name"] == office.user.email
    assert first["publicKey"]["challenge"] != second["publicKey"]["challenge"]
    assert office.get(f"{PAGE}beginn/", headers=HOST).status_code == 405


def test_page_offers_the_passkey_only_where_browsers_have_them(office):
    by_name = office.get(PAGE, headers=HOST).content.decode()
    by_number = office.get(PAGE, headers={"host": "127.0.0.1:8000"}).content.decode()

    assert 'data-passkey="create"' in by_name
    assert "data-passkey" not in by_number
    assert "https-Adresse mit Namen" in by_number


@nonsense
def test_nonsense_is_not_kept(office, credential):
    office.post(f"{PAGE}beginn/", headers=HOST)

    answer = add(office, credential)

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


@nonsense
def test_nonsense_without_a_challenge_is_not_kept(office, credential):
    assert add(office, credential).status_code == 200
    assert not Authenticator.objects.exists()


@nonsense
def test_nonsense_opens_nothing(client, credential):
    user = make_staff()
    second_factor.add_app(user, SECRET, code_of())
    give_password(client, user, **HOST)
    client.post("/anmelden/zweiter-faktor/passkey/", headers=HOST)

    form = {"code": "", "credential": json.dumps(credential)}
    answer = client.post("/anmelden/zweiter-faktor/", form, headers=HOST)

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@lines
def test_line_that_is_no_answer_is_not_kept(office, line):
    office.post(f"{PAGE}beginn/", headers=HOST)

    answer = office.post(PAGE, {"name": "Notebook", "credential": line}, headers=HOST)

    assert answer.status_code == 200
    assert "Das hat nicht geklappt" in answer.content.decode()
    assert not Authenticator.objects.exists()


@lines
def test_line_that_is_no_answer_opens_nothing(client, line):
    user = make_staff()
    second_factor.add_app(user, SECRET, code_of())
    give_password(client, user, **HOST)
    client.post("/anmelden/zweiter-faktor/passkey/", headers=HOST)

    form = {"code": "", "credential": line}
    answer = client.post("/anmelden/zweiter-faktor/", form, headers=HOST)

    assert answer.status_code == 200
    assert "Das stimmt nicht" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_options_at_the_second_step_name_no_other_account(client):
    user = make_staff()
    second_factor.add_app(user, SECRET, code_of())
    give_password(client, user, **HOST)

    options = client.post("/anmelden/zweiter-faktor/passkey/", headers=HOST).json()

    assert options["publicKey"].get("allowCredentials", []) == []
