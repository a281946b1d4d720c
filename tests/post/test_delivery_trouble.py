"""What a mail server can do to a mail: refuse, close, hang, be away."""

import asyncio
import datetime as dt

import pytest
import time_machine
from django.core.mail import get_connection
from django.utils import timezone

from post import outbox
from post.delivery import MAX_ATTEMPTS, deliver_due, hand_over
from post.links import PLACEHOLDER, address
from post.models import Mail, PersonalLink
from post.verdict import what_to_do
from tests.e2e.product import free_port
from tests.factories import make_mail, make_person
from tests.post.mail_server import Sink, name_server, serving, stops_after

pytestmark = pytest.mark.django_db

State = Mail.State
HOUR = dt.timedelta(hours=1)


def fresh(mail):
    mail.refresh_from_db()
    return mail


def minutes_to_wait(mail):
    return round((fresh(mail).next_attempt_at - timezone.now()).total_seconds() / 60)


@pytest.fixture
def nobody_home(settings):
    name_server(settings, free_port())


@pytest.mark.parametrize("answer", ["421 Bin gleich weg", "450 Graue Liste", "530 Erst anmelden"])
def test_refusal_for_now_is_tried_again(sink, answer):
    mail = make_mail()
    sink.rcpt_answers = [answer]

    deliver_due()
    assert fresh(mail).state == State.QUEUED
    assert mail.last_error == answer
    assert what_to_do(mail).startswith("Nichts:")

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=True):
        deliver_due()
    assert fresh(mail).state == State.SENT
    assert (mail.last_error, len(sink.raw)) == ("", 1)


def test_refusal_for_ever_is_told_to_the_office_and_not_tried_again(sink):
    mail = make_mail()
    sink.rcpt_answers = ["550 5.1.1 User unknown"]

    deliver_due()
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert deliver_due() == 0

    assert fresh(mail).state == State.FAILED
    assert mail.last_error == "550 5.1.1 User unknown"
    assert what_to_do(mail).startswith("Prüfen Sie die E-Mail-Adresse")
    assert sink.raw == []


@pytest.mark.parametrize(
    ("answer", "advice"),
    [("552 5.2.2 Full", "Das Postfach ist voll"), ("554 5.7.1 Spam", "Der Mailserver lehnt")],
)
def test_refused_content_is_final_too(sink, answer, advice):
    mail = make_mail()
    sink.data_answers = [answer]

    deliver_due()

    assert fresh(mail).state == State.FAILED
    assert what_to_do(mail).startswith(advice)


def test_one_refused_mail_does_not_hold_up_the_others(sink):
    make_mail(subject="schlecht")
    make_mail(subject="gut")
    sink.rcpt_answers = ["550 Nein"]

    assert deliver_due() == 2
    assert sink.subjects == ["gut"]


def test_server_that_closes_in_the_middle_is_tried_again_with_the_same_id(sink):
    mail = make_mail()
    sink.data_answers = ["close"]

    deliver_due()
    assert fresh(mail).state == State.QUEUED
    assert "SMTPServerDisconnected" in mail.last_error

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        deliver_due()
    assert [one["Message-ID"] for one in sink.mails] == [mail.message_id]


def test_server_that_hangs_is_given_up_after_the_timeout(settings):
    class Sleepy(Sink):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            await asyncio.sleep(2)
            return "250 OK"

    mail = make_mail()
    settings.EMAIL_TIMEOUT = 0.3
    with serving(settings, Sleepy()):
        deliver_due()

    assert fresh(mail).state == State.QUEUED
    assert mail.last_error
    assert minutes_to_wait(mail) == 1


def test_pauses_grow_to_an_hour(nobody_home):
    mail, pauses = make_mail(), []

    for _attempt in range(6):
        with time_machine.travel(fresh(mail).next_attempt_at, tick=False):
            deliver_due()
            pauses.append(minutes_to_wait(mail))

    assert pauses == [1, 5, 15, 60, 60, 60]


