"""Advice in a line while the session runs: once, by people the board knows, and taken back."""

import datetime as dt

import pytest

from advice import captures
from advice.models import Advice, Introduction, Step
from meetings.cockpit import ending
from meetings.models import Meeting
from tests import factories as make
from tests.meetings.sitting import JSON, address, make_running, make_sitting
from tests.meetings.test_cockpit import first_item, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return first_item(make_running(seats=2))


@pytest.fixture
def office(client, item):
    user = make.make_leader(item.meeting.board)
    client.force_login(user)
    return user


def note(item, **values):
    return captures.note_advice(item, {"text": "Mehr Beispiele", "kind": "idea"} | values)


def post(client, item, act="aufnehmen", **data):
    return client.post(f"/admin/advice/{act}/{item.pk}/", data, headers=JSON)


# --- Noting -------------------------------------------------------------------


def test_advice_of_a_person_with_the_day_of_its_answer():
    meeting = make_running(seats=2)
    person = make.make_person(given_name="Kim", family_name="Muster")
    make.make_mandate(seat=make.make_seat(board=meeting.board), person=person)

    found = note(first_item(meeting), who="muster", due_on="31.01.2027")

    assert (found.person, found.organisation, found.giver) == (person, None, "Kim Muster")
    assert found.due_on == dt.date(2027, 1, 31)


def test_advice_of_an_organisation_and_of_the_board(item):
    organisation = item.meeting.board.seats.first().organisation

    assert note(item, who=organisation.short_name).organisation == organisation
    assert str(note(item).giver) == "Gremium"


def test_same_line_again_is_one_piece_of_advice(item):
    one = note(item, who="")

    assert note(item, text=" Mehr\n Beispiele ") == one
    assert Advice.objects.count() == 1


def test_another_kind_giver_item_or_wording_is_another_piece_of_advice(item):
    other = item.meeting.agenda_items.last()
    giver = item.meeting.board.seats.first().organisation.short_name

    note(item), note(item, kind="remark"), note(item, who=giver), note(item, text="Weniger")
    note(other)

    assert sorted(Advice.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_day_typed_with_the_same_words_later_is_taken_over(item):
    one = note(item)

    again = note(item, due_on="2027-01-31")

    assert (again.pk, again.due_on) == (one.pk, dt.date(2027, 1, 31))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"text": " \n"}, "was angeregt wurde"),
        ({"who": "Niemand Bekanntes"}, "weder im Gremium noch Gast"),
        ({"who": "Robin Beispiel"}, "nicht eindeutig"),
        ({"due_on": "31.02.2027"}, "kein Datum"),
    ],
)
def test_advice_that_nobody_understands_is_refused(item, values, reason):
    assert reason in refusal(lambda: note(item, **values))
    assert not Advice.objects.exists()


def test_advice_is_noted_while_the_session_runs_only():
    meeting = make_sitting()
    assert "noch nicht begonnen" in refusal(note, first_item(meeting))

    meeting = make_running()
    ending.end(meeting, None)

    assert "beendet" in refusal(note, first_item(Meeting.objects.get(pk=meeting.pk)))
    assert not Advice.objects.exists()


# --- Taking back --------------------------------------------------------------


def test_advice_is_taken_back_unless_it_is_being_answered(item):
    one, *others = (note(item, text=text) for text in "abcdef")
    under_review, answered, stepped, offer, need = others
    Advice.objects.filter(pk=under_review.pk).update(state="under_review")
    Advice.objects.filter(pk=answered.pk).update(answer="Gern.")
    Step.objects.create(advice=stepped, text="Wir haben angerufen.")
    Introduction.objects.create(offer=offer, need=need)

    captures.drop_advice(item, one.pk)
    captures.drop_advice(item, one.pk)

    for kept in others:
        assert "wird schon beantwortet" in refusal(captures.drop_advice, item, kept.pk)
    assert set(Advice.objects.all()) == set(others)


def test_advice_of_another_item_or_a_closed_session_is_not_taken_back(item):
    one, other = note(item), item.meeting.agenda_items.last()

    captures.drop_advice(other, one.pk)
    ending.end(item.meeting, None)

    assert "beendet" in refusal(captures.drop_advice, item, one.pk)
    assert list(Advice.objects.all()) == [one]


# --- The cockpit --------------------------------------------------------------


