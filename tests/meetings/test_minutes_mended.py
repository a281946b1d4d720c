"""Attendance, votes and wording after the release: mended with a version that says why."""

import datetime as dt

import pytest

from meetings.minutes import acts
from meetings.models import Attendance, Minutes, Resolution
from partners.models import Rules
from tests import factories as make
from tests.held import make_held_meeting, make_record, make_resolution
from tests.meetings import minuting
from tests.meetings.minuting import form_data, page_of
from tests.office import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

VOTES = {"yes": 2, "no": 1, "abstentions": 0, "manner": "by_majority"}


def make_voted(**overrides):
    """Released minutes of a board of three that counts votes, with one resolution."""
    board = make.make_board()
    Rules.objects.create(board=board, valid_from=make.LONG_AGO, mode="voting")
    for _number in range(3):
        make.make_mandate(seat=make.make_seat(board=board))
    meeting = make_held_meeting(board=board)
    item = make.make_agenda_item(meeting=meeting)
    make_record(agenda_item=item, result="adopted")
    values = {"text": "Alter Wortlaut", "explanation": "mehrheitlich", "title": ""} | VOTES
    make_resolution(agenda_item=item, **values | overrides)
    return minuting.released(meeting=meeting)


@pytest.fixture
def minutes():
    return make_voted()


@pytest.fixture
def approved(minutes):
    acts.approve(minutes, minuting.later(minutes), None)
    minutes.refresh_from_db()
    return minutes


def seat(minutes, number=0):
    return minutes.meeting.participations.order_by("seat")[number]


def field(row, name):
    return f"{row._meta.model_name}-{row.pk}-{name}"


def send(office, minutes, act, typed, reason="Verzählt"):
    data = form_data(office, minutes, act=act, reason=reason) | typed
    return office.post(page_of(minutes), data, follow=True)


def last(minutes):
    return minutes.versions.order_by("-number").first()


def boxed(minutes):
    (one,) = last(minutes).content["items"][0]["resolutions"]
    return one["number"], one["text"], one["votes"], one["state_label"]


# --- Berichtigung -------------------------------------------------------------


def test_votes_are_corrected_judged_anew_and_keep_their_number(office, approved):
    resolution = Resolution.objects.get()

    send(office, approved, "correct", {field(resolution, "yes"): 1, field(resolution, "no"): 2})

    resolution.refresh_from_db()
    assert (resolution.state, resolution.manner, resolution.number) == ("rejected", "rejected", 1)
    assert resolution.explanation.startswith("abgelehnt: 1 Ja, 2 Nein, 0 Enthaltungen")
    assert (last(approved).occasion, last(approved).reason) == ("correction", "Verzählt")
    assert boxed(approved) == (1, "Alter Wortlaut", "Ja 1 · Nein 2 · Enthaltung 0", "abgelehnt")


def test_wording_is_corrected_and_the_votes_stay(office, approved):
    resolution = Resolution.objects.get()

    send(office, approved, "correct", {field(resolution, "text"): "Neuer\r\nWortlaut"})

    resolution.refresh_from_db()
    assert resolution.explanation == "mehrheitlich"
    assert boxed(approved) == (1, "Neuer\nWortlaut", "Ja 2 · Nein 1 · Enthaltung 0", "angenommen")


def test_attendance_is_corrected(office, approved):
    row = seat(approved)
    typed = {
        field(row, "attendance"): "represented",
        field(row, "deputy_person_name"): "Toni Muster",
        field(row, "arrived_at"): "14:20",
    }

    send(office, approved, "correct", typed, "Vertretung übersehen")

    row.refresh_from_db()
    (shown,) = (one for one in last(approved).content["attendance"] if one["deputy"])
    assert (row.attendance, row.arrived_at) == (Attendance.REPRESENTED, dt.time(14, 20))
    assert (shown["label"], shown["deputy"], shown["times"]) == (
        "vertreten",
        "Toni Muster",
        "ab 14:20 Uhr",
    )
    assert row.history.first().history_user is not None


def test_guest_is_corrected(office):
    minutes = make_voted()
    guest = make.make_guest(meeting=minutes.meeting, is_present=True, person_name="Kim Gast")
    acts.amend(minutes, "Gast", None)

    data = form_data(office, minutes, act="amend", reason="War nicht da")
    del data[field(guest, "is_present")]
    office.post(page_of(minutes), data)

    assert last(minutes).number == 3
    assert last(minutes).content["guests"] == []


