"""Reminding of reports: three days before, the day after, once each, only who is missing."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from meetings import digest
from projects import reports
from projects.reminders import stage_began
from tests import factories as make
from tests.projects.rounds import GOOD, mails, make_asked

pytestmark = pytest.mark.django_db
DUE = dt.date(2027, 5, 25)


@pytest.fixture
def round_():
    with time_machine.travel(dt.datetime(2027, 5, 1, 8, tzinfo=dt.UTC), tick=False):
        return make_asked(2, meeting=make.make_meeting(held_on=dt.date(2027, 6, 1)))


def run(*days):
    """Let the daily round run on each of `days`, counted from the deadline; twice each."""
    for day in days:
        moment = dt.datetime.combine(DUE, dt.time(7), dt.UTC) + dt.timedelta(days=day)
        with time_machine.travel(moment, tick=False):
            call_command("send_due", verbosity=0)
            call_command("send_due", verbosity=0)


def report_of(request):
    project = request.organisation.reported_projects.get()
    values = {name: GOOD[name] for name in ("status", "light")}
    return reports.write(request, project, request.person, values, "0", is_final=True)


@pytest.mark.parametrize(("day", "began"), [(-4, None), (-3, -3), (0, -3), (1, 1), (5, 1)])
def test_stage(day, began):
    due = dt.date(2027, 5, 25)

    found = stage_began(due, due + dt.timedelta(days=day))

    assert found == (began and due + dt.timedelta(days=began))


def test_each_stage_reminds_once(round_):
    counts = []
    for day in (-4, -3, -2, 0, 1, 2):
        run(day)
        counts.append(len(mails("report_reminder")))

    assert counts == [0, 2, 2, 2, 4, 4]


def test_only_who_is_missing_and_wants_it_is_reminded(round_):
    first, second = round_.requests.all()
    with time_machine.travel(dt.datetime(2027, 5, 10, 8, tzinfo=dt.UTC), tick=False):
        report_of(first)
    run(-3)
    second.person.wants_reminders = False
    second.person.save()
    run(1)

    assert [one.to_address for one in mails("report_reminder")] == [second.person.email]


def test_reminder_that_still_waits_is_dropped_by_the_report(round_):
    run(-3)
    first, second = round_.requests.all()
    with time_machine.travel(dt.datetime(2027, 5, 22, 9, tzinfo=dt.UTC), tick=False):
        report_of(first)

    states = {one.to_address: one.state for one in mails("report_reminder")}
    assert states == {first.person.email: "dropped", second.person.email: "queued"}


def test_late_partner_is_not_reminded_on_the_day_it_was_asked(round_):
    request = round_.requests.first()
    request.asked_at = dt.datetime(2027, 5, 22, 6, tzinfo=dt.UTC)
    request.save()

    run(-3, -2)

    assert request.person.email not in {one.to_address for one in mails("report_reminder")}


def test_nobody_is_reminded_after_the_session_or_of_a_cancelled_one(round_):
    run(8)
    round_.meeting.is_cancelled, round_.meeting.cancellation_reason = True, "Sturm"
    round_.meeting.save()
    run(1)

    assert mails("report_reminder") == []


def test_digest_names_the_partners(round_):
    make.make_staff(is_superuser=True)
    with time_machine.travel(dt.datetime(2027, 5, 27, 7, tzinfo=dt.UTC), tick=False):
        digest.send_all(timezone.localdate())

    assert "2 Partner haben noch nicht berichtet: P1, P2." in mails("digest")[0].text
