"""The session's form with its scripts: lines that say what is in them, files chosen at once."""

import pytest

from tests.e2e.product import sign_in
from tests.factories import pdf_bytes

FORM = "/admin/meetings/meeting/2/change/"
ROWS = "#agenda_items-group .inline-related:not(.empty-form)"


@pytest.fixture
def form(watched, site):
    sign_in(watched, site.office)
    watched.goto(FORM)
    return watched


def opened(row):
    """Open a row and the part of it that is folded once more; return its heading."""
    row.locator(".row-fields > summary").click()
    summary = row.locator("fieldset details > summary")
    summary.click()
    return summary


def test_folded_part_says_filled_only_when_it_is(form):
    row = form.locator(ROWS).last
    for one in row.locator("fieldset details :is(textarea, select)").all():
        assert not one.evaluate("field => field.value.replace(/<[^>]*>/g, '')")
    summary = opened(row)
    assert summary.get_attribute("data-filled") is None

    row.locator("[name$=-is_late]").check()
    assert summary.get_attribute("data-filled") == ""
    row.locator("[name$=-is_late]").uncheck()
    assert summary.get_attribute("data-filled") is None


def test_folded_part_of_a_new_row_is_empty_until_it_is_filled(form):
    form.locator("#agenda_items-group .add-row a").click()
    row = form.locator(ROWS).last
    summary = row.locator("fieldset details > summary")
    summary.click()
    assert summary.get_attribute("data-filled") is None

    row.locator("[name$=-is_late]").check()
    assert summary.get_attribute("data-filled") == ""


def test_line_of_a_row_follows_its_fields(form):
    row = form.locator(ROWS).first
    row.locator(".row-fields > summary").click()
    row.locator("[name$=-minutes_planned]").fill("35")
    row.locator("[name$=-visibility]").select_option("members")
    assert row.locator(".row-facts").inner_text() == "35 Min. · Formalia · nur Mitglieder"

    form.locator("#agenda_items-group [data-all-public]").click()

    assert row.locator(".row-facts").inner_text() == "35 Min. · Formalia · öffentlich"


def test_files_chosen_at_once_become_one_document_each(form):
    papers = [
        {"name": name, "mimeType": "application/pdf", "buffer": pdf_bytes()}
        for name in ("Eins.pdf", "Zwei.pdf")
    ]
    rows = form.locator("#documents-group .inline-related:not(.empty-form):not(.has_original)")
    assert rows.count() == 0

    form.locator(".drop-zone input[type=file]").set_input_files(papers)

    names = "all => all.map(one => one.files[0].name)"
    assert rows.locator("input[type=file]").evaluate_all(names) == ["Eins.pdf", "Zwei.pdf"]
    assert "2 Datei(en)" in form.locator(".drop-zone [role=status]").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_save_is_in_sight_in_every_part_of_the_form(form, width):
    form.set_viewport_size({"width": width, "height": 800})
    for place in ("#field-held_on", "#agenda_items-group"):
        form.locator(place).evaluate("part => part.scrollIntoView()")
        box = form.locator("[name=_save]").bounding_box()
        assert 0 < box["y"] < 800
    assert form.evaluate("document.documentElement.scrollWidth") <= width
