"""Errors: a German page with the footer, no trace, and the rules of every page."""

import pytest
from django.db import OperationalError
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def assert_our_page(answer, status, heading):
    text = answer.content.decode()
    assert answer.status_code == status
    assert heading in text
    assert 'href="/impressum/"' in text
    assert "Traceback" not in text
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_missing_page_is_ours(client):
    assert_our_page(client.get("/gibt-es-nicht/"), 404, "Diese Seite gibt es nicht")


def test_nul_in_an_address_is_refused_on_our_page(client):
    assert_our_page(client.get("/?q=%00"), 400, "Diese Anfrage haben wir nicht verstanden")


def test_nul_in_a_cookie_is_dropped(client):
    answer = client.get("/", headers={"cookie": 'sessionid="abcdefgh\\000ij"; x=1'})

    assert answer.status_code == 200
    assert set(answer.wsgi_request.COOKIES) == {"x"}


def test_form_without_its_token_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/barriere-melden/", {"message": "x"})

    assert_our_page(answer, 403, "Das Formular war zu lange offen")
    assert answer["X-Form-Too-Old"] == "yes"


def test_office_is_closed_to_a_member_who_stays_signed_in(client):
    client.force_login(make_user(name="Kim Beispiel"))

    answer = client.get("/admin/", follow=True)

    assert_our_page(answer, 403, "Dafür fehlt Ihnen das Recht")
    assert "X-Form-Too-Old" not in answer
    assert "Kim Beispiel" in answer.content.decode()
    assert 'href="/anmelden/"' not in answer.content.decode()


def test_error_of_ours_shows_no_trace(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("geheim")

    monkeypatch.setattr("news.views.ArticleList.get_queryset", broken)
    client.raise_request_exception = False

    answer = client.get("/aktuelles/")

    assert_our_page(answer, 500, "Da ist bei uns etwas schiefgegangen")
    assert "geheim" not in answer.content.decode()


def test_database_that_is_away_gives_a_503(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("weg")

    monkeypatch.setattr("gremium.freshness.centre_with_versions", away)
    monkeypatch.setattr("partners.models.centre.CentreQuerySet.current", away)
    client.raise_request_exception = False

    assert_our_page(client.get("/"), 503, "Die Website macht gerade Pause")
