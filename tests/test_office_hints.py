"""What the office's forms say before a mistake becomes one."""

import pytest

from partners.models import FormerName
from tests import factories as make
from tests.office import change, item, office, paper, rows, session

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def texts(response):
    return [str(one) for one in response.context["messages"]]


# --- Renaming ---------------------------------------------------------------


def organisation_form(organisation, former=(), **more):
    return {
        "name": organisation.name,
        "short_name": organisation.short_name,
        "slug": organisation.slug,
        "kind": organisation.kind,
        "consortium_role": "none",
        "consortium_position": 0,
        **rows("seats", []),
        **rows("former_names", former),
    } | more


def test_new_name_without_a_former_one_is_pointed_out(office):
    one = make.make_organisation(name="Alt <b>e. V.</b>")

    response = office.post(change(one), organisation_form(one, name="Neu"), follow=True)

    note = next(text for text in texts(response) if "Umbenannt?" in text)
    assert f'href="{change(one)}#former_names-group"' in note
    assert "Alt &lt;b&gt;" in note


def test_former_short_name_left_empty_is_the_present_one(office):
    one = make.make_organisation(name="Alt", short_name="A")
    former = [{"name": "Alt", "short_name": "", "replaced_on": "2025-01-01"}]
    data = organisation_form(one, former, name="Neu", short_name="N")

    response = office.post(change(one), data, follow=True)

    assert FormerName.objects.get().short_name == "A"
    assert not any("Umbenannt?" in text for text in texts(response))


# --- A public session with closed parts --------------------------------------


def test_closed_parts_of_a_public_session_are_pointed_out(office):
    items = [item(title, 1, visibility="members") for title in "ab"] + [item("c", 3)]
    data = session(make.make_board(), items, [paper(visibility="office")])

    response = office.post("/admin/meetings/meeting/add/", data, follow=True)

    assert "2 TOP und 1 Dokument sind nicht öffentlich." in texts(response)


@pytest.mark.parametrize("visibility", ["members", "office"])
def test_closed_session_may_have_closed_parts(office, visibility):
    data = session(make.make_board(), [item("a", 1, visibility="members")], visibility=visibility)

    response = office.post("/admin/meetings/meeting/add/", data, follow=True)

    assert not any("nicht öffentlich" in text for text in texts(response))


# --- Refused forms ----------------------------------------------------------


def test_refused_form_lists_its_mistakes_and_leads_to_them(office):
    papers = [paper(b"kein pdf"), paper()]
    data = session(make.make_board(), [item("", 1, text="<p>x</p>")], papers, held_on="")

    page = office.post("/admin/meetings/meeting/add/", data).content.decode()

    for name in ("held_on", "agenda_items-0-title", "documents-0-upload"):
        assert f'<a href="#field-{name}">' in page
        assert f'<div id="field-{name}">' in page
    assert "Bitte wählen Sie auch die anderen Dateien noch einmal aus." in page


def test_folded_part_with_a_mistake_is_open(office):
    board = make.make_board()
    data = {
        **rows("seats", []),
        **rows("terms", []),
        **rows(
            "rules", [{"valid_from": "2025-01-01", "minutes_days": "viele", "quorum_minimum": 1}]
        ),
    }

    page = office.post(change(board), data).content.decode()

    assert page.count("<details open>") == 1
