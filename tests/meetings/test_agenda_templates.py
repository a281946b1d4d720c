"""Who keeps which templates for agendas in the office."""

import pytest

from meetings.models import AgendaTemplate
from tests import factories as make
from tests.office import change, office, rows

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def template_form(name, *titles, board=""):
    forms = [
        {
            "title": one,
            "kind": "discussion",
            "visibility": "members",
            "position": number,
            "text": "",
        }
        for number, one in enumerate(titles, start=1)
    ]
    return {"name": name, "board": board, **rows("items", forms)}


def test_office_keeps_templates_in_order(office):
    office.post(
        "/admin/meetings/agendatemplate/add/",
        template_form("Klausur", "Auftakt", "Abschluss", board=make.make_board().pk),
    )

    template = AgendaTemplate.objects.get(name="Klausur")
    assert list(template.items.values_list("position", "title")) == [
        (1, "Auftakt"),
        (2, "Abschluss"),
    ]


def test_who_works_on_one_board_reads_common_templates_and_changes_only_own(client):
    mine, other = make.make_board(), make.make_board()
    own = make.make_agenda_template("x", board=mine, name="Eigene")
    foreign = make.make_agenda_template("x", board=other, name="Fremde")
    common = AgendaTemplate.objects.get(board=None)
    client.force_login(make.make_leader(mine))

    listed = list(client.get("/admin/meetings/agendatemplate/").context["cl"].queryset)
    answers = [client.get(change(one)).status_code for one in (own, common, foreign)]
    refused = client.post(change(common), template_form("Gekapert"))
    client.post(change(own, "delete"), {"post": "yes"})

    assert set(listed) == {own, common}
    assert answers == [200, 200, 302]
    assert refused.status_code == 403
    assert set(AgendaTemplate.objects.all()) == {foreign, common}
    assert client.post(change(common, "delete"), {"post": "yes"}).status_code == 403


def test_who_works_on_one_board_makes_no_template_for_all(client):
    mine, other = make.make_board(), make.make_board()
    client.force_login(make.make_leader(mine))
    before = AgendaTemplate.objects.count()

    for board in ("", other.pk):
        form = template_form("Neu", "x", board=board)
        response = client.post("/admin/meetings/agendatemplate/add/", form)
        assert "board" in response.context["adminform"].form.errors

    assert AgendaTemplate.objects.count() == before
    client.post("/admin/meetings/agendatemplate/add/", template_form("Neu", "x", board=mine.pk))
    assert AgendaTemplate.objects.get(name="Neu").board == mine


@pytest.mark.parametrize("size", [1, 10])
def test_list_of_templates_needs_so_many_queries(client, django_assert_num_queries, size):
    client.force_login(make.make_staff(is_superuser=True))
    board = make.make_board()
    for number in range(size):
        make.make_agenda_template(*"abc"[: number % 3 + 1], board=board, name=f"Vorlage {number}")
    client.get("/admin/meetings/agendatemplate/")

    with django_assert_num_queries(8):
        client.get("/admin/meetings/agendatemplate/")
