"""The cockpit's page: light, for whom it is, and how it hears of what others do."""

import pytest
from django.urls import reverse

from meetings.cockpit import captures, results
from meetings.models import AgendaItem, Meeting
from tests import factories as make
from tests.meetings.sitting import (
    JSON,
    act_address,
    address,
    make_running,
    make_sitting,
    save_address,
)
from tests.meetings.test_cockpit import first_item, record_of
from tests.test_office_forms import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

MOST_BYTES = 15_000
STATE_QUERIES = 15
CANARY = "Kanarienvogel-4711"


def known(found):
    return " ".join(f"{name}:{mark}" for name, (mark, _part) in found.items())


def look(client, meeting, **headers):
    return client.get(address(meeting, "state"), headers={**JSON, **headers})


# --- What it costs ------------------------------------------------------------------


def test_page_of_eleven_seats_and_six_items_is_light(office):
    meeting = make_running(seats=11, items=6)
    for seat in meeting.board.seats.all():
        make.make_mandate(seat=seat, role="deputy")

    packed = office.get(address(meeting), headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) <= MOST_BYTES


@pytest.mark.parametrize("count", [1, 10])
def test_looking_costs_the_same_with_one_and_ten(office, django_assert_num_queries, count):
    meeting = make_running(seats=count, items=count)
    for item in meeting.agenda_items.all():
        captures.note_resolution(item, {"text": "Wortlaut", "consensus": "1"}, None)
        captures.note_task(item, {"title": "Anrufen"}, None)
        results.set_conflicts(item, [meeting.board.seats.first().pk], None)
        make.make_guest(meeting=meeting)

    with django_assert_num_queries(STATE_QUERIES):
        look(office, meeting)


# --- What others do -------------------------------------------------------------------


def test_nothing_new_is_answered_with_304(office):
    meeting = make_running()

    tag = look(office, meeting)["ETag"]
    again = look(office, meeting, **{"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_only_what_differs_is_sent(office):
    meeting = make_running()
    _one, two = meeting.agenda_items.all()
    seen = look(office, meeting).json()["parts"]

    results.save(two, 0, "noted", "vom Kollegen", make.make_staff())
    news = look(office, meeting, **{"X-Known": known(seen)}).json()["parts"]

    assert set(news) == {f"item-{two.pk}", "items", "close"}
    assert news[f"item-{two.pk}"][1] == {
        "revision": 1,
        "result": "noted",
        "text": "vom Kollegen",
    }


def test_parts_hold_no_token_of_anybody(office):
    meeting = make_running()

    found = look(office, meeting).json()["parts"]

    assert 'value="@csrf@"' in found[f"head-{first_item(meeting).pk}"][1]
    assert "@csrf@" not in office.get(address(meeting)).content.decode()


def test_words_are_escaped_wherever_they_come_from(office):
    meeting = make_running()
    item = first_item(meeting)
    bad = "<script>alert(1)</script>"
    results.save(item, 0, "", bad, None)
    captures.note_resolution(item, {"text": bad, "consensus": "1"}, None)
    captures.note_task(item, {"title": bad}, None)
    AgendaItem.objects.filter(pk=item.pk).update(title=bad)

    page = office.get(address(meeting)).content.decode()
    parts = look(office, meeting).json()["parts"]

    assert bad not in page
    assert bad not in "".join(part for _mark, part in parts.values() if isinstance(part, str))


@pytest.mark.parametrize(
    "data",
    [
        {"text": "\0", "revision": "0", "result": "noted"},
        {"text": "x", "revision": "1" * 30, "result": "noted"},
        {"text": "x", "revision": "-1", "result": "noted"},
        {"text": "x", "revision": "0", "result": "unbekannt"},
        {"text": "x" * 20_001, "revision": "0", "result": ""},
        {},
    ],
)
def test_nonsense_is_no_error_of_ours(office, data):
    item = first_item(make_running())

    assert office.post(save_address(item), data, headers=JSON).status_code < 500


# --- For whom -------------------------------------------------------------------------


def posts(meeting):
    item, seat = first_item(meeting), meeting.board.seats.first()
    return [
        (save_address(item), {"text": CANARY, "revision": "0", "result": ""}),
        (act_address(item, "beginnen"), {}),
        (act_address(item, "befangen"), {"conflicted": seat.pk}),
        (act_address(item, "beschluss"), {"text": CANARY, "consensus": "1"}),
        (act_address(item, "aufgabe"), {"title": CANARY}),
        (address(meeting, "seat", seat.pk), {"attendance": "excused"}),
        (address(meeting, "new_guest"), {"name": CANARY}),
        (address(meeting, "new_item"), {"title": CANARY}),
        (address(meeting, "begin"), {}),
        (address(meeting, "reopen"), {}),
        (address(meeting, "end"), {}),
    ]


def statuses(client, meeting):
    found = {client.post(one, data, headers=JSON).status_code for one, data in posts(meeting)}
    return found | {client.get(address(meeting)).status_code, look(client, meeting).status_code}


def test_session_of_another_board_is_as_missing(client):
    meeting, own = make_running(), make.make_board()
    client.force_login(make.make_leader(own))

    missing = Meeting(pk=987654, board=own)

    assert statuses(client, meeting) == {404}
    assert client.get(address(missing)).content == client.get(address(meeting)).content


def test_leader_of_the_board_may_do_it_all(client):
    meeting = make_running()
    client.force_login(make.make_leader(meeting.board))

    found = [client.post(one, data, headers=JSON).status_code for one, data in posts(meeting)]

    assert found == [200] * 8 + [302] * 3


def test_editor_has_no_cockpit(client):
    meeting = make_running()
    client.force_login(make.make_staff("meetings.view_meeting"))

    assert statuses(client, meeting) == {403}


def test_who_may_only_read_finds_nothing_to_press(client):
    meeting = make_running()
    results.save(first_item(meeting), 0, "", CANARY, None)
    client.force_login(make.make_staff("meetings.view_meeting", "meetings.view_itemrecord"))

    page = client.get(address(meeting)).content.decode()

    assert CANARY in page
    assert "<textarea" not in page
    assert {client.post(one, data).status_code for one, data in posts(meeting)} == {403}


def test_item_of_another_session_is_missing(office):
    meeting, other = make_running(), make_running()
    item = first_item(other)
    where = reverse("admin:meetings_meeting_cockpit_save", args=[meeting.pk, item.pk])

    response = office.post(where, {"text": "x", "revision": "0"}, headers=JSON)

    assert response.status_code == 404
    assert record_of(item).text == ""


def test_acts_answer_no_get(office):
    meeting = make_running()

    assert {office.get(one).status_code for one, _data in posts(meeting)} == {405}


def test_nothing_of_it_is_seen_outside(client, office):
    meeting = make_running()
    member = make.make_member(meeting.board)
    for one, data in posts(meeting)[:-3]:
        assert office.post(one, data, headers=JSON).status_code == 200
    assert CANARY in office.get(address(meeting)).content.decode()

    for user in (None, member):
        client.logout()
        if user:
            client.force_login(user)
        pages = (meeting.get_absolute_url(), "/sitzungen/", "/sitzungen/kalender.ics", "/mein/")
        shown = b"".join(client.get(one).content for one in pages)
        assert meeting.title.encode() in shown
        assert CANARY.encode() not in shown


def test_unstarted_session_has_no_state_to_poll(office):
    meeting = make_sitting()

    assert look(office, meeting).status_code == 404
