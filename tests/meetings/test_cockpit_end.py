"""Ending a session in the cockpit, and opening it again."""

import pytest
from django.utils import timezone

from meetings.cockpit import clock, ending, results
from meetings.cockpit.page import Cockpit
from meetings.models import ItemRecord, Meeting, Minutes
from partners.models import Mandate
from tests import factories as make
from tests.held import make_resolution
from tests.meetings.sitting import JSON, address, make_running, save_address
from tests.meetings.test_cockpit import first_item, record_of, refusal
from tests.test_office_forms import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def test_ending_closes_times_and_keeps_the_names_of_the_day():
    meeting = make_running()
    item = first_item(meeting)
    clock.begin_item(item, timezone.now(), None)
    chair = Mandate.objects.get(seat__board=meeting.board, office="chair")
    guest = make.make_guest(meeting=meeting, is_present=True)

    ending.end(meeting, None)
    chair.person.family_name = "Neuername"
    chair.person.save()

    row = meeting.participations.get(seat=chair.seat)
    draft = Minutes.objects.get(meeting=meeting)
    guest.refresh_from_db()
    assert record_of(item).ended_at is not None
    assert Meeting.objects.get(pk=meeting.pk).state == Meeting.State.HELD
    assert row.person_name.startswith("Robin Beispiel")
    assert row.organisation_name == chair.seat.organisation.name
    assert guest.person_name == guest.person.full_name
    assert (draft.chair, draft.ended_at is not None) == (chair.person, True)


def test_vice_chair_leads_when_the_chair_is_away():
    meeting = make_running()
    chair, vice = meeting.participations.order_by("seat__pk")[:2]
    vice_mandate = vice.seat.mandates.get()
    vice_mandate.office = "vice_chair"
    vice_mandate.save()
    meeting.participations.filter(pk=chair.pk).update(attendance="excused")

    ending.end(meeting, None)

    assert Minutes.objects.get(meeting=meeting).chair == vice_mandate.person


def test_nothing_is_noted_after_the_end_until_it_is_opened_again(office):
    meeting = make_running()
    item = first_item(meeting)
    office.post(address(meeting, "end"))
    data = {"result": "", "text": "zu spät", "revision": "0"}

    late = office.post(save_address(item), data, headers=JSON)
    office.post(address(meeting, "reopen"))
    again = office.post(save_address(item), data, headers=JSON)

    assert (late.status_code, again.status_code) == (422, 200)
    assert late.json()["is_closed"] is True


def test_released_minutes_keep_the_session_closed(office):
    meeting = make_running()
    ending.end(meeting, None)
    Minutes.objects.filter(meeting=meeting).update(state="released", released_at=timezone.now())

    page = office.get(address(meeting)).content.decode()

    assert "freigegeben" in refusal(ending.reopen, meeting, None)
    assert "Das Protokoll ist freigegeben" in page
    assert "<textarea" not in page
    assert "wieder öffnen" not in page


def test_ending_twice_is_refused():
    meeting = make_running()
    ending.end(meeting, None)

    assert "beendet" in refusal(ending.end, meeting, None)


def test_page_says_what_the_minutes_still_lack():
    meeting = make_running()
    assert Cockpit(meeting).missing == ["2 TOP ohne Ergebnis"]

    meeting.participations.update(attendance="absent")
    for item in meeting.agenda_items.all():
        results.save(item, 0, "noted", "", None)

    assert Cockpit(meeting).missing == ["niemand ist als anwesend vermerkt"]


def test_decision_on_an_item_without_a_record_is_compared_too(office):
    meeting = make_running()
    resolution = make_resolution(
        agenda_item=first_item(meeting), manner="by_majority", yes=99, no=0
    )
    ItemRecord.objects.filter(agenda_item__meeting=meeting).delete()

    missing = Cockpit(meeting).missing

    assert "1 Abstimmung passt nicht zu Befangenheit oder Anwesenheit" in missing
    assert resolution.text in office.get(address(meeting)).content.decode()