def test_correction_without_a_reason_changes_nothing(office, approved):
    row, resolution = seat(approved), Resolution.objects.get()
    typed = {field(row, "attendance"): "excused", field(resolution, "yes"): 1}

    page = send(office, approved, "correct", typed, reason=" ").content.decode()

    row.refresh_from_db()
    resolution.refresh_from_db()
    assert "Bitte begründen Sie die Berichtigung." in page
    assert (row.attendance, resolution.yes, last(approved).number) == ("present", 2, 2)
    assert f'name="{field(resolution, "yes")}" value="1"' in page


# --- Before the approval ------------------------------------------------------


def test_votes_of_released_minutes_change_with_an_amended_version_only(office, minutes):
    resolution = Resolution.objects.get()
    typed = {field(resolution, "no"): 0}

    saved = send(office, minutes, "", typed).content.decode()
    resolution.refresh_from_db()
    before = resolution.no
    send(office, minutes, "amend", typed)

    resolution.refresh_from_db()
    assert "ändern sich nach der Freigabe nur mit einer neuen Fassung" in saved
    assert (before, resolution.no, resolution.manner) == (1, 0, "unanimous")
    assert boxed(minutes)[2] == "Ja 2 · Nein 0 · Enthaltung 0"
    assert last(minutes).occasion == "amendment"


def test_draft_keeps_attendance_and_votes_in_the_cockpit(office, minutes):
    Minutes.objects.update(state="in_review", released_at=None)

    form = office.get(page_of(minutes)).context["form"]

    assert (form.presences, form.decisions) == ([], [])


def test_consent_is_mended_by_the_number_of_those_against(office):
    minutes = make_voted(yes=None, no=None, abstentions=None, manner="by_consensus", objections=0)
    Rules.objects.update(mode="consensus")
    resolution = Resolution.objects.get()

    send(office, minutes, "amend", {field(resolution, "objections"): 2})

    resolution.refresh_from_db()
    assert (resolution.state, resolution.manner) == ("rejected", "no_consensus")
    assert resolution.explanation.startswith("kein Einvernehmen: 2 Gegenreden")


# --- What cannot be -----------------------------------------------------------


def test_more_votes_than_seats_are_refused(office, minutes):
    resolution = Resolution.objects.get()

    page = send(office, minutes, "amend", {field(resolution, "yes"): 5}).content.decode()

    resolution.refresh_from_db()
    assert "Gezählt sind 6 Stimmen" in page
    assert (resolution.yes, last(minutes).number) == (2, 1)


def test_attendance_that_leaves_too_many_votes_names_the_resolution(office, minutes):
    row, resolution = seat(minutes), Resolution.objects.get()
    absent = {field(row, "attendance"): "absent"}

    page = send(office, minutes, "amend", absent).content.decode()
    both = absent | {field(resolution, "no"): 0}
    send(office, minutes, "amend", both)

    row.refresh_from_db()
    assert "Beschluss 1: Gezählt sind 3 Stimmen" in page
    assert (row.attendance, last(minutes).number) == ("absent", 2)


def test_leaving_before_coming_is_refused(office, minutes):
    row = seat(minutes)
    typed = {field(row, "arrived_at"): "15:00", field(row, "left_at"): "14:00"}

    page = send(office, minutes, "amend", typed).content.decode()

    assert "Wer geht, ist vorher gekommen" in page


def test_second_writer_of_a_vote_is_told(office, minutes):
    resolution = Resolution.objects.get()
    data = form_data(office, minutes, act="amend", reason="Verzählt")
    send(office, minutes, "amend", {field(resolution, "yes"): 1})

    answer = office.post(page_of(minutes), data | {field(resolution, "yes"): 0})

    resolution.refresh_from_db()
    assert (answer.status_code, resolution.yes) == (409, 1)
    assert "Ja, inzwischen gespeichert:" in answer.content.decode()


def test_page_shown_before_the_release_saves_no_attendance(office, minutes):
    Minutes.objects.update(state="in_review", released_at=None)
    data = form_data(office, minutes)
    Minutes.objects.update(state="released", released_at="2030-01-01T12Z")

    answer = office.post(page_of(minutes), data, follow=True)

    assert "Gespeichert." in answer.content.decode()


@pytest.mark.parametrize("size", [1, 10])
def test_page_of_released_minutes_needs_so_many_queries(office, django_assert_num_queries, size):
    board = make.make_board()
    for _number in range(size):
        make.make_mandate(seat=make.make_seat(board=board))
    meeting = make_held_meeting(board=board)
    for _number in range(size):
        item = make.make_agenda_item(meeting=meeting)
        make_record(agenda_item=item)
        make_resolution(agenda_item=item)
        make.make_guest(meeting=meeting, is_present=True)
    minutes = minuting.released(meeting=meeting)
    office.get(page_of(minutes))

    with django_assert_num_queries(33):
        office.get(page_of(minutes))
