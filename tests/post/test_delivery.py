"""Mails reach a real mail server: once, in order, with everything in them."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from post.delivery import deliver_due
from post.links import PLACEHOLDER, address
from post.models import Mail, PersonalLink
from tests.e2e.product import free_port
from tests.factories import make_centre, make_mail, make_person
from tests.post.mail_server import name_server

pytestmark = pytest.mark.django_db

State = Mail.State


def state_of(mail):
    mail.refresh_from_db()
    return mail.state


def test_mail_is_sent_with_text_html_and_stable_headers(sink):
    make_centre(short_name="Zentrum", email="buero@example.org")
    mail = make_mail(subject="Einladung", text="Guten Tag", html="<p>Guten Tag</p>")

    assert deliver_due() == 1

    (sent,) = sink.mails
    assert state_of(mail) == State.SENT
    assert mail.sent_at is not None
    assert mail.claimed_until is None
    assert sent["Message-ID"] == mail.message_id
    assert sent["Reply-To"] == "buero@example.org"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["From"] == "Zentrum <gremium@127.0.0.1>"
    assert sent["To"] == f"{mail.to_name} <{mail.to_address}>"
    assert sent.get_body(["plain"]).get_content().strip() == "Guten Tag"
    assert sent.get_body(["html"]).get_content().strip() == "<p>Guten Tag</p>"


def test_mail_sent_once_is_not_sent_again(sink):
    make_mail()

    assert [deliver_due(), deliver_due()] == [1, 0]
    assert len(sink.raw) == 1


def test_calendar_entry_stands_in_the_body_and_beside_it(sink):
    entry = "BEGIN:VCALENDAR\r\nSUMMARY:Begrüßung\r\nEND:VCALENDAR\r\n"
    make_mail(html="<p>x</p>", calendar=entry, calendar_method="REQUEST")

    deliver_due()

    parts = {one.get_content_type(): one for one in sink.mails[0].walk()}
    body, beside = parts["text/calendar"], parts["application/ics"]
    assert body.get_param("method") == "REQUEST"
    assert body.get_content_charset() == "utf-8"
    assert body.get_content().replace("\r\n", "\n") == entry.replace("\r\n", "\n")
    assert beside.get_filename() == "einladung.ics"
    assert beside.get_content() == entry.encode()


def test_link_is_minted_at_hand_over_and_stored_nowhere(sink):
    person = make_person()
    until = timezone.localdate() + dt.timedelta(days=9)
    text = f"Antworten: {address()}"
    mail = make_mail(
        person=person, link_mark=PLACEHOLDER, text=text, html=f'<a href="{address()}">x</a>'
    )
    Mail.objects.update(link_expires_on=until)

    deliver_due()

    plain = sink.mails[0].get_body(["plain"]).get_content()
    token = plain.split("/l/")[1].strip("/\n\r ")
    link = PersonalLink.objects.find(token, PersonalLink.Purpose.PERSONAL)
    mail.refresh_from_db()
    assert (link.person, link.mail, link.expires_on) == (person, mail, until)
    assert token in sink.mails[0].get_body(["html"]).get_content()
    assert mail.text == text
    assert token not in mail.text + mail.html


def test_link_is_shown_where_there_is_no_mail_server(settings):
    settings.MAIL_IS_SHOWN = True
    mail = make_mail(person=make_person(), text=address(), link_mark=PLACEHOLDER)

    deliver_due()

    assert state_of(mail) == State.SENT
    assert PLACEHOLDER not in mail.text
    assert PersonalLink.objects.find(mail.text.split("/l/")[1].strip("/"), "personal")


def test_nothing_leaves_in_production_without_a_mail_server(settings, mailoutbox):
    settings.MAIL_IS_SHOWN = settings.HAS_MAIL_SERVER = False
    mail = make_mail()

    assert deliver_due() == 0
    assert (state_of(mail), mail.attempts, mailoutbox) == (State.QUEUED, 0, [])


def test_mails_of_a_thread_arrive_in_order_others_pass_them(sink):
    first = make_mail(subject="1", thread="meeting:1:person:1")
    make_mail(subject="2", thread="meeting:1:person:1")
    make_mail(subject="3", thread="meeting:1:person:2")
    make_mail(subject="4")
    Mail.objects.filter(pk=first.pk).update(
        next_attempt_at=timezone.now() + dt.timedelta(minutes=5)
    )

    deliver_due()
    assert sink.subjects == ["3", "4"]

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=6)):
        deliver_due()
    assert sink.subjects == ["3", "4", "1", "2"]


def test_mail_waits_while_an_older_one_of_its_thread_is_in_flight(sink):
    older = make_mail(thread="t")
    assert older.claim(timezone.now() + dt.timedelta(minutes=10))
    make_mail(thread="t", subject="neuer")

    assert deliver_due() == 0
    older.refresh_from_db()
    Mail.objects.filter(pk=older.pk).update(state=State.SENT)
    assert deliver_due() == 1
    assert sink.subjects == ["neuer"]


def test_mail_of_a_process_that_died_is_tried_again_with_the_same_id(sink):
    mail = make_mail()
    mail.claim(timezone.now() + dt.timedelta(minutes=10))

    assert deliver_due() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        assert deliver_due() == 1

    assert sink.mails[0]["Message-ID"] == mail.message_id
    assert state_of(mail) == State.SENT
    assert mail.attempts == 2


def test_command_makes_one_pass(sink, capsys):
    make_mail()

    call_command("outbox", "--once")
    call_command("outbox", "--once")

    assert capsys.readouterr().out.splitlines() == [
        "Versuchte Übergaben: 1",
        "Versuchte Übergaben: 0",
    ]
    assert len(sink.raw) == 1


def test_code_for_signing_in_goes_first_and_leaves_nothing(sink):
    make_mail(subject="Einladung")
    code = make_mail(subject="Code", text="123456", html="<p>123456</p>", is_secret=True)

    deliver_due()

    assert sink.subjects == ["Code", "Einladung"]
    assert "123456" in sink.raw[0].decode()
    assert state_of(code) == State.SENT
    assert (code.text, code.html) == ("", "")


def test_code_for_signing_in_is_not_sent_late(settings):
    name_server(settings, free_port())
    code = make_mail(text="123456", is_secret=True)

    deliver_due()
    assert state_of(code) == State.QUEUED

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        assert deliver_due() == 0
    assert state_of(code) == State.DROPPED
    assert code.text == ""
