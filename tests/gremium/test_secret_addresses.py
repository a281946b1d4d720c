"""What answers at a personal address keeps it secret, errors and redirects included."""

import pytest
from django.conf import settings
from django.test import Client

from post.models import PersonalLink
from tests.factories import make_mandate

pytestmark = pytest.mark.django_db

WRONG = "A" * 32


def assert_secret(answer, status):
    assert answer.status_code == status
    assert answer["Referrer-Policy"] == "no-referrer"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "public" not in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


@pytest.fixture
def home():
    person = make_mandate().person
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/l/{WRONG}/", 404),
        (f"/l//{WRONG}/", 404),
        (f"/L/{WRONG}/", 404),
        (f"/l/{WRONG}", 301),
        (f"/l/{WRONG}/nichts/", 404),
        (f"/l/{WRONG}/dokumente/{WRONG}/datei.pdf", 404),
        (f"/l/{WRONG}/?x=%00", 400),
        (f"/kalender/{WRONG}.ics", 404),
        (f"/kalender/{WRONG}", 404),
    ],
)
def test_missing_pages_and_redirects(client, address, status):
    assert_secret(client.get(address), status)


def test_wrong_method(client, home):
    assert_secret(client.get(f"{home}gesehen/"), 405)
    assert_secret(client.post(f"/kalender/{WRONG}.ics"), 405)


def test_form_without_its_token(home):
    assert_secret(Client(enforce_csrf_checks=True).post(f"{home}gesehen/"), 403)


def test_error_of_ours(client, home, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(PersonalLink.objects, "find", broken)
    client.raise_request_exception = False

    assert_secret(client.get(home), 500)


def test_foreign_host(client, home):
    assert_secret(client.get(home, headers={"host": "example.com"}), 400)


def test_redirect_to_https(client, home, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert_secret(client.get(home), 301)


def test_other_pages_are_not_touched(client):
    answer = client.get("/sitzungen/")

    assert answer["Referrer-Policy"] == settings.SECURE_REFERRER_POLICY
    assert "X-Robots-Tag" not in answer
