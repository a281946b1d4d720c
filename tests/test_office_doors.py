"""What a user of one board finds in the office: its side doors."""

import io

import openpyxl
import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Document, Meeting
from partners.models import Board, Mandate, Person, Rules, Seat, Term
from tests import factories as make

pytestmark = pytest.mark.django_db


def address(obj, view="change"):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{view}", args=[obj.pk])


def listing(model, view="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")


def furnish(board):
    """Give the board one of everything and return it by model."""
    seat = make.make_seat(board=board)
    meeting = make.make_meeting(board=board)
    item = make.make_agenda_item(meeting=meeting)
    return {
        Board: board,
        Meeting: meeting,
        AgendaItem: item,
        Document: make.make_document(agenda_item=item),
        Seat: seat,
        Mandate: make.make_mandate(seat=seat),
        Rules: Rules.objects.create(board=board, valid_from=make.LONG_AGO),
        Term: Term.objects.create(board=board, name="Phase 1", starts_on=make.LONG_AGO),
    }


@pytest.fixture
def mine():
    return furnish(make.make_board(name="Gremium A", short_name="Alpha", slug="alpha"))


@pytest.fixture
def other():
    return furnish(make.make_board(name="Gremium B", short_name="Beta", slug="beta"))


@pytest.fixture
def office(client, mine, other):
    """A leader who works on board A only."""
    client.force_login(make.make_leader(mine[Board]))
    return client


# --- One board only: side doors ----------------------------------------------

MODELS = (Board, Meeting, AgendaItem, Document, Seat, Mandate, Rules, Term)


@pytest.mark.parametrize("model", MODELS)
def test_list_holds_only_rows_of_the_own_board(office, mine, other, model):
    found = office.get(listing(model)).context["cl"].queryset

    assert list(found) == [mine[model]]


@pytest.mark.parametrize(
    ("model", "view"),
    [(model, view) for model in MODELS for view in ("change", "history")]
    + [(model, "delete") for model in MODELS[1:]],
)
def test_form_of_another_board_is_as_missing(office, mine, other, model, view):
    missing = address(other[model], view).replace(str(other[model].pk), "987654")

    foreign = office.get(address(other[model], view))

    assert office.get(address(mine[model], view)).status_code == 200
    assert foreign.status_code == office.get(missing).status_code
    assert foreign.status_code in {302, 404}


def test_no_board_is_deleted_by_whom_it_restricts(office, mine, other):
    addresses = [address(rows[Board], "delete") for rows in (mine, other)]
    chosen = {"action": "delete_selected", "_selected_action": mine[Board].pk, "post": "yes"}

    answers = [office.post(one, {"post": "yes"}).status_code for one in addresses]
    office.post(listing(Board), chosen)

    assert answers == [403, 403]
    assert set(Board.objects.all()) == {mine[Board], other[Board]}


@pytest.mark.parametrize("model", MODELS)
def test_old_version_of_another_board_is_as_missing(office, mine, other, model):
    def old(rows):
        obj = rows[model]
        name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_simple_history"
        return reverse(name, args=[obj.pk, obj.history.first().pk])

    assert office.get(old(mine)).status_code == 200
    assert office.get(old(other)).status_code == 404
    assert office.post(old(other)).status_code == 404


@pytest.mark.parametrize("model", MODELS)
def test_export_holds_only_rows_of_the_own_board(office, mine, other, model):
    response = office.post(listing(model, "export"), {"format": "0"})

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet.max_row == 2


def test_deleting_rows_of_another_board_in_bulk_does_nothing(office, mine, other):
    chosen = {"action": "delete_selected", "_selected_action": other[Term].pk, "post": "yes"}

    office.post(listing(Term), chosen)

    assert set(Term.objects.all()) == {mine[Term], other[Term]}


def test_autocomplete_offers_only_the_own_board(office, mine, other):
    query = {"app_label": "partners", "model_name": "mandate", "field_name": "seat"}
    found = office.get("/admin/autocomplete/", query).json()["results"]

    assert [int(one["id"]) for one in found] == [mine[Seat].pk]


