"""A cancellation taken back before anybody was mailed it: what it stopped is told after all."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import answers, digest, invitations, obstacles, stages
from meetings.admin.dispatch_preview import Preview
from meetings.models import Dispatch
from meetings.proof import Proofs
from meetings.summons import summons_of
from post import outbox
from post.models import Mail
from tests import factories as make
from tests.meetings.taking_back import (
    back_and_forth,
    deliver,
    duty,
    mail_to,
    meeting,
    member,
    november,
    send,
    words,
)
from tests.office import change, office

__all__ = ["meeting", "member", "november", "office"]
pytestmark = pytest.mark.django_db

Kind, State = Dispatch.Kind, Mail.State


def test_invitation_that_was_stopped_has_to_be_told_as_a_change(meeting, member):
    send(meeting, Kind.INVITATION)

    back_and_forth(meeting)

    assert (Mail.objects.get().state, duty(meeting)) == (State.DROPPED, Kind.CHANGE)
    assert obstacles.obstacles(meeting, Kind.CHANGE) == []
    assert "Die Änderung ist noch nicht mitgeteilt." in list(
        digest.steps_of(meeting, timezone.localdate(), reader=None)
    )
    [entry] = Proofs(meeting).entries
    assert [one.text for one in entry.proofs] == ["wegen der Absage nicht versandt"]


def test_page_of_the_session_says_what_nobody_knows(office, meeting):
    send(meeting, Kind.INVITATION)
    back_and_forth(meeting)

    page = office.get(change(meeting)).content.decode()

    assert "Die Sitzung findet doch statt. Die Eingeladenen wissen davon noch nichts." in page
    assert "haben sich geändert" not in page
    assert "Änderung mitteilen" in page


@pytest.mark.parametrize("state", [State.QUEUED, State.FAILED])
def test_change_is_told_once(meeting, state):
    send(meeting, Kind.INVITATION)
    Mail.objects.update(state=state)
    back_and_forth(meeting)

    send(meeting, Kind.CHANGE)

    assert duty(meeting) == ""
    assert obstacles.obstacles(meeting, Kind.CHANGE)[0].startswith("Seit dem letzten Versand")
    assert Mail.objects.queued().count() == 1


def test_nothing_is_owed_when_nothing_was_stopped(meeting):
    send(meeting, Kind.INVITATION)
    deliver()

    back_and_forth(meeting)

    assert duty(meeting) == ""


def test_reminders_and_receipts_alone_are_no_reason_to_write_to_all(meeting, member):
    send(meeting, Kind.INVITATION)
    answers.accept(meeting, member)
    thread = invitations.thread_of(meeting, member)
    make.make_mail(person=member, thread=thread, kind="session_reminder")
    Mail.objects.filter(kind=Kind.INVITATION).update(state=State.SENT)

    back_and_forth(meeting)

    assert set(Mail.objects.filter(state=State.DROPPED).values_list("kind", flat=True)) == {
        "answer",
        "session_reminder",
    }
    assert duty(meeting) == ""


def test_mail_replaced_for_another_reason_owes_nothing(meeting, member):
    send(meeting, Kind.INVITATION)
    outbox.supersede(invitations.thread_of(meeting, member))

    back_and_forth(meeting)

    assert duty(meeting) == ""


def test_notice_counts_from_what_reached_people(meeting, time_machine):
    send(meeting, Kind.INVITATION)
    back_and_forth(meeting)
    nobody = summons_of(meeting)
    time_machine.move_to(dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC))
    send(meeting, Kind.CHANGE)

    assert "Die Einladung vom 23.11.2026 hat nicht erreicht: " in nobody.text
    told = summons_of(meeting).text
    assert "Die Einladung ging am 04.01.2027 an den einen besetzten Sitz" in told


def test_mail_that_got_through_although_it_was_to_be_stopped_owes_nothing(meeting):
    send(meeting, Kind.INVITATION)
    mail = Mail.objects.get()
    mail.claim(timezone.now() + dt.timedelta(minutes=10))

    back_and_forth(meeting)
    in_hand = duty(meeting)
    deliver()

    assert (in_hand, duty(meeting)) == (Kind.CHANGE, "")


def test_cancellation_that_was_sent_is_told_as_ever(meeting, member):
    send(meeting, Kind.INVITATION)
    stages.cancel(meeting, "Sturm", None)
    send(meeting, Kind.CANCELLATION)
    deliver()
    stages.reinstate(meeting, None)

    send(meeting, Kind.CHANGE)

    assert "war abgesagt. Sie findet nun doch statt." in words(mail_to(member))
    assert duty(meeting) == ""


def test_save_the_date_that_was_stopped_can_be_told_or_left_to_the_invitation(meeting, member):
    send(meeting, Kind.SAVE_THE_DATE)
    back_and_forth(meeting)
    owed = duty(meeting)
    send(meeting, Kind.CHANGE)
    mail = mail_to(member)

    send(meeting, Kind.INVITATION)

    assert owed == Kind.CHANGE
    assert mail.subject == "Save-the-Date: 2. Sitzung des Begleitgremiums am 14. Januar 2027"
    assert mail.calendar_method == "REQUEST"
    assert duty(meeting) == ""


def test_preview_says_how_many_hear_of_it_only_now(meeting):
    make.make_mandate(seat=make.make_seat(board=meeting.board))
    send(meeting, Kind.INVITATION)
    back_and_forth(meeting)

    hints = Preview(meeting, Kind.CHANGE, {}).hints

    assert "Die Absage hat die Mails an 2 Personen angehalten. Sie erfahren jetzt alles." in hints