def test_line_shows_at_once_and_can_be_taken_back_there(client, office, item):
    data = {"text": "Mehr Beispiele", "kind": "remark", "due_on": "2027-01-31"}

    notes = post(client, item, **data).json()["parts"][f"notes-{item.pk}"][1]

    assert "Hinweis" in notes
    assert "Gremium, Antwort bis 31.01.2027" in " ".join(notes.split())
    assert f'action="/admin/advice/zuruecknehmen/{item.pk}/"' in notes

    pk = Advice.objects.get().pk
    notes = post(client, item, "zuruecknehmen", pk=pk).json()["parts"][f"notes-{item.pk}"][1]
    assert "Mehr Beispiele" not in notes
    assert not Advice.objects.exists()


def test_line_sent_again_after_a_lost_answer_is_there_once(client, office, item):
    for _twice in "ab":
        assert post(client, item, text="Mehr", kind="idea").status_code == 200

    assert Advice.objects.count() == 1


def test_refused_line_comes_back_as_it_was_typed(client, office, item):
    data = {"text": "Mehr Beispiele", "kind": "question", "who": "Unbekannt"}

    response = client.post(f"/admin/advice/aufnehmen/{item.pk}/", data)
    page = response.content.decode()

    assert response.status_code == 422
    assert "Mehr Beispiele</textarea>" in page
    assert '<option value="question" selected>' in page
    assert 'value="Unbekannt"' in page
    assert "weder im Gremium noch Gast" in page


def test_line_without_a_script_leads_back_to_its_item(client, office, item):
    response = client.post(
        f"/admin/advice/aufnehmen/{item.pk}/", {"text": "Mehr", "kind": "idea"}, follow=True
    )

    assert response.redirect_chain == [(f"{address(item.meeting)}#top-{item.position}", 302)]
    assert "zurücknehmen" in response.content.decode()


def test_advice_being_answered_or_in_a_closed_session_offers_no_way_back(client, office, item):
    advice = note(item)
    way_back = f'action="/admin/advice/zuruecknehmen/{item.pk}/"'
    assert way_back in client.get(address(item.meeting)).content.decode()

    Advice.objects.filter(pk=advice.pk).update(state="accepted")
    assert way_back not in client.get(address(item.meeting)).content.decode()

    Advice.objects.filter(pk=advice.pk).update(state="open")
    ending.end(item.meeting, None)
    page = client.get(address(item.meeting)).content.decode()
    assert "Mehr Beispiele" in page
    assert way_back not in page


@pytest.mark.parametrize(
    "data",
    [
        {"text": "", "kind": "idea"},
        {"text": "x", "kind": "nonsense"},
        {"text": "x" * 4001, "kind": "idea"},
        {"text": "a\0b", "kind": "idea"},
        {"text": "x", "kind": "idea", "who": "10" * 120},
        {"text": "x", "kind": "idea", "due_on": "NaN"},
        {},
    ],
)
def test_what_is_wrong_is_refused_and_nothing_kept(client, office, item, data):
    assert post(client, item, **data).status_code == 422
    assert not Advice.objects.exists()


@pytest.mark.parametrize("act", ["aufnehmen", "zuruecknehmen"])
def test_items_of_other_boards_do_not_exist(client, office, act):
    foreign = first_item(make_running())

    assert post(client, foreign, act, text="x", kind="idea").status_code == 404
    assert client.get(f"/admin/advice/{act}/{foreign.pk}/").status_code == 405


@pytest.mark.parametrize("act", ["aufnehmen", "zuruecknehmen"])
def test_who_may_not_is_refused(client, item, act):
    readers = ("meetings.view_meeting", "advice.view_advice")
    runners = ("meetings.change_itemrecord", "meetings.change_participation")
    advisers = ("advice.add_advice", "advice.change_advice")
    for rights in (readers, readers + runners, readers + advisers):
        client.force_login(make.make_staff(*rights))
        assert post(client, item, act, text="x", kind="idea").status_code == 403


@pytest.mark.parametrize("count", [1, 10])
def test_cockpit_with_advice_needs_so_many_queries(
    client, office, item, count, django_assert_num_queries
):
    person = item.meeting.board.seats.first().mandates.get().person
    for number in range(count):
        note(item, text=f"Idee {number}")
    item.advice.update(person=person)
    client.get(address(item.meeting))

    with django_assert_num_queries(25):
        client.get(address(item.meeting))