def test_filter_names_only_the_own_board(office, mine, other):
    page = office.get(listing(Meeting)).content.decode()

    assert "Alpha" in page
    assert "Beta" not in page


def test_meeting_cannot_be_made_for_another_board(office, mine, other):
    form = {"board": other[Board].pk, "kind": "ordinary", "state": "planned", **EMPTY_ROWS}
    form |= {"held_on": "2027-05-05", "visibility": "members"}

    refused = office.post(listing(Meeting, "add"), form)
    office.post(listing(Meeting, "add"), form | {"board": mine[Board].pk})

    assert refused.context["adminform"].form.errors.keys() == {"board"}
    assert [one.slug for one in Meeting.objects.order_by("pk")] == ["alpha-1", "beta-1", "alpha-2"]


EMPTY_ROWS = {
    f"{prefix}-{name}": "0"
    for prefix in ("agenda_items", "documents")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def test_document_cannot_hang_on_an_item_of_another_board(office, mine, other):
    document = mine[Document]
    form = {"agenda_item": other[AgendaItem].pk, "title": "x", "visibility": "members"}
    rows = {"versions-TOTAL_FORMS": "0", "versions-INITIAL_FORMS": "0"}

    response = office.post(address(document), form | rows)

    assert response.context["adminform"].form.errors.keys() == {"agenda_item"}


def test_file_of_another_board_is_not_handed_out(office, mine, other):
    def file(rows):
        return reverse("admin:meetings_document_version", args=[rows[Document].pk, 1])

    handed_out = office.get(file(mine))
    assert b"".join(handed_out.streaming_content) == make.pdf_bytes()
    assert office.get(file(other)).status_code == 404


def test_organisation_shows_only_seats_of_the_own_board(office, mine, other):
    organisation = mine[Seat].organisation
    make.make_seat(board=other[Board], organisation=organisation)

    page = office.get(address(organisation))

    formset = page.context["inline_admin_formsets"][0].formset
    assert [form.instance for form in formset.initial_forms] == [mine[Seat]]


def test_what_stands_in_the_way_is_counted_but_not_named(client, mine):
    seat = mine[Seat]
    rights = ("view_organisation", "delete_organisation", "delete_seat")
    client.force_login(make.make_staff(*(f"partners.{one}" for one in rights)))

    page = client.get(address(seat.organisation, "delete")).content.decode()

    assert "1 Eintrag, den Sie nicht einsehen dürfen" in page
    assert f"Sitz {seat.pk}" not in page


def test_restricted_user_cannot_lift_the_restriction(office, mine):
    form = office.get(address(mine[Board])).context["adminform"].form

    assert "staff" not in form.fields
    assert "name" in form.fields


def test_start_page_speaks_of_the_own_board_only(office, mine, other):
    page = office.get("/admin/")

    assert page.context["next_meeting"] == mine[Meeting]
    assert "Beta" not in page.content.decode()


def test_reference_to_another_board_survives_an_edit(office, mine, other):
    article = make.make_article(meeting=other[Meeting])
    form = {
        "title": "Neu",
        "slug": article.slug,
        "teaser": "T",
        "visibility": "public",
        "meeting": "",
    }

    office.post(address(article), form)

    article.refresh_from_db()
    assert (article.title, article.meeting) == ("Neu", other[Meeting])


# --- Rights over accounts ----------------------------------------------------


def test_rights_are_given_by_superusers_only(client):
    keeper = make.make_staff("accounts.view_user", "accounts.change_user")
    client.force_login(keeper)

    client.post(address(keeper), {"email": keeper.email, "name": "K", "is_superuser": "on"})

    keeper.refresh_from_db()
    assert (keeper.name, keeper.is_superuser) == ("K", False)


def test_viewer_cannot_restore(client):
    person = make.make_person(family_name="Alt")
    person.family_name = "Neu"
    person.save()
    client.force_login(make.make_staff("partners.view_person"))
    old = reverse(
        "admin:partners_person_simple_history", args=[person.pk, person.history.last().pk]
    )

    assert client.get(old).status_code == 200
    assert client.post(old, {"family_name": "Alt"}).status_code == 403
    assert Person.objects.get().family_name == "Neu"
