"""Sending: once, in one transaction, and nothing by saving."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings import invitations
from meetings.models import Delivery, Dispatch, Meeting, Participation
from meetings.snapshot import Shown
from post.models import Mail
from tests import factories as make
from tests.meetings.sending import cancel, change, in_days, meeting, refusal, send, staff, states

__all__ = ["meeting", "send", "staff"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind


# --- What it writes ---------------------------------------------------------


def test_invitation_opens_the_session_and_writes_proof_mail_and_answer(meeting, staff, send):
    dispatch = send(Kind.INVITATION, message="  Bis bald!  ")

    meeting.refresh_from_db()
    delivery, mail = Delivery.objects.get(), Mail.objects.get()
    person, seat = delivery.person, meeting.board.seats.get()
    assert meeting.state == Meeting.State.INVITED
    assert (dispatch.sent_by, dispatch.message, dispatch.number) == (staff, "Bis bald!", 1)
    assert (delivery.mail, delivery.seat, delivery.role) == (mail, seat, "member")
    assert (mail.person, mail.to_address, mail.kind) == (person, person.email, "invitation")
    assert mail.occasion == f"invitation:{dispatch.pk}:person:{person.pk}"
    assert mail.thread == f"meeting:{meeting.pk}:person:{person.pk}"
    assert mail.link_expires_on == meeting.held_on + dt.timedelta(days=30)
    assert (mail.calendar_method, "METHOD:REQUEST" in mail.calendar) == ("REQUEST", True)
    assert Participation.objects.get().seat == seat


def test_history_says_who_invited(meeting, staff, send):
    send(Kind.INVITATION)

    record = meeting.history.first()
    assert (record.history_user, record.history_change_reason) == (staff, "Einladung versandt")


def test_letter_has_no_mail(meeting, send):
    make.make_mandate(
        seat=meeting.board.seats.get(), role="deputy", person=make.make_person(email="")
    )

    send(Kind.INVITATION)

    assert [one.is_letter for one in Delivery.objects.all()] == [False, True]
    assert Mail.objects.count() == 1


def test_save_the_date_leaves_the_session_closed(meeting, send):
    send(Kind.SAVE_THE_DATE)

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED
    assert not Participation.objects.exists()
    assert states() == [("save_the_date", "queued")]


def test_saving_sends_nothing(meeting, send):
    send(Kind.INVITATION)
    change(meeting, held_on=in_days(40), starts_at=dt.time(10))
    cancel(meeting)

    assert Dispatch.objects.count() == Mail.objects.count() == 1


def test_what_is_refused_leaves_nothing(meeting, send):
    meeting.agenda_items.all().delete()

    refusal(send, Kind.INVITATION)

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED
    assert not Dispatch.objects.exists()
    assert not Mail.objects.exists()


# --- Once -------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.SAVE_THE_DATE, Kind.INVITATION])
def test_second_sending_is_told_who_sent_it_when(send, kind):
    sent = send(kind)

    with pytest.raises(invitations.AlreadySentError) as error:
        send(kind)

    moment = timezone.localtime(sent.sent_at)
    assert error.value.message.startswith(f"{sent.get_kind_display()}: schon versandt am ")
    assert error.value.message.endswith(f"um {moment:%H:%M} Uhr von Robin Büro.")
    assert Mail.objects.count() == 1


def test_same_preview_sends_one_addendum(send):
    send(Kind.INVITATION)
    send(Kind.ADDENDUM, message="Neu", shown=Shown(1))

    with pytest.raises(invitations.AlreadySentError):
        send(Kind.ADDENDUM, message="Neu", shown=Shown(1))

    assert Dispatch.objects.filter(kind=Kind.ADDENDUM).count() == 1


def test_another_addendum_is_the_second(send):
    send(Kind.INVITATION)
    send(Kind.ADDENDUM, message="Eins", shown=Shown(1))

    assert send(Kind.ADDENDUM, message="Zwei", shown=Shown(2)).number == 2


def test_cancellation_goes_out_once_until_it_takes_place_after_all(meeting, send):
    send(Kind.INVITATION)
    cancel(meeting)
    send(Kind.CANCELLATION)
    refused = refusal(send, Kind.CANCELLATION)
    change(meeting, is_cancelled=False, cancellation_reason="")
    send(Kind.CHANGE)
    cancel(meeting)

    assert refused[0].startswith("Absage: schon versandt")
    assert send(Kind.CANCELLATION).number == 2


# --- What replaces what ---------------------------------------------------------


def test_invitation_replaces_a_save_the_date_that_waits(send):
    send(Kind.SAVE_THE_DATE)
    send(Kind.INVITATION)

    assert states() == [("save_the_date", "dropped"), ("invitation", "queued")]


def test_what_is_sent_stays_sent(send):
    send(Kind.SAVE_THE_DATE)
    Mail.objects.update(state=Mail.State.SENT)
    send(Kind.INVITATION)

    assert states() == [("save_the_date", "sent"), ("invitation", "queued")]


def test_change_and_cancellation_replace_all_that_waits(meeting, send):
    send(Kind.INVITATION)
    send(Kind.ADDENDUM, message="Neu")
    assert states() == [("invitation", "queued"), ("addendum", "queued")]

    change(meeting, held_on=in_days(40))
    send(Kind.CHANGE)
    cancel(meeting)
    send(Kind.CANCELLATION)

    assert states() == [
        ("invitation", "dropped"),
        ("addendum", "dropped"),
        ("change", "dropped"),
        ("cancellation", "queued"),
    ]


# --- Who comes later ------------------------------------------------------------


def test_latecomer_gets_the_invitation_that_went_out(meeting, send):
    dispatch = send(Kind.INVITATION)
    guest = make.make_guest(meeting=meeting).person

    delivery = invitations.send_to(meeting, guest)

    assert (delivery.dispatch, delivery.role) == (dispatch, "guest")
    assert delivery.mail.subject.startswith("Einladung: ")
    with pytest.raises(invitations.AlreadySentError, match="hat die Einladung schon"):
        invitations.send_to(meeting, guest)


def test_nobody_else_gets_it(meeting, send):
    guest = make.make_guest(meeting=meeting).person
    with pytest.raises(ValidationError, match="noch nicht eingeladen"):
        invitations.send_to(meeting, guest)
    send(Kind.INVITATION)

    with pytest.raises(ValidationError, match="ist zu dieser Sitzung nicht eingeladen"):
        invitations.send_to(meeting, make.make_person())
    late = make.make_guest(meeting=meeting).person
    cancel(meeting)
    with pytest.raises(ValidationError, match="abgesagt"):
        invitations.send_to(meeting, late)
