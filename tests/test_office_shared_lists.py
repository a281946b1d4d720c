"""What lists, choices, searches and tables hold of other boards' people, organisations, places."""

import io

import openpyxl
import pytest

from meetings.models import Venue
from partners.models import Organisation, Person
from tests import factories as make
from tests.sharing import (
    FOREIGN,
    FREE,
    OWN,
    SHARED,
    SHARING,
    address,
    chief,
    editor,
    listing,
    mine,
    office,
    theirs,
    things,
)
from tests.walking import leaks, walk

__all__ = ["chief", "editor", "mine", "office", "theirs", "things"]
pytestmark = pytest.mark.django_db

SECRETS = [f"{word}{kind}" for word in ("FON", "NOTIZ", "HEUTE", "WORT") for kind in ("SHARED",)]
SECRETS += ["mailSHARED", "FOREIGN", "HEUTEFREE", "FONFREE", "mailFREE"]


# --- Lists, choices, tables ---------------------------------------------------------


LISTED = {
    Person: {OWN, SHARED},
    Organisation: {OWN, SHARED, FREE},
    Venue: {OWN, SHARED, FREE},
}


def kinds_in(found, things, model):
    keys = {obj.pk for obj in found}
    return {kind for kind in things if things[kind][model].pk in keys}


@pytest.mark.parametrize("model", SHARING)
def test_list_holds_what_is_of_the_own_board(office, things, model):
    page = office.get(listing(model))

    assert kinds_in(page.context["cl"].queryset, things, model) == LISTED[model]
    assert len(page.context["cl"].result_list) == len(LISTED[model])


@pytest.mark.parametrize("model", SHARING)
def test_nothing_is_deleted_in_bulk_but_ones_own(office, things, model):
    keys = [obj[model].pk for obj in things.values()]
    chosen = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}

    office.post(listing(model), chosen)

    assert set(model.objects.values_list("pk", flat=True)) >= set(keys)


CHOICES = {
    Person: ("partners", "mandate", "person"),
    Organisation: ("partners", "seat", "organisation"),
    Venue: ("meetings", "meeting", "venue"),
}


@pytest.mark.parametrize("model", SHARING)
def test_choice_offers_nothing_of_others(office, things, model):
    query = dict(zip(("app_label", "model_name", "field_name"), CHOICES[model], strict=True))

    results = office.get("/admin/autocomplete/", query).json()["results"]

    keys = {int(one["id"]) for one in results}
    offered = {kind for kind in things if things[kind][model].pk in keys}
    assert offered == {OWN, SHARED, FREE}


def test_posted_key_of_a_foreign_person_is_refused(office, mine, things):
    seat = make.make_seat(board=mine)
    rows = {"mandates-TOTAL_FORMS": 1, "mandates-INITIAL_FORMS": 0}
    rows |= {
        "mandates-0-role": "main",
        "mandates-0-office": "none",
        "mandates-0-starts_on": "2026-01-01",
    }
    form = {"organisation": seat.organisation_id, "starts_on": "2017-01-01"} | rows

    def post(person):
        return office.post(address(seat), form | {"mandates-0-person": person.pk})

    assert post(things[FOREIGN][Person]).status_code == 200
    assert not seat.mandates.exists()
    assert post(things[SHARED][Person]).status_code == 302
    assert seat.mandates.get().person == things[SHARED][Person]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("mailOWN", {OWN}),
        ("mail", {OWN}),
        ("Name", {OWN, SHARED}),
        ("NameSHARED", {SHARED}),
        ("mailSHARED", set()),
        ("mailFOREIGN", set()),
        ("NameFOREIGN", set()),
    ],
)
def test_search_finds_people_by_what_the_list_shows(office, things, word, expected):
    found = office.get(listing(Person), {"q": word}).context["cl"].queryset

    assert kinds_in(found, things, Person) == expected


def test_filter_and_order_tell_nothing_of_a_hidden_address(office, things):
    with_address = office.get(listing(Person), {"email": "yes"}).context["cl"]

    assert kinds_in(with_address.queryset, things, Person) == {OWN}
    assert "email" not in with_address.sortable_by


@pytest.mark.parametrize("model", SHARING)
def test_table_holds_no_more_than_the_list(office, things, model):
    response = office.post(listing(model, "export"), {"format": "0"})

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    text = " ".join(str(cell.value) for row in sheet for cell in row)
    assert sheet.max_row == 1 + len(LISTED[model])
    assert leaks({"export": text}, SECRETS) == []
    assert ("FONOWN" in text) == (model is Person)


@pytest.mark.parametrize("model", [Person, Organisation])
def test_nothing_is_imported_over_what_is_of_others(office, model):
    assert office.get(listing(model, "import")).status_code == 403
    assert office.post(listing(model, "import"), {"key": "x"}).status_code == 403
    assert "import/" not in office.get(listing(model)).content.decode()


def test_mails_to_a_foreign_person_do_not_name_them(office, things):
    for kind in (OWN, FOREIGN):
        page = office.get("/admin/post/mail/", {"person": things[kind][Person].pk})

        assert (f"Name{kind.upper()}" in page.content.decode()) == (kind == OWN)


# --- What is hidden, everywhere -----------------------------------------------------


def test_nothing_confidential_of_others_is_on_any_page_of_the_office(office, things):
    starts = [address(obj) for objs in things.values() for obj in objs.values()]

    assert leaks(walk(office, "/admin/", *starts), SECRETS) == []


def test_everything_is_there_for_who_works_on_all_boards(chief, things):
    starts = [address(obj) for objs in things.values() for obj in objs.values()]
    histories = [address(objs[Person], "history") for objs in things.values()]
    pages = {one: chief.get(one).content.decode() for one in starts + histories}

    missing = [word for word in SECRETS if not leaks(pages, [word])]
    assert missing == []


def test_form_shows_of_a_shared_person_what_a_page_of_the_board_does(office, things):
    page = office.get(address(things[SHARED][Person])).content.decode()

    assert "NameSHARED" in page
    assert "FunktionSHARED" in page
    assert 'name="_save"' not in page
    assert "Gehört nicht Ihren Gremien allein" in page
    assert "/history/" not in page
    own = office.get(address(things[OWN][Person])).content.decode()
    assert {
        word for word in ("FONOWN", "HEUTEOWN", "WORTOWN", "mailOWN") if word not in own
    } == set()
