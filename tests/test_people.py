"""People are named with their consent, and no longer than that."""

import pytest
from django.utils import timezone

from tests.factories import (
    make_mandate,
    make_person,
    make_seat,
)

pytestmark = pytest.mark.django_db


def test_person_is_named_with_consent_only_and_no_longer_than_that(client):
    seat = make_seat()
    named = make_person(family_name="Einverstanden", email="named@example.org", consents=["name"])
    silent = make_person(family_name="Schweigend", email="silent@example.org")
    make_mandate(seat=seat, person=named)
    make_mandate(seat=seat, person=silent, role="deputy")
    address = seat.organisation.get_absolute_url()

    page = client.get(address).content.decode()
    assert "Einverstanden" in page
    assert "named@example.org" not in page
    assert "Schweigend" not in page

    named.consents.update(withdrawn_at=timezone.now())
    assert "Einverstanden" not in client.get(address).content.decode()


def test_contact_and_function_need_a_consent_each(client):
    seat = make_seat()
    person = make_person(
        function="Referatsleitung", email="kontakt@example.org", consents=["name", "contact"]
    )
    make_mandate(seat=seat, person=person)

    page = client.get(seat.organisation.get_absolute_url()).content.decode()

    assert "kontakt@example.org" in page
    assert "Referatsleitung" not in page
