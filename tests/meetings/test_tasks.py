"""Tasks: noted, announced, ticked off and reminded of."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.models import Task
from meetings.tasks import acts, reminders
from post.models import Mail
from tests import factories as make
from tests.held import make_held_meeting, make_task

pytestmark = pytest.mark.django_db

TODAY = dt.date(2027, 3, 1)


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def person(board):
    return make.make_member(board).person


def mails(kind):
    return list(Mail.objects.filter(kind=kind).order_by("pk"))


# --- Noting and announcing ----------------------------------------------------


def test_task_noted_in_a_session_is_known_to_the_office_only(board, person):
    item = make.make_agenda_item(meeting=make_held_meeting(board=board))

    task = acts.note(item, "  Zahlen\nnachreichen ", person=person)

    assert (task.title, task.meeting, task.board) == ("Zahlen nachreichen", item.meeting, board)
    assert list(Task.objects.visible_to(person.user)) == []
    assert list(Task.objects.of_person(person)) == []


def test_task_without_words_is_refused(board):
    item = make.make_agenda_item(meeting=make_held_meeting(board=board))

    with pytest.raises(ValidationError, match="schreiben Sie, was zu tun ist"):
        acts.note(item, " \n ")


def test_announcing_tells_once(board, person):
    task = make_task(
        board=board, person=person, is_announced=False, due_on=dt.date(2027, 3, 5), title="Zahlen"
    )

    told = acts.announce(task)

    (mail,) = mails("task")
    assert told == [person]
    assert (mail.subject, mail.person) == ("Ihre Aufgabe: Zahlen", person)
    assert "Zahlen – bis 5. März 2027" in mail.text
    with pytest.raises(ValidationError, match="schon mitgeteilt"):
        acts.announce(task)


def test_organisations_task_is_its_members(board, person):
    seat = person.mandates.get().seat
    other = make.make_member(make.make_board()).person
    task = make_task(board=board, organisation=seat.organisation, is_announced=False)

    assert acts.announce(task) == [person]
    assert list(Task.objects.of_person(person)) == [task]
    assert list(Task.objects.of_person(other)) == []


def test_nobody_named_is_said(board):
    with pytest.raises(ValidationError, match="wer zuständig ist"):
        acts.announce(make_task(board=board, is_announced=False))


def test_sessions_tasks_are_announced_together(board, person):
    item = make.make_agenda_item(meeting=make_held_meeting(board=board))
    first, second = (acts.note(item, title, person=person) for title in ("Eins", "Zwei"))
    nobodys = acts.note(item, "Drei")

    found = acts.announce_tasks_of(item.meeting)

    assert found == {person: [first, second]}
    assert mails("task") == []
    nobodys.refresh_from_db()
    assert nobodys.is_announced
    assert acts.announce_tasks_of(item.meeting) == {}


# --- Doing --------------------------------------------------------------------


def test_ticking_off_twice_is_once(board, person):
    task = make_task(board=board, person=person)

    acts.finish(task, person, "Liegt bei.")
    acts.finish(task, person, "Liegt bei.")

    task.refresh_from_db()
    assert task.state == Task.State.DONE
    assert task.done_at is not None
    assert [one.text for one in task.comments.all()] == ["Liegt bei."]


def test_tick_can_be_taken_back_until_the_office_closes_the_task(board, person):
    task = make_task(board=board, person=person)

    acts.finish(task, person)
    reopened = acts.reopen(task, person)
    Task.objects.update(state=Task.State.DROPPED, state_reason="entfällt")

    assert (reopened.state, reopened.done_at) == (Task.State.OPEN, None)
    with pytest.raises(ValidationError, match="geschlossen: entfallen"):
        acts.finish(task, person)


@pytest.mark.parametrize("state", [Task.State.DEFERRED, Task.State.DROPPED])
def test_putting_off_needs_a_reason(board, state):
    make_task(board=board, state=state, state_reason="Kein Geld")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_task(board=board, state=state)


# --- Reminding ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_left", "began"),
    [(8, None), (7, 7), (1, 7), (0, 0), (-6, 0), (-7, -7), (-20, -7), (-21, -21), (-35, -35)],
)
def test_stages_begin_a_week_before_on_the_day_and_then_every_two_weeks(days_left, began):
    due_on = TODAY + dt.timedelta(days=days_left)

    found = reminders.stage_began(due_on, TODAY)

    assert found == (None if began is None else due_on - dt.timedelta(days=began))


def test_reminders_come_once_a_stage_and_one_mail_a_person(board, person):
    today = timezone.localdate()
    due = [make_task(board=board, person=person, due_on=today) for _number in range(2)]
    make_task(board=board, person=person, due_on=today + dt.timedelta(days=30))

    sent = [reminders.send_due(), reminders.send_due()]
    later = [reminders.send_due(today + dt.timedelta(days=days)) for days in (1, 6, 7, 8)]

    first, second = mails("task_reminder")
    assert (sent, later) == ([1, 0], [0, 0, 1, 0])
    assert all(one.title in first.text for one in due)
    assert (first.subject, second.subject) == (
        "2 Aufgaben sind bald fällig",
        "2 Aufgaben sind überfällig",
    )


def test_nobody_is_reminded_of_what_is_done_secret_or_not_wanted(board, person):
    today = timezone.localdate()
    make_task(board=board, person=person, due_on=today, state=Task.State.DONE)
    make_task(board=board, person=person, due_on=today, is_announced=False)
    quiet = make.make_member(board).person
    quiet.wants_reminders = False
    quiet.save()
    make_task(board=board, person=quiet, due_on=today)
    told = make_task(board=board, person=person, due_on=today, is_announced=False)
    acts.announce(told)

    assert reminders.send_due() == 0


def test_daily_round_reminds_and_the_digest_counts(board, person):
    today = timezone.localdate()
    make_task(board=board, person=person, due_on=today - dt.timedelta(days=8))
    make_task(board=board, follow_up_on=today)
    office = make.make_leader(board)

    call_command("send_due")
    call_command("send_due")

    (digest,) = Mail.objects.filter(kind="digest", to_address=office.email)
    assert len(mails("task_reminder")) == 1
    assert "1 Aufgabe ist überfällig." in digest.text
    assert "1 Aufgabe liegt auf Wiedervorlage." in digest.text
