"""What people read once a cancellation is taken back that had stopped their mails."""

import datetime as dt

import pytest

from meetings import answers, deputies, stages
from meetings.models import Dispatch
from partners.models import Rules
from post.models import Mail
from tests import factories as make
from tests.meetings.taking_back import (
    back_and_forth,
    deliver,
    duty,
    mail_to,
    meeting,
    member,
    move,
    november,
    send,
    words,
)

__all__ = ["meeting", "member", "november"]
pytestmark = pytest.mark.django_db

Kind, State = Dispatch.Kind, Mail.State


def test_whoever_got_nothing_is_invited_with_everything(meeting, member):
    guest = make.make_guest(meeting=meeting).person
    send(meeting, Kind.INVITATION)
    back_and_forth(meeting)

    send(meeting, Kind.CHANGE, message="Bis bald.")

    mail = mail_to(member)
    assert mail.subject == "Einladung: 2. Sitzung des Begleitgremiums am 14. Januar 2027"
    assert "Jetzt antworten:" in mail.text
    assert "Wann: Donnerstag, 14. Januar 2027, 14:00–16:30 Uhr\n" in mail.text
    assert "Antwort bis: Donnerstag, 7. Januar 2027" in mail.text
    assert "Tagesordnung\n  1. " in mail.text
    assert "Bis bald." in mail.text
    assert ("abgesagt" in mail.text, "bisher" in mail.text) == (False, False)
    assert (mail.calendar_method, "SEQUENCE:2" in mail.calendar) == ("REQUEST", True)
    assert "herzlich als Gast" in words(mail_to(guest))


def test_whoever_had_the_invitation_hears_that_it_takes_place(meeting, member):
    other = make.make_mandate(seat=make.make_seat(board=meeting.board)).person
    send(meeting, Kind.INVITATION)
    Mail.objects.filter(person=member).update(state=State.SENT)
    back_and_forth(meeting)

    send(meeting, Kind.CHANGE)

    mail = mail_to(member)
    assert mail.subject == "Findet statt: 2. Sitzung des Begleitgremiums am 14. Januar 2027"
    assert "Die 2. Sitzung findet statt" in mail.text
    assert (
        "die 2. Sitzung des Begleitgremiums findet statt. Zwischenzeitlich war sie als abgesagt "
        "eingetragen."
    ) in words(mail)
    assert "bisher" not in mail.text.replace("bisherige Antwort", "")
    assert mail_to(other).subject.startswith("Einladung: ")


def test_day_that_moved_as_well_is_said_to_each_as_they_knew_it(meeting, member):
    other = make.make_mandate(seat=make.make_seat(board=meeting.board)).person
    send(meeting, Kind.INVITATION)
    Mail.objects.filter(person=member).update(state=State.SENT)
    stages.cancel(meeting, "Sturm", None)
    move(meeting, held_on=dt.date(2027, 1, 15))
    stages.reinstate(meeting, None)

    send(meeting, Kind.CHANGE)

    known, new = words(mail_to(member)), words(mail_to(other))
    assert mail_to(member).subject.startswith("Neuer Termin: ")
    assert "eingetragen. Die 2. Sitzung des Begleitgremiums findet an einem anderen Tag" in known
    assert "(bisher: Donnerstag, 14. Januar 2027, 14:00–16:30 Uhr)" in known
    assert "Wann: Freitag, 15. Januar 2027" in new
    assert "bisher" not in new


def test_change_that_was_stopped_is_told_against_what_was_heard_last(meeting, member):
    send(meeting, Kind.INVITATION)
    deliver()
    move(meeting, venue=make.make_venue(name="Haus Zwei"))
    send(meeting, Kind.CHANGE)
    back_and_forth(meeting)

    send(meeting, Kind.CHANGE)

    text = words(mail_to(member))
    assert "Die 2. Sitzung des Begleitgremiums findet an einem anderen Ort statt." in text
    assert "Haus Zwei, Beispielstraße 1, 09111 Chemnitz (bisher: Haus Eins," in text


