"""The mail server is away for two days while the office invites and cancels."""

import datetime as dt
from collections import defaultdict

import pytest
import time_machine
from django.utils import timezone

from meetings import invitations, stages
from meetings.models import Dispatch
from post.delivery import deliver_due
from post.models import Mail
from tests import factories as make
from tests.e2e.product import free_port
from tests.post.mail_server import Sink, serving, stops_after

pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind
HOUR = dt.timedelta(hours=1)
BEGIN = timezone.now()
PEOPLE = {"member-0", "member-1", "member-2", "deputy", "guest"}
# Of the five invitations to the session that will be cancelled, one gets through before.
EARLY = 1


@pytest.fixture
def sessions():
    """Two sessions of one board, to which the same five people are invited."""
    board = make.make_board()
    for number in range(3):
        seat = make.make_seat(board=board)
        make.make_mandate(seat=seat, person=somebody(f"member-{number}"))
    make.make_mandate(seat=seat, person=somebody("deputy"), role="deputy")
    guest = somebody("guest")
    kept, called_off = (make.make_planned_meeting(board=board) for _ in range(2))
    for meeting in (kept, called_off):
        make.make_guest(meeting=meeting, person=guest)
    return kept, called_off


def somebody(name):
    return make.make_person(email=f"{name}@example.org")


def at(hour):
    return time_machine.travel(BEGIN + hour * HOUR, tick=False)


def try_hourly(hours):
    for hour in hours:
        with at(hour):
            deliver_due()


def arrived(sink):
    """Return the kinds of mail that arrived, in order, by person and number of the session."""
    found = defaultdict(list)
    for mail in sink.mails:
        kind, rest = mail["Subject"].split(": ", 1)
        found[mail["To"].addresses[0].username, int(rest.split(".")[0])].append(kind)
    return found


def test_nothing_is_lost_and_no_invitation_follows_its_cancellation(settings, sessions):
    (kept, called_off), staff = sessions, make.make_staff()
    sink, port = Sink(), free_port()
    with serving(settings, sink, port), at(0):
        invitations.send(called_off, Kind.INVITATION, staff)
        deliver_due(stops_after(EARLY))
    [early] = arrived(sink)
    with at(0):
        invitations.send(kept, Kind.INVITATION, staff)
    try_hourly(range(1, 20))
    with at(20):
        stages.cancel(called_off, "Sturm", staff)
        deliver_due()
        invitations.send(called_off, Kind.CANCELLATION, staff)
    try_hourly(range(20, 49))
    assert len(sink.raw) == EARLY

    with serving(settings, sink, port):
        try_hourly(range(49, 60))

    expected = {(name, 1): ["Einladung"] for name in PEOPLE}
    expected |= {(name, 2): ["Abgesagt"] for name in PEOPLE}
    assert arrived(sink) == expected | {early: ["Einladung", "Abgesagt"]}
    states = set(Mail.objects.values_list("state", flat=True))
    assert states == {Mail.State.SENT, Mail.State.DROPPED}
