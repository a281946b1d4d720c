"""The cockpit: beginning and results; one page in the office."""

import pytest
from django.core.exceptions import ValidationError

from accounts.visibility import Visibility
from meetings.cockpit import beginning, results
from meetings.models import ItemRecord, Minutes, Participation, TextBlock
from tests import factories as make
from tests.meetings.sitting import (
    JSON,
    act_address,
    address,
    make_running,
    make_sitting,
    save_address,
)
from tests.meetings.test_assistant import steps
from tests.test_office_forms import change, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

Result = ItemRecord.Result


def record_of(item):
    return ItemRecord.objects.get(agenda_item=item)


def first_item(meeting):
    return meeting.agenda_items.first()


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as error:
        act(*args, **kwargs)
    return " ".join(error.value.messages)


# --- Beginning ----------------------------------------------------------------


def test_assistant_leads_to_the_cockpit_on_the_day(office):
    meeting = make_sitting()

    assert steps(office, meeting)[0] == "Sitzung beginnen"
    office.post(address(meeting, "begin"))
    assert steps(office, meeting)[0] == "Zum Cockpit"


def test_assistant_offers_no_cockpit_before_the_day(office):
    meeting = make.make_meeting()

    assert "cockpit" not in office.get(change(meeting)).content.decode()


def test_beginning_fills_attendance_from_the_answers(office):
    meeting = make_sitting(seats=5)
    deputy = make.make_person(given_name="Kim", family_name="Ersatz")
    answers = (
        {"response": "accepted"},
        {"response": "declined"},
        {"response": "delegated", "deputy": deputy},
        {"response": "delegated", "deputy_name": "Noch Offen"},
    )
    seats = list(meeting.board.seats.order_by("pk"))
    for seat, answer in zip(seats, answers, strict=False):
        Participation.objects.create(meeting=meeting, seat=seat, **answer)

    office.post(address(meeting, "begin"))
    office.post(address(meeting, "begin"))

    rows = meeting.participations.order_by("seat")
    rows = {one.seat_id: (one.attendance, one.deputy_person_name) for one in rows}
    assert [rows[one.pk] for one in seats] == [
        ("present", ""),
        ("excused", ""),
        ("represented", "Kim Ersatz"),
        ("absent", ""),
        ("absent", ""),
    ]
    assert Minutes.objects.filter(meeting=meeting, state="draft").count() == 1
    assert ItemRecord.objects.filter(agenda_item__meeting=meeting).count() == 2


def test_beginning_again_changes_no_attendance():
    meeting = make_running()
    meeting.participations.update(attendance="excused")

    beginning.begin(meeting, None)

    assert set(meeting.participations.values_list("attendance", flat=True)) == {"excused"}


def test_nothing_begins_before_its_day_or_when_cancelled():
    ahead = make.make_meeting()
    cancelled = make_sitting(is_cancelled=True, cancellation_reason="Sturm")

    assert "noch nicht begonnen" in refusal(beginning.begin, ahead, None)
    assert "abgesagt" in refusal(beginning.begin, cancelled, None)


def test_page_before_the_beginning_changes_nothing(office):
    meeting = make_sitting()

    response = office.get(address(meeting))

    assert "Nach außen ändert sich nichts." in response.content.decode()
    assert not Minutes.objects.exists()
    assert not meeting.participations.exists()


# --- Results ----------------------------------------------------------------------


def test_result_is_saved_as_one_types(office):
    item = first_item(make_running())
    data = {"result": "noted", "text": "Zur Kenntnis ", "revision": "0"}

    answer = office.post(save_address(item), data, headers=JSON).json()

    assert answer["item"] == {"revision": 1, "result": "noted", "text": "Zur Kenntnis "}
    assert (record_of(item).result, record_of(item).text) == ("noted", "Zur Kenntnis ")


