"""How a weighing ends: hidden until then, told once, reminded of before."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from advice import points
from advice import weighing as weighings
from advice.ranking import ranking
from post.models import Mail
from tests import factories as make
from tests.advice.weighing import begun, give, mails, run_out, topic
from tests.meetings.balloting import make_deputy, make_voters, refused, seat_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def days(number):
    return TODAY() + dt.timedelta(days=number)


# --- The result -----------------------------------------------------------------


def places(weighing):
    return [(one.place, one.topic.title, one.points) for one in ranking(weighing)]


def test_result_is_empty_until_it_is_closed_and_ties_share_a_place():
    board, (one, two, three) = make_voters(3)
    weighing = begun(board, "D", "C", "B", "A")
    give(weighing, one, A=3, B=2)
    give(weighing, two, B=1, C=3)
    give(weighing, three, C=0, D=2)

    before = places(weighing)
    weighing = weighings.close(weighing)

    assert before == []
    assert places(weighing) == [(1, "A", 3), (1, "B", 3), (1, "C", 3), (4, "D", 2)]


def test_topic_without_points_is_the_last():
    board, (person,) = make_voters(1)
    weighing = begun(board)
    give(weighing, person, Technik=1)

    assert places(weighings.close(weighing)) == [(1, "Technik", 1), (2, "Recht", 0)]


def test_result_is_told_once_to_members_and_deputies():
    board, people = make_voters(2)
    deputy, weighing = make_deputy(people[0]), begun(board)
    give(weighing, people[0], Recht=5)

    closed = weighings.close(weighing)
    again = refused(weighings.close, weighing)

    assert again == ["Diese Gewichtung läuft nicht."]
    assert mails("weighing_result") == sorted(one.email for one in [*people, deputy])
    mail = Mail.objects.filter(kind="weighing_result").first()
    assert "1. Recht: 5 Punkte" in mail.text
    assert "2. Technik: 0 Punkte" in mail.text
    assert Mail.objects.filter(kind="weighing", state="dropped").count() == 3
    assert closed.closed_at


def test_result_does_not_name_what_is_hidden_by_then():
    board, _people = make_voters(1)
    weighing = begun(board)
    hidden = topic(weighing, "Recht")
    hidden.visibility = make.OFFICE
    hidden.save()

    weighings.close(weighing)

    text = Mail.objects.get(kind="weighing_result").text
    assert "Technik" in text
    assert "Recht" not in text


# --- What the calendar asks for ---------------------------------------------------


def test_it_is_closed_the_day_after_its_last_day_once():
    board, _people = make_voters(1)
    weighing = begun(board, due_on=days(3))

    closed = [weighings.close_due(day) for day in (days(3), days(4), days(4))]

    assert closed == [0, 1, 0]
    weighing.refresh_from_db()
    assert weighing.closed_at


def test_who_has_given_no_points_is_reminded_once_two_days_before():
    board, (done, missing, mute, stood_in) = make_voters(4)
    mute.wants_reminders = False
    mute.save()
    deputy, deputy_of_missing = make_deputy(stood_in), make_deputy(missing)
    weighing = begun(board, due_on=days(5))
    give(weighing, done, Recht=1)
    points.give(weighing, deputy, seat_of(stood_in).pk, {topic(weighing, "Recht").pk: 1})

    sent = [weighings.send_reminders(days(day)) for day in (2, 3, 4, 5, 6)]

    assert sent == [0, 1, 0, 0, 0]
    assert mails("weighing_reminder") == [missing.email]
    assert deputy_of_missing.email not in mails("weighing_reminder")


def test_reminder_that_waits_is_dropped_once_points_are_given():
    board, (person,) = make_voters(1)
    weighing = begun(board, due_on=days(2))
    weighings.send_reminders()

    give(weighing, person, Recht=1)

    assert Mail.objects.get(kind="weighing_reminder").state == "dropped"


def test_send_due_closes_and_reminds(capsys):
    over = run_out(begun(make_voters(1)[0]))
    begun(make_voters(1)[0], due_on=days(1))

    call_command("send_due")
    call_command("send_due")

    over.refresh_from_db()
    first, second = capsys.readouterr().out.split("Erinnerungen: ")[1:]
    assert over.closed_at
    assert first.startswith("1, ")
    assert "Geschlossene Gewichtungen: 1" in first
    assert second.startswith("0, ")
    assert "Gewichtungen" not in second
