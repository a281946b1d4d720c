"""The office at work: signing in, a whole session in one form, no mouse needed."""

import pytest

from tests.e2e.axe import grave
from tests.e2e.product import sign_in
from tests.factories import pdf_bytes

LISTS = [
    "meetings/meeting",
    "meetings/venue",
    "meetings/document",
    "partners/board",
    "partners/organisation",
    "partners/person",
    "partners/feedback",
    "news/article",
    "accounts/user",
    "auth/group",
    "meetings/agendatemplate",
    "meetings/minutes",
    "meetings/objection",
    "meetings/resolution",
    "meetings/task",
    "meetings/textblock",
    "advice/advice",
    "advice/topic",
    "advice/weighing",
    "advice/introduction",
    "projects/project",
    "projects/reportinground",
    "projects/progressreport",
    "projects/demonstration",
    "news/publication",
]
FORMS = [
    "meetings/meeting/1/change",
    "meetings/meeting/2/change",
    "meetings/meeting/2/absagen",
    "meetings/agendatemplate/1/change",
    "meetings/document/1/change",
    "partners/board/1/change",
    "partners/organisation/1/change",
    "partners/person/1/change",
    "partners/centre/1/change",
    "news/article/1/change",
    "accounts/user/1/change",
    "auth/group/1/change",
    "meetings/meeting/1/history",
    "partners/organisation/import",
    "partners/organisation/export",
    "meetings/meeting/1/delete",
    "meetings/meeting/5/versand",
    "meetings/meeting/5/cockpit",
    "meetings/meeting/6/cockpit",
    "meetings/minutes/1/change",
    "meetings/minutes/2/change",
    "meetings/objection/1/change",
    "meetings/resolution/2/change",
    "meetings/resolution/4/change",
    "meetings/task/2/change",
    "nachweis",
    "advice/advice/add",
    "advice/advice/3/change",
    "advice/advice/3/schritt",
    "advice/topic/add",
    "advice/topic/9/change",
    "advice/weighing/1/change",
    "projects/project/add",
    "projects/project/1/change",
    "projects/reportinground/2/change",
    "projects/reportinground/2/anfragen",
    "projects/reportinground/2/praesentation",
    "projects/reportinground/2/praesentation/1",
    "projects/progressreport/4/change",
    "projects/demonstration/1/change",
    "veroeffentlichen/sitzung/2",
    "veroeffentlichen/protokoll/1",
    "veroeffentlichen/anregung/5",
    "veroeffentlichen/bericht/4",
    "veroeffentlichen/meldung/1",
]
SENDINGS = [
    "meetings/meeting/3/versand/save_the_date",
    "meetings/meeting/3/versand/invitation",
    "meetings/meeting/2/versand/addendum",
    "meetings/meeting/2/versand/change",
    "meetings/meeting/2/versand/cancellation",
    "meetings/meeting/2/versand",
    "meetings/meeting/2/briefe",
    "meetings/meeting/2/mappe",
    "meetings/meeting/2/erinnern",
]
OFFICE_PAGES = [
    "",
    *(f"{one}/" for one in LISTS),
    *(f"{one}/add/" for one in LISTS[:6]),
    "news/article/add/",
    *(f"{one}/" for one in (*FORMS, *SENDINGS)),
]
VIEWS = [("light", 1280), ("dark", 360)]


@pytest.fixture(scope="module")
def signed_in(browser, site):
    """The cookies of the office, so that not every test signs in anew."""
    context = browser.new_context(base_url=site.address)
    sign_in(context.new_page(), site.office)
    yield context.cookies()
    context.close()


@pytest.fixture
def office(watched, signed_in):
    watched.context.add_cookies(signed_in)
    return watched


def add_row(page, group):
    """Open one more row of an inline group and return it."""
    page.locator(f"#{group}-group .add-row a").click()
    return page.locator(f"#{group}-group .inline-related:not(.empty-form)").last


def add_item(page, title):
    row = add_row(page, "agenda_items")
    row.locator("input[name$=-title]").fill(title)
    row.locator("select[name$=-visibility]").select_option("public")
    return row


def write(row, page):
    """Type rich text the way the office does."""
    row.locator("details:has(.ProseMirror) > summary").click()
    row.locator(".ProseMirror[contenteditable=true]").click()
    page.keyboard.type("Erst schlicht, ")
    page.keyboard.press("Control+b")
    page.keyboard.type("dann wichtig")


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern", exact=True).click()
    assert page.locator(".errornote").count() == 0, page.locator(".errorlist").all_inner_texts()


def agenda_of(page):
    return page.locator("[id^=top-]").evaluate_all("all => all.map(one => one.innerText)")


def test_office_adds_a_session_with_agenda_text_and_document(office, tmp_path):
    office.goto("/admin/meetings/meeting/add/")
    office.locator("#id_held_on").fill("2031-05-08")
    office.locator("#id_visibility").select_option("public")
    write(add_item(office, "Begrüßung"), office)
    add_item(office, "Verschiedenes")
    paper = add_row(office, "documents")
    paper.locator("input[type=file]").set_input_files(
        {"name": "Einladung.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    )
    paper.locator("select[name$=-visibility]").select_option("public")
    save(office)

    office.goto(office.get_by_role("link", name="Ansehen").get_attribute("href"))

    first, second = agenda_of(office)
    assert "Begrüßung" in first
    assert "Verschiedenes" in second
    assert office.locator("#top-1 strong").inner_text() == "dann wichtig"
    assert office.get_by_role("link", name="Einladung").count() == 1


def test_agenda_is_reordered_by_keyboard(office):
    office.goto("/admin/meetings/meeting/1/change/")
    rows = "#agenda_items-group .inline-related:not(.empty-form)"
    titles = f"{rows} input[name$=-title]"
    before = office.locator(titles).evaluate_all("all => all.map(one => one.value)")

    office.locator(f"{rows} [data-move=up]").nth(1).focus()
    office.keyboard.press("Enter")

    assert office.evaluate("document.activeElement.dataset.move") == "up"
    assert "Stelle 1" in office.locator("#agenda_items-group [data-order-status]").inner_text()
    save(office)
    after = office.locator(titles).evaluate_all("all => all.map(one => one.value)")
    assert after == [before[1], before[0], *before[2:]]

    office.locator(f"{rows} [data-move=down]").nth(0).focus()
    office.keyboard.press("Enter")
    save(office)
    assert office.locator(titles).evaluate_all("all => all.map(one => one.value)") == before


@pytest.mark.parametrize("path", OFFICE_PAGES)
def test_office_page_is_accessible(office, path):
    answer = office.goto(f"/admin/{path}")

    assert answer.status == 200
    for scheme, width in VIEWS:
        office.emulate_media(color_scheme=scheme)
        office.set_viewport_size({"width": width, "height": 900})
        assert grave(office) == [], f"{scheme} {width}"