def test_addendum_that_was_stopped_is_new_again(meeting, member):
    send(meeting, Kind.INVITATION)
    deliver()
    make.make_agenda_item(meeting=meeting, title="Nachgereicht")
    send(meeting, Kind.ADDENDUM)
    back_and_forth(meeting)

    assert duty(meeting) == Kind.CHANGE
    send(meeting, Kind.CHANGE)

    assert "TOP 2 ist neu: Nachgereicht" in mail_to(member).text


def test_second_invitation_is_one_even_when_it_is_said_later(meeting, member):
    Rules.objects.create(board=meeting.board, valid_from=make.LONG_AGO, has_quorum=True)
    send(meeting, Kind.INVITATION, is_second_invitation=True)
    back_and_forth(meeting)

    send(meeting, Kind.CHANGE)

    assert "Dies ist die zweite Einladung zum selben Gegenstand" in words(mail_to(member))


def test_reason_of_a_shorter_notice_comes_with_the_invitation_said_later(meeting, member):
    move(meeting, held_on=dt.date(2026, 12, 5))
    send(meeting, Kind.INVITATION, short_notice_reason="Förderbescheid")
    back_and_forth(meeting)

    send(meeting, Kind.CHANGE)

    assert "mit verkürzter Frist ein. Grund: Förderbescheid" in words(mail_to(member))


# --- Those in a member's place ------------------------------------------------------


def deputy_of(meeting):
    return make.make_mandate(seat=meeting.board.seats.get(), role="deputy").person


def test_deputy_whose_appointment_was_stopped_hears_of_it(meeting, member):
    deputy = deputy_of(meeting)
    send(meeting, Kind.INVITATION)
    deliver()
    answers.delegate(meeting, member, deputy)
    back_and_forth(meeting)

    assert duty(meeting) == Kind.CHANGE
    send(meeting, Kind.CHANGE)

    place = f"{member.full_name} ({meeting.board.seats.get().organisation.name})"
    assert f"Sie vertreten dort {place}." in words(mail_to(deputy))


def test_stand_in_invited_only_now_gets_the_whole_invitation(meeting, member):
    send(meeting, Kind.INVITATION)
    deliver()
    answers.name_deputy(meeting, member, "Kim Neu", "kim@example.org")
    row = meeting.participations.get()
    deputies.confirm_deputy(row, make.make_staff())
    back_and_forth(meeting)

    send(meeting, Kind.CHANGE)

    mail = Mail.objects.queued().get(to_address="kim@example.org")
    assert mail.subject.startswith("Einladung: ")
    assert f"Sie vertreten dort {member.full_name}" in words(mail)


def test_deputy_who_was_about_to_be_asked_to_step_in_is_asked_after_all(meeting, member):
    deputy = deputy_of(meeting)
    send(meeting, Kind.INVITATION)
    deliver()
    answers.decline(meeting, member)
    back_and_forth(meeting)

    send(meeting, Kind.CHANGE)

    question = "Das Mitglied kommt nicht. Können Sie einspringen, sagen Sie es bitte dort zu."
    assert question in words(mail_to(deputy))
    assert question not in words(mail_to(member))


def test_who_is_not_invited_any_more_hears_so_even_if_the_session_is_cancelled(meeting):
    gone = make.make_mandate(seat=make.make_seat(board=meeting.board))
    send(meeting, Kind.INVITATION)
    deliver()
    gone.ends_on = dt.date(2026, 12, 31)
    gone.save()
    move(meeting, starts_at=dt.time(13))
    send(meeting, Kind.CHANGE)

    stages.cancel(meeting, "Sturm", None)
    send(meeting, Kind.CANCELLATION)

    mail = mail_to(gone.person)
    assert mail.subject.startswith("Nicht mehr eingeladen: ")
    assert mail.calendar_method == "CANCEL"