def test_same_words_again_are_no_conflict(office):
    item = first_item(make_running())
    data = {"result": "", "text": "Die Antwort ging verloren.", "revision": "0"}

    statuses = [office.post(save_address(item), data, headers=JSON).status_code for _ in "ab"]

    assert statuses == [200, 200]
    assert record_of(item).revision == 1


def test_second_writer_is_told_and_gets_both_texts(office, client):
    item = first_item(make_running())
    results.save(item, 0, "noted", "vom Kollegen", make.make_staff(name="Kollege"))
    data = {"result": "", "text": "von mir", "revision": "0"}

    response = office.post(save_address(item), data, headers=JSON)

    conflict = response.json()["conflict"]
    assert response.status_code == 409
    assert conflict["who"] == "Kollege"
    assert conflict["theirs"] == {
        "revision": 1,
        "result": "noted",
        "text": "vom Kollegen",
        "label": "zur Kenntnis genommen",
    }
    assert record_of(item).text == "vom Kollegen"


def test_second_writer_without_script_gets_the_page_with_both_texts(office):
    item = first_item(make_running())
    results.save(item, 0, "", "vom Kollegen", make.make_staff(name="Kollege"))

    response = office.post(save_address(item), {"result": "", "text": "von mir", "revision": "0"})
    page = response.content.decode()

    assert response.status_code == 409
    assert "vom Kollegen" in page
    assert ">\nvon mir</textarea>" in page
    assert 'name="revision" value="1"' in page


def test_page_works_without_script(office):
    item = first_item(make_running())

    office.post(save_address(item), {"result": "noted", "text": "A", "revision": "0"})
    block = TextBlock.objects.get(name="Kenntnisnahme")
    data = {"result": "noted", "text": "A", "revision": "1", "block": block.pk}
    page = office.post(save_address(item), data, follow=True)

    assert record_of(item).text == "A\nDas Gremium nimmt den Bericht zur Kenntnis."
    assert "Gespeichert um" in page.content.decode()


def test_history_keeps_one_entry_for_what_one_person_types_at_a_stretch():
    item = first_item(make_running())
    first, second = make.make_staff(), make.make_staff()

    for number in range(5):
        results.save(item, number, "", f"Text {number}", first)
    results.save(item, 5, "", "Text der anderen", second)

    texts = list(record_of(item).history.values_list("text", flat=True))
    assert texts == ["Text der anderen", "Text 4", ""]


def test_late_item_asks_for_consent(office):
    meeting = make_running()
    item = make.make_agenda_item(meeting=meeting, is_late=True)

    refused = office.post(act_address(item, "beginnen"), headers=JSON)
    office.post(act_address(item, "aufnahme"), {"yes": "1"}, headers=JSON)
    begun = office.post(act_address(item, "beginnen"), headers=JSON)

    assert refused.status_code == 422
    assert "ob das Gremium zustimmt" in refused.json()["error"]
    assert begun.status_code == 200
    assert record_of(item).is_taken_up is True


def test_late_item_without_consent_is_removed_until_the_board_consents():
    item = make.make_agenda_item(meeting=make_running(), is_late=True)

    results.take_up(item, False, None)
    assert record_of(item).result == Result.REMOVED
    results.take_up(item, True, None)

    assert record_of(item).result == ""


def test_item_added_in_session_comes_late_and_before_the_closing_one(office):
    meeting = make_running(items=1)
    make.make_agenda_item(meeting=meeting, title="Verschiedenes", role="any_other_business")

    for _twice in "ab":
        office.post(address(meeting, "new_item"), {"title": " Neues  Thema "}, headers=JSON)

    found = [(one.title, one.is_late) for one in meeting.agenda_items.all()]
    assert found[1:] == [("Neues Thema", True), ("Verschiedenes", False)]


def test_item_is_seen_by_the_office_only_until_the_board_consents():
    item = results.add_item(make_running(), "Neues Thema", None)

    assert item.visibility == Visibility.OFFICE
    results.take_up(item, True, None)
    item.refresh_from_db()

    assert item.visibility == Visibility.MEMBERS
