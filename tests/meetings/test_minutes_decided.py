"""The board approves earlier minutes in session: the office is led there, and notes it itself."""

import datetime as dt

import pytest
from django.urls import reverse

from meetings.cockpit import ending, results
from meetings.minutes.decided import decision_on, decisions_in
from meetings.models import Meeting, Minutes
from tests import factories as make
from tests.meetings.minuting import later, objection, released
from tests.meetings.sitting import address, make_running
from tests.office import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def approve_page(minutes):
    return reverse("admin:meetings_minutes_approve", args=[minutes.pk])


def sitting_about(*minutes, names_them=True):
    """A running session of the same board, whose first item is the approval."""
    meeting = make_running(board=minutes[0].meeting.board, seats=0, items=0)
    item = make.make_agenda_item(meeting=meeting, title="Rückblick", role="approval")
    if names_them:
        item.approves.set(minutes)
    return meeting, item


def ended(*minutes, result="adopted", names_them=True):
    meeting, item = sitting_about(*minutes, names_them=names_them)
    results.save(item, 0, result, "", None)
    ending.end(meeting, None)
    return Meeting.objects.get(pk=meeting.pk)


def test_result_in_the_cockpit_is_a_decision_on_the_minutes_and_changes_nothing_by_itself():
    minutes = released()

    meeting = ended(minutes)

    (decision,) = decisions_in(meeting)
    assert (decision.minutes, decision.item.meeting) == (minutes, meeting)
    assert (decision.is_amended, decision.page) == (False, "approve")
    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_in) == (Minutes.State.RELEASED, None)


@pytest.mark.parametrize("result", ["noted", "rejected", "postponed", "removed"])
def test_any_other_result_decides_nothing(result):
    minutes = released()

    meeting = ended(minutes, result=result)

    assert decisions_in(meeting) == []
    assert decision_on(minutes) is None


def test_nothing_is_decided_while_the_session_runs():
    minutes = released()
    meeting, item = sitting_about(minutes)

    results.save(item, 0, "adopted", "", None)

    assert decisions_in(meeting) == []
    assert decision_on(minutes) is None


def test_item_decides_on_the_minutes_it_names():
    first = released()
    second = released(meeting=later(first, held_on=first.meeting.held_on, number=12))

    ended(second)
    assert (decision_on(first), decision_on(second).minutes) == (None, second)

    meeting = ended(first, second)
    assert decision_on(first).item.meeting == meeting


def test_item_that_names_none_means_the_last_minutes():
    first = released()
    second = released(meeting=later(first, held_on=first.meeting.held_on, number=12))

    ended(second, names_them=False)

    assert (decision_on(first), decision_on(second).minutes) == (None, second)


# --- Where the office meets it ----------------------------------------------


def test_item_in_the_cockpit_says_how_far_the_minutes_are(office):
    minutes = released()
    objection(minutes)
    meeting, _item = sitting_about(minutes)

    page = office.get(address(meeting)).content.decode()

    assert "Protokoll der 1. Sitzung</a>: freigegeben, 1 Einwendung offen." in page
    assert "Beim Ergebnis „beschlossen“ können Sie die Genehmigung" in page


def test_cockpit_offers_after_the_end_to_note_the_approval(office):
    minutes = released()
    meeting, item = sitting_about(minutes)
    results.save(item, 0, "adopted", "", None)
    running = office.get(address(meeting)).content.decode()

    page = office.post(address(meeting, "end"), follow=True).content.decode()

    assert approve_page(minutes) not in running
    assert f'href="{approve_page(minutes)}"' in page
    assert "Genehmigung des Protokolls der 1. Sitzung vermerken" in page


def test_whoever_may_not_approve_is_offered_nothing(client):
    minutes = released()
    meeting = ended(minutes)
    rights = ("view_meeting", "view_itemrecord", "view_minutes", "change_minutes")
    client.force_login(make.make_staff(*(f"meetings.{one}" for one in rights)))

    cockpit, today = (client.get(one).content.decode() for one in (address(meeting), "/admin/"))

    assert "Die Sitzung ist beendet." in cockpit
    assert change_page(minutes) in today
    assert approve_page(minutes) not in cockpit + today


def test_changes_agreed_on_come_into_the_minutes_first(office):
    minutes = released()
    meeting = ended(minutes, result="adopted_amended")

    page = office.get(address(meeting)).content.decode()

    assert approve_page(minutes) not in page
    assert "Änderungen im Protokoll der 1. Sitzung eintragen" in page
    assert "Tragen Sie sie ein" in office.get(change_page(minutes)).content.decode()


def change_page(minutes):
    return reverse("admin:meetings_minutes_change", args=[minutes.pk])


def test_today_leads_to_the_approval_until_it_is_noted(office):
    minutes = released()
    meeting = ended(minutes)

    (line,) = [one for one in office.get("/admin/").context["due"] if "Genehmigt" in one.text]
    office.post(approve_page(minutes), {"meeting": meeting.pk})

    assert line.text == (
        f"1. Sitzung – {meeting.board}: Genehmigt in der {meeting.title}, "
        "aber noch nicht so vermerkt"
    )
    assert (line.url, line.act) == (approve_page(minutes), "vermerken")
    assert [one for one in office.get("/admin/").context["due"] if "Genehmigt" in one.text] == []


def test_minutes_page_and_approval_name_the_session_that_decided(office):
    minutes = released()
    later(minutes, held_on=minutes.meeting.held_on + dt.timedelta(days=1))
    meeting = ended(minutes)

    page = office.get(change_page(minutes)).content.decode()
    form = office.get(approve_page(minutes)).context["form"]

    assert f"Das Gremium hat dieses Protokoll in der {meeting.title} am" in page
    assert "zu TOP 1 genehmigt." in page
    assert form["meeting"].value() == meeting.pk
