"""
A whole round with five partners, and the next one.

Three answer by link, one only after a reminder, one not at all: that one's
page says so. The second round begins with the first and shows what changed.
"""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from meetings.audiences import MEMBERS
from projects import rounds
from projects.models import ProgressReport
from tests import factories as make
from tests.meetings.papers import make_packs, pack_of, pages_of
from tests.projects.rounds import form_of, hand_in, link_to, mails, make_asked

pytestmark = pytest.mark.django_db
NO_REPORT = "kein Bericht eingegangen"


def on(day):
    moment = dt.datetime.combine(day, dt.time(8), dt.UTC)
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def round_():
    make.make_centre()
    with on(dt.date(2027, 5, 1)):
        return make_asked(5, meeting=make.make_meeting(held_on=dt.date(2027, 6, 1)))


def answer(request, **values):
    return hand_in(Client(), form_of(link_to(request.person), request), **values)


def test_three_answer_one_is_reminded_and_one_has_no_report(round_):
    requests = list(round_.requests.all())
    with on(dt.date(2027, 5, 10)):
        for one in requests[:3]:
            answer(one, status=f"Stand von {one.organisation.name}")
    with on(dt.date(2027, 5, 22)):
        call_command("send_due", verbosity=0)
        reminded = {one.to_address for one in mails("report_reminder")}
        answer(requests[3], status="Nach der Erinnerung")
        make_packs()

    pages = pages_of(pack_of(round_.meeting, MEMBERS))[1:]

    assert len(mails("report_request")) == 5
    assert reminded == {requests[3].person.email, requests[4].person.email}
    assert ProgressReport.objects.handed_in().count() == 4
    assert len(pages) == 5
    assert [NO_REPORT in page for page in pages] == [False, False, False, False, True]
    for page, request in zip(pages, requests, strict=True):
        assert request.organisation.name in page
    assert "Nach der Erinnerung" in pages[3]


def test_second_round_is_filled_and_shows_the_differences(round_, client):
    first = round_.requests.first()
    with on(dt.date(2027, 5, 10)):
        answer(first, status="Zwei Betriebe machen mit.", figures="Betriebe: 2", light="yellow",
               light_reason="Personal fehlt")  # fmt: skip
    with on(dt.date(2027, 7, 1)):
        later = make.make_meeting(board=round_.meeting.board, held_on=dt.date(2027, 9, 1))
        second = later_round(later)
        request = second.requests.first()
        form = client.get(form_of(link_to(request.person), request)).content.decode()
        answer(request, status="Fünf Betriebe machen mit.", figures="Betriebe: 5")
        make_packs()
        client.force_login(make.make_staff(is_superuser=True))
        slide = client.get(f"/admin/projects/reportinground/{second.pk}/praesentation/")

    pack = pages_of(pack_of(later, MEMBERS))[1]
    page = slide.content.decode()
    assert second.requests.count() == 5
    assert "Zwei Betriebe machen mit.</textarea>" in form
    assert "<del>Zwei</del>" in page
    assert "<ins>Fünf</ins>" in page
    assert '<td>5</td><td class="before">2</td>' in page
    assert "zuvor: Gelb – braucht Aufmerksamkeit" in page
    assert "zuvor: Gelb – braucht Aufmerksamkeit" in pack


def later_round(meeting):
    """Open the next round as the office does: filled from the last one, then asked."""
    round_ = rounds.ReportingRound.objects.create(meeting=meeting, due_on=dt.date(2027, 8, 25))
    rounds.prefill(round_)
    rounds.ask(round_)
    round_.refresh_from_db()
    return round_
