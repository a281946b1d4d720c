"""What the office is told once a day, and that it is told nothing on a day without."""

import datetime as dt
import logging

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from advice.due import section as advice_section
from meetings import digest, reminders, rights
from meetings.models import Dispatch, Meeting, Participation
from post.models import Mail
from tests import factories as make
from tests.advising import make_advice

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def in_days(days):
    return TODAY + dt.timedelta(days=days)


def lines_of(mail):
    """The lines under the headings of a digest."""
    return [line.strip() for line in mail.text.splitlines() if line.startswith("  ")]


def only_digest():
    digest.send_all()
    return Mail.objects.get(kind="digest")


def overdue(board=None):
    """A planned session in ten days: nothing is sent, no paper is there."""
    board = board or make.make_board()
    return make.make_meeting(board=board, held_on=in_days(10), state=Meeting.State.PLANNED)


def test_office_hears_of_overdue_steps_once_a_day():
    office = make.make_staff(*rights.SENDING)
    meeting = overdue()

    first, second = digest.send_all(), digest.send_all()
    mail = Mail.objects.get(kind="digest")
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        next_day = digest.send_all()

    assert (first, second, next_day) == (1, 0, 1)
    assert mail.to_address == office.email
    day = f"{meeting.held_on.day}."
    assert any(line.startswith("1. Sitzung") and day in line for line in mail.text.splitlines())
    assert [line.split(":")[0] for line in lines_of(mail)] == ["Save-the-Date", "Einladung"]
    assert "http://127.0.0.1:8000/admin/" in mail.text


def test_nothing_is_sent_on_a_day_without():
    make.make_staff(*rights.SENDING)
    make.make_meeting(held_on=in_days(200), state=Meeting.State.PLANNED)

    assert digest.send_all() == 0
    assert Mail.objects.count() == 0


def test_answers_deputies_proposals_and_post_are_counted_without_names():
    make.make_staff(*rights.SENDING)
    meeting = make.make_meeting(held_on=in_days(5))
    make.make_document(meeting=meeting)
    for _ in range(2):
        make.make_mandate(seat=make.make_seat(board=meeting.board))
    Participation.objects.create(
        meeting=meeting,
        seat=meeting.board.seats.first(),
        response="delegated",
        deputy_name="Robin Geheim",
        deputy_email="geheim@example.org",
    )
    make.make_proposal(meeting=meeting)
    make.make_mail(state=Mail.State.FAILED)

    mail = only_digest()

    assert lines_of(mail) == [
        "2 von 3 Sitzen ohne Antwort.",
        "1 benannte Vertretung wartet auf Bestätigung.",
        "1 Vorschlag für die Tagesordnung ist offen.",
        "1 Mail war nicht zustellbar.",
    ]
    assert mail.subject == "4 Schritte sind offen"
    assert "Geheim" not in mail.text


def test_change_and_cancellation_not_told_and_session_not_marked_are_named():
    make.make_staff(*rights.SENDING)
    changed, cancelled = (make.make_meeting(held_on=in_days(30)) for _ in range(2))
    for one in (changed, cancelled):
        make.make_dispatch(meeting=one, kind=Dispatch.Kind.INVITATION)
        make.make_document(meeting=one)
    changed.starts_at = dt.time(15)
    changed.save()
    cancelled.is_cancelled, cancelled.cancellation_reason = True, "Kein Raum"
    cancelled.save()
    make.make_meeting(held_on=in_days(-2))

    assert sorted(lines_of(only_digest())) == [
        "Die Absage ist noch nicht mitgeteilt.",
        "Die Sitzung ist vorbei, aber noch nicht als durchgeführt vermerkt.",
        "Die Änderung ist noch nicht mitgeteilt.",
    ]


def test_everybody_hears_of_their_own_boards_only():
    mine, foreign = make.make_board(short_name="AG Eins"), make.make_board(short_name="AG Zwei")
    office = make.make_leader(mine)
    overdue(mine)
    overdue(foreign)
    make.make_mail(state=Mail.State.FAILED, thread=f"meeting:{overdue(foreign).pk}:person:1")

    mail = only_digest()

    assert mail.to_address == office.email
    assert "AG Eins" in mail.text
    assert "AG Zwei" not in mail.text
    assert "zustellbar" not in mail.text


def test_whoever_sends_invitations_is_told_else_superusers_else_the_centre():
    make.make_centre(email="buero@example.org")
    overdue()
    told = []

    for make_reader in (lambda: None, make.make_user, make.make_staff):
        if user := make_reader():
            user.is_superuser = user.is_staff = True
            user.save()
        Mail.objects.all().delete()
        digest.send_all()
        told.append(set(Mail.objects.values_list("to_address", flat=True)))
    office = make.make_staff(*rights.SENDING)
    make.make_staff(*rights.SENDING, is_active=False)
    make.make_staff("meetings.view_meeting")
    Mail.objects.all().delete()
    digest.send_all()

    assert told[0] == {"buero@example.org"}
    assert len(told[1]) == 1
    assert "buero@example.org" not in told[1]
    assert set(Mail.objects.values_list("to_address", flat=True)) == {office.email}


def test_what_fails_does_not_hold_up_the_rest(monkeypatch, caplog, capsys):
    make.make_staff(*rights.SENDING)
    overdue()
    first, second = (make.make_meeting(held_on=in_days(14)) for _ in range(2))
    for one in (first, second):
        make.make_mandate(seat=make.make_seat(board=one.board))

    def send_for(key, real=reminders.send_for):
        if key == first.pk:
            raise RuntimeError
        return real(key)

    monkeypatch.setattr(reminders, "send_for", send_for)
    with caplog.at_level(logging.ERROR), pytest.raises(CommandError, match="1 Schritte"):
        call_command("send_due")

    assert sorted(Mail.objects.values_list("kind", flat=True)) == ["answer_reminder", "digest"]
    assert f"Sitzung {first.pk}: fehlgeschlagen" in caplog.text
    assert "Erinnerungen: 1, Tagesübersichten: 1" in capsys.readouterr().out


def test_digest_names_advice_that_waits_and_what_other_apps_add():
    board = make.make_board()
    late = timezone.localdate() - dt.timedelta(days=1)
    make_advice(board=board, due_on=late, owner=make.make_staff())
    make_advice(due_on=late, owner=make.make_staff())
    leader = make.make_leader(board)

    digest.send_all(more=[advice_section])

    mail = Mail.objects.get(to_address=leader.email)
    assert "1 Anregung wartet über die Frist hinaus auf Antwort." in mail.text
