"""What signing in leaves is gone after the daily run; what still counts stays."""

import datetime as dt
import io

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Attempt, SignInCode
from post.delivery import deliver_due
from post.models import Mail
from tests.factories import make_mail, make_mandate, make_user

pytestmark = pytest.mark.django_db


def leave_everything(name):
    browser = Client()
    browser.force_login(make_user())
    Attempt.objects.create(key=name)
    SignInCode.objects.create(
        nonce=name, code_hash="", expires_at=timezone.now() + dt.timedelta(minutes=10)
    )
    make_mail(subject=name, text="1234 5678", html="<p>1234 5678</p>", is_secret=True)


def test_run_deletes_what_is_old_and_keeps_what_counts(settings):
    settings.MAIL_IS_SHOWN = False
    with time_machine.travel(timezone.now() - dt.timedelta(days=30)):
        leave_everything("old")
    leave_everything("new")

    for _ in range(2):
        call_command("send_due", stdout=io.StringIO())

    assert Session.objects.count() == 1
    assert [one.key for one in Attempt.objects.all()] == ["new"]
    assert [one.nonce for one in SignInCode.objects.all()] == ["new"]
    codes = Mail.objects.filter(is_secret=True).order_by("pk")
    assert [one.text for one in codes] == ["", "1234 5678"]
    assert codes[0].state == Mail.State.DROPPED


def test_code_that_was_asked_for_anew_is_nowhere_any_more(client):
    person = make_mandate().person

    for _ in range(2):
        client.post("/anmelden/", {"email": person.email})

    replaced, waiting = Mail.objects.order_by("pk")
    assert (replaced.state, replaced.text, replaced.html) == (Mail.State.DROPPED, "", "")
    assert "Code: " in waiting.text


def test_code_goes_when_it_ran_out_even_without_a_mail_server(settings):
    settings.MAIL_IS_SHOWN = False
    with time_machine.travel(timezone.now() - dt.timedelta(minutes=11)):
        code = make_mail(text="1234 5678", is_secret=True)

    deliver_due()

    code.refresh_from_db()
    assert (code.state, code.text) == (Mail.State.DROPPED, "")
