"""The session's form in the office: calm to read, short to the invitation."""

import datetime as dt
import re

import pytest

from meetings.models import Dispatch, Meeting
from tests import factories as make
from tests.meetings.test_assistant import planned, told
from tests.meetings.test_meeting_form import ADD, empty_session
from tests.office import change, item, office, paper

__all__ = ["office"]
pytestmark = pytest.mark.django_db

CHECK = 'value="Speichern und Einladung prüfen"'


# --- From the form to the invitation -------------------------------------------------


def test_new_session_leads_straight_to_its_invitation(office):
    board, venue = make.make_board(), make.make_venue()
    assert CHECK in office.get(ADD).content.decode()

    form = empty_session(board, agenda_from="usual", venue=venue.pk, starts_at="14:00", _check="1")
    response = office.post(ADD, form)

    meeting = Meeting.objects.get()
    assert response.url == f"/admin/meetings/meeting/{meeting.pk}/versand/invitation/"
    assert meeting.agenda_items.count() == 7
    assert not Dispatch.objects.exists()


def test_form_of_an_invited_or_cancelled_session_does_not_lead_there(office):
    invited = make.make_meeting()
    cancelled = planned(is_cancelled=True, cancellation_reason="Sturm")

    for meeting in (invited, cancelled):
        values = {"number": meeting.number, "slug": meeting.slug, "_check": "1"}
        response = office.post(change(meeting), empty_session(meeting.board, **values))
        assert response.url == change(meeting)
        assert CHECK not in office.get(change(meeting)).content.decode()
    assert CHECK in office.get(change(planned())).content.decode()


def test_who_may_not_send_saves_only(client):
    client.force_login(
        make.make_staff("meetings.view_meeting", "meetings.add_meeting", "partners.view_board")
    )

    page = client.get(ADD).content.decode()

    assert 'value="Speichern"' in page
    assert CHECK not in page


def test_venue_is_a_plain_choice(office):
    venue = make.make_venue(name="Haus Eins")

    page = office.get(ADD).content.decode()

    choice = re.search(r'<select name="venue".*?</select>', page, re.DOTALL).group()
    assert f'<option value="{venue.pk}">' in choice
    assert "autocomplete" not in choice


# --- Rows as lines ----------------------------------------------------------------------


def test_items_are_lines_with_their_fields_folded(office):
    meeting = make.make_meeting()
    make.make_agenda_item(meeting=meeting, title="Berichte", minutes_planned=40, kind="report")

    page = " ".join(office.get(change(meeting)).content.decode().split())

    facts = '<small class="row-facts">40 Min. · Bericht · öffentlich</small>'
    assert f"TOP 1 Berichte {facts}" in page
    assert '<details class="row-fields"><summary>Bearbeiten' in page


def test_row_with_an_error_is_open(office):
    meeting = make.make_meeting()
    row = make.make_agenda_item(meeting=meeting)
    rows = [item("", 1, id=row.pk, meeting=meeting.pk)]
    values = {"number": meeting.number, "slug": meeting.slug}

    response = office.post(
        change(meeting), empty_session(meeting.board, rows, items_there=1, **values)
    )

    assert '<details class="row-fields" open>' in response.content.decode()


def test_parts_of_the_form_are_one_click_away_with_their_counts(office):
    meeting = make.make_meeting()
    make.make_agenda_item(meeting=meeting)
    for _number in range(2):
        make.make_guest(meeting=meeting)

    page = office.get(change(meeting)).content.decode()

    links = re.findall(r'<a href="#([\w-]+)-group">(\w+)</a> \((\d)\)', page)
    assert links == [
        ("agenda_items", "Tagesordnung", "1"),
        ("documents", "Dokumente", "0"),
        ("guests", "Gäste", "2"),
    ]
    for name, _label, _count in links:
        assert f'id="{name}-group"' in page


# --- The list ---------------------------------------------------------------------------


def test_list_names_session_day_and_state_only(office):
    board = make.make_board(short_name="Beirat")
    make.make_meeting(board=board, number=3, held_on=dt.date(2031, 3, 3))

    page = " ".join(office.get("/admin/meetings/meeting/").content.decode().split())

    assert ">3. Sitzung – Beirat</a>" in page
    assert ">03.03.2031</td>" in page
    assert re.findall(r'class="(?:\w+ )*column-(\w+)', page) == ["title", "day", "shown_state"]


# --- What is not offered, and not noted ---------------------------------------------------


def test_adding_a_document_leaves_no_empty_line_in_the_history(office):
    meeting = make.make_meeting(state="planned")
    values = {"number": meeting.number, "slug": meeting.slug, "held_on": meeting.held_on}
    before = meeting.history.count()

    office.post(change(meeting), empty_session(meeting.board, papers=[paper()], **values))
    assert (meeting.documents.count(), meeting.history.count()) == (1, before)

    office.post(change(meeting), empty_session(meeting.board, note="neu", **values))
    assert meeting.history.count() == before + 1


def test_cancelled_session_offers_no_pack_and_no_lists(office):
    meeting = make.make_meeting()
    told(meeting)
    make.make_delivery(dispatch=meeting.dispatches.get())
    labels = [label for label, _address in office.get(change(meeting)).context["sheets"]]
    assert "Sitzungsmappe" in labels

    meeting.is_cancelled, meeting.cancellation_reason = True, "Sturm"
    meeting.save()

    sheets = office.get(change(meeting)).context["sheets"]
    labels = [label for label, _address in sheets]
    assert [one for one in labels if "Tagesordnung" not in one] == ["Briefe drucken"]
