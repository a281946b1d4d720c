"""Attendance, conflicts of interest and votes are mended after the release, and go on agreeing."""

import datetime as dt

import pytest

from gremium.integrity import breaches
from meetings.minutes import acts
from meetings.models import ItemRecord, Resolution
from tests import factories as make
from tests.meetings.minuting import form_data, page_of
from tests.meetings.test_agreement_release import be_conflicted, minutes, row_of
from tests.test_office_forms import office

__all__ = ["minutes", "office"]
pytestmark = pytest.mark.django_db

MENDED = {
    "came later": {"arrived_at": "15:30"},
    "left before": {"left_at": "14:30"},
    "absent": {"attendance": "absent"},
    "excused": {"attendance": "excused"},
}


def send(office, minutes, **values):
    data = form_data(office, minutes, act="amend", reason="Übersehen")
    return office.post(page_of(minutes), data | values, follow=True).content.decode()


@pytest.mark.parametrize("name", MENDED)
def test_attendance_and_vote_are_mended_together(office, minutes, name):
    acts.release(minutes, None)
    row, decision = row_of(minutes), Resolution.objects.get()
    typed = {f"participation-{row.pk}-{field}": text for field, text in MENDED[name].items()}

    alone = send(office, minutes, **typed)
    count = minutes.versions.count()
    send(office, minutes, **typed, **{f"resolution-{decision.pk}-yes": "2"})

    assert "Gezählt sind 3 Stimmen" in alone
    assert (count, minutes.versions.count()) == (1, 2)
    assert breaches() == []


def test_moment_of_the_vote_is_mended(office, minutes):
    acts.release(minutes, None)
    row, decision = row_of(minutes), Resolution.objects.get()
    typed = {
        f"participation-{row.pk}-arrived_at": "15:30",
        f"resolution-{decision.pk}-decided_at": "15:45",
    }

    send(office, minutes, **typed)

    decision.refresh_from_db()
    assert (decision.decided_at, decision.yes) == (dt.time(15, 45), 3)
    assert minutes.versions.count() == 2


def conflict_typed(minutes, *seats, seen=""):
    prefix = f"befangen-{minutes.meeting.agenda_items.get().pk}"
    return {f"{prefix}-conflicted": [one.pk for one in seats], f"{prefix}-seen": seen}


def test_conflict_and_vote_are_mended_together(office, minutes):
    acts.release(minutes, None)
    seat = row_of(minutes).seat
    typed = conflict_typed(minutes, seat)
    vote = f"resolution-{Resolution.objects.get().pk}-yes"

    alone = send(office, minutes, **typed)
    count = minutes.versions.count()
    send(office, minutes, **typed, **{vote: "2"})
    item = minutes.versions.get(number=2).content["items"][0]
    send(office, minutes, **conflict_typed(minutes, seen=str(seat.pk)), **{vote: "3"})

    assert "Gezählt sind 3 Stimmen" in alone
    assert (count, minutes.versions.count()) == (1, 3)
    assert item["conflicted"] == [seat.organisation.short_name]
    assert not ItemRecord.objects.get().conflicted.exists()
    assert breaches() == []


def test_conflict_changes_with_a_version_only(office, minutes):
    acts.release(minutes, None)
    Resolution.objects.update(yes=2)

    page = send(office, minutes, act="", **conflict_typed(minutes, row_of(minutes).seat))

    assert "nur mit einer neuen Fassung" in page
    assert not ItemRecord.objects.get().conflicted.exists()


def test_conflict_that_somebody_else_changed_is_left_alone(office, minutes):
    acts.release(minutes, None)
    Resolution.objects.update(yes=2)
    be_conflicted(minutes)

    page = send(office, minutes, **conflict_typed(minutes, seen=""))
    again = send(office, minutes, **conflict_typed(minutes, seen="987654"))

    assert "wurde inzwischen geändert" in again
    assert "Bitte laden Sie neu" not in page
    assert ItemRecord.objects.get().conflicted.count() == 1


def test_stranger_is_not_conflicted(office, minutes):
    acts.release(minutes, None)

    page = send(office, minutes, **conflict_typed(minutes, make.make_seat()))

    assert "Ungültig" in page or "keine gültige Auswahl" in page
    assert minutes.versions.count() == 1