def test_mail_is_given_up_after_a_week_of_attempts_and_not_before(nobody_home):
    mail = make_mail(attempts=MAX_ATTEMPTS - 2)

    deliver_due()
    assert fresh(mail).state == State.QUEUED

    with time_machine.travel(timezone.now() + 2 * HOUR):
        deliver_due()
    assert fresh(mail).state == State.FAILED
    assert dt.timedelta(hours=MAX_ATTEMPTS) >= dt.timedelta(days=5)


def test_nothing_is_lost_or_sent_twice_when_the_server_is_away_for_two_days(settings):
    begin, port = timezone.now(), free_port()
    mails = [make_mail(thread="t" if number < 2 else "") for number in range(4)]
    name_server(settings, port)
    for hour in range(49):
        with time_machine.travel(begin + hour * HOUR, tick=False):
            deliver_due()
    assert {fresh(one).state for one in mails} == {State.QUEUED}

    sink = Sink()
    with serving(settings, sink, port):
        for hour in (50, 51, 52):
            with time_machine.travel(begin + hour * HOUR, tick=False):
                deliver_due()

    assert sorted(sink.subjects) == sorted(one.subject for one in mails)
    ours = [one.subject for one in mails[:2]]
    assert [one for one in sink.subjects if one in ours] == ours
    assert {fresh(one).state for one in mails} == {State.SENT}


def test_failed_attempts_leave_no_link_behind(settings, nobody_home):
    make_mail(person=make_person(), text=address(), link_mark=PLACEHOLDER)

    deliver_due()
    assert not PersonalLink.objects.exists()

    sink = Sink()
    sink.rcpt_answers, sink.data_answers = ["450 Später"], []
    with serving(settings, sink):
        for hours in (1, 2):
            with time_machine.travel(timezone.now() + hours * HOUR):
                deliver_due()
            assert PersonalLink.objects.count() == hours - 1


def test_link_stays_where_nobody_knows_whether_the_mail_arrived(sink):
    make_mail(person=make_person(), text=address(), link_mark=PLACEHOLDER)
    sink.data_answers = ["close"]

    deliver_due()

    assert PersonalLink.objects.count() == 1


# --- Replaced meanwhile -------------------------------------------------------


def test_invitation_that_waits_never_follows_its_cancellation(settings, nobody_home):
    invitation = make_mail(subject="Einladung", thread="meeting:1:person:1")
    deliver_due()

    outbox.supersede("meeting:1:person:1")
    make_mail(subject="Absage", thread="meeting:1:person:1")
    sink = Sink()
    with serving(settings, sink), time_machine.travel(timezone.now() + HOUR):
        deliver_due()

    assert sink.subjects == ["Absage"]
    assert fresh(invitation).state == State.DROPPED


def test_invitation_in_flight_is_not_tried_again_after_its_cancellation(sink):
    invitation = make_mail(subject="Einladung", thread="t")

    def cancel_and_break(_mail):
        outbox.supersede("t")
        make_mail(subject="Absage", thread="t")
        raise ConnectionResetError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("post.delivery.seal", cancel_and_break)
        deliver_due(stops_after(1))
    assert fresh(invitation).state == State.DROPPED

    deliver_due()
    assert sink.subjects == ["Absage"]


def test_cancellation_waits_for_the_invitation_in_the_hands_of_a_dead_process(sink):
    invitation = make_mail(subject="Einladung", thread="t")
    invitation.claim(timezone.now() + dt.timedelta(minutes=10))
    outbox.supersede("t")
    make_mail(subject="Absage", thread="t")

    deliver_due()
    assert (sink.subjects, fresh(invitation).state) == ([], State.QUEUED)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        deliver_due()
    assert sink.subjects == ["Absage"]
    assert fresh(invitation).state == State.DROPPED


def test_mail_replaced_while_connecting_is_not_handed_over(sink):
    mail = make_mail(thread="t")
    mail.claim(timezone.now() + dt.timedelta(minutes=10))
    outbox.supersede("t")

    hand_over(mail, get_connection())

    assert (sink.raw, fresh(mail).state) == ([], State.DROPPED)
