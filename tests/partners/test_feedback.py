"""Reporting a barrier: kept for the office, not for programs."""

import pytest

from partners.models import Feedback

pytestmark = pytest.mark.django_db

REPORT = {"page": "/mitglieder/", "message": "Der Kontrast ist zu gering.", "email": ""}


def test_report_is_kept_and_thanked_for(client):
    answer = client.post("/barriere-melden/", REPORT, follow=True)

    assert answer.redirect_chain == [("/barriere-melden/danke/", 302)]
    assert list(Feedback.objects.values("page", "message", "email")) == [REPORT]


def test_report_without_a_message_is_refused_and_keeps_what_was_written(client):
    answer = client.post("/barriere-melden/", REPORT | {"message": "", "email": "a@example.org"})

    assert answer.status_code == 200
    assert "a@example.org" in answer.content.decode()
    assert not Feedback.objects.exists()


def test_page_is_taken_from_the_address(client):
    assert (
        'value="/sitzungen/"' in client.get("/barriere-melden/?seite=/sitzungen/").content.decode()
    )


def test_program_that_fills_in_the_hidden_field_is_thanked_and_ignored(client):
    answer = client.post("/barriere-melden/", REPORT | {"website": "https://spam.example"})

    assert answer.status_code == 302
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("message", ["x" * 5001, "\0"])
def test_message_that_cannot_be_kept_is_refused(client, message):
    answer = client.post("/barriere-melden/", REPORT | {"message": message})

    assert answer.status_code == 200
    assert not Feedback.objects.exists()
