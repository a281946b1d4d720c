"""Every address has a policy, and keeps it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path, resolve, reverse

from accounts import policy
from accounts.policy import public
from gremium.addresses import addresses
from gremium.checks import every_view_has_a_policy


def undeclared(request):
    return HttpResponse("")


@public
def declared(request):
    return HttpResponse("")


urlpatterns = [
    path("", include("accounts.urls")),
    path("offen/", declared),
    path("vergessen/", undeclared, name="forgotten"),
]


def of_policy(*wanted):
    found = [one for one in addresses() if one.policy in wanted]
    return [pytest.param(one, id=one.pattern) for one in found]


def joined(pattern):
    """Return the pattern as Django names it after a match."""
    return pattern.replace("/^", "/")


def test_url_policy_lists_every_address_with_a_known_policy():
    out = StringIO()

    call_command("url_policy", json=True, stdout=out)

    rows = json.loads(out.getvalue())
    assert len(rows) == len(addresses())
    assert {row["policy"] for row in rows} <= {policy.PUBLIC, policy.SIGNED_IN, policy.OFFICE}
    assert [row for row in rows if resolve(row["sample"]).route != joined(row["pattern"])] == []
    assert {row["sample"]: row["policy"] for row in rows}[
        "/sitzungen/begleitgremium-1/"
    ] == "public"


def test_url_policy_reads_as_a_table_without_json():
    out = StringIO()

    call_command("url_policy", stdout=out)

    assert "public     sitzungen/<slug:slug>/" in out.getvalue().splitlines()


@override_settings(ROOT_URLCONF="tests.test_addresses")
def test_check_fails_for_a_view_without_a_policy():
    (error,) = every_view_has_a_policy(None)

    assert error.id == "gremium.E001"
    assert "vergessen/" in error.msg


def test_check_passes_for_the_site():
    assert every_view_has_a_policy(None) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", of_policy(policy.PUBLIC))
def test_public_address_answers_a_visitor(client, address):
    response = client.get(address.sample)

    assert response.status_code in {200, 302, 404, 405}
    if response.status_code == 302:
        assert response["Location"].startswith("/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", of_policy(policy.SIGNED_IN, policy.OFFICE))
def test_closed_address_sends_a_visitor_to_the_login(client, address):
    response = client.get(address.sample, follow=True)

    entrances = {reverse("accounts:login"), reverse("accounts:password")}
    assert response.redirect_chain
    assert response.request["PATH_INFO"] in entrances
    assert response.status_code == 200


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.test_addresses")
def test_view_without_a_policy_is_closed_even_if_it_is_served(client):
    assert client.get("/offen/").status_code == 200
    assert client.get("/vergessen/").status_code == 302
