"""A session of eleven seats and six items in the cockpit, with a reload and a lost connection."""

import pytest

from tests.e2e.axe import grave
from tests.e2e.cockpit_steps import (
    COCKPIT,
    EXPECTED,
    NOTED,
    TODAY,
    count_anew,
    current,
    decide_on_the_late_item,
    go_on,
    lose_the_connection,
    note_remark,
    open_first_item,
    reload_in_the_middle_of_a_word,
    shell,
    text_of,
    wait_until_saved,
    write,
)
from tests.e2e.product import running, sign_in


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cockpit")


@pytest.fixture(scope="module")
def site(folder):
    """A product of its own, whose second session takes place today."""
    with running(folder) as site:
        shell(folder, TODAY)
        yield site


@pytest.fixture(scope="module")
def signed_in(browser, site):
    context = browser.new_context(base_url=site.address)
    sign_in(context.new_page(), site.office)
    yield context.cookies()
    context.close()


@pytest.fixture
def office(watched, signed_in):
    watched.context.add_cookies(signed_in)
    yield watched
    others = [one for one in watched.complaints if not any(words in one for words in EXPECTED)]
    watched.complaints[:] = others


def test_session_of_six_items_is_run_to_its_end(office, folder):
    page = office
    open_first_item(page)
    go_on(page)
    reload_in_the_middle_of_a_word(page)
    go_on(page)
    lose_the_connection(page)
    decide_on_the_late_item(page)
    count_anew(page)
    go_on(page)
    write(page, "Die nächste Sitzung findet im Frühjahr statt.")
    wait_until_saved(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Sitzung beenden").click()

    page.get_by_text("Die Sitzung ist beendet, der Entwurf").wait_for()
    assert shell(folder, NOTED) == [
        "held",
        "adopted | Der Vorsitz begrüßt die Teilnehmenden. | True",
        "noted | Das Zentrum berichtet, was es aufgegriffen hat. | True",
        "noted | Die Berichte werden zur Kenntnis genommen. | True",
        "postponed | Der Entwurf wird vertagt. | False",
        "recommended | Das Gremium empfiehlt eine Schulung. | True",
        "noted | Die nächste Sitzung findet im Frühjahr statt. | True",
        "1 1",
        "Hinweis | Beispiele aus Betrieben zeigen | Anke Beispiel | 2027-01-31",
    ]
    kept = "Object.keys(localStorage).filter(one => one.startsWith('cockpit'))"
    assert page.evaluate(kept) == []


@pytest.fixture
def reopened(office):
    office.goto(COCKPIT)
    if office.get_by_role("button", name="Sitzung wieder öffnen").count():
        with office.expect_navigation():
            office.get_by_role("button", name="Sitzung wieder öffnen").click()
    return office


def other_page(browser, site, signed_in):
    context = browser.new_context(base_url=site.address, locale="de-DE")
    context.add_cookies(signed_in)
    page = context.new_page()
    page.goto(COCKPIT)
    return page


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ("Meinen Text behalten", "von mir"),
        ("Den anderen übernehmen", "vom Kollegen"),
        ("Beide untereinander", "vom Kollegen\nvon mir"),
    ],
)
def test_second_writer_sees_both_texts_and_chooses(
    reopened, browser, site, signed_in, choice, left
):
    mine, theirs = reopened, other_page(browser, site, signed_in)
    for page in (mine, theirs):
        page.locator(".agenda-nav a").first.click()
    text_of(mine).fill("davor")
    wait_until_saved(mine)
    theirs.reload()
    theirs.locator(".agenda-nav a").first.click()
    text_of(theirs).fill("vom Kollegen")
    wait_until_saved(theirs)

    text_of(mine).fill("von mir")
    panel = current(mine).get_by_role("alert")
    panel.get_by_text("vom Kollegen").wait_for()
    assert text_of(mine).input_value() == "von mir"
    panel.get_by_role("button", name=choice).click()
    wait_until_saved(mine)

    theirs.reload()
    assert text_of(theirs).input_value() == left
    theirs.context.close()


def test_two_who_change_different_things_of_an_item_disturb_nobody(
    reopened, browser, site, signed_in
):
    mine, theirs = reopened, other_page(browser, site, signed_in)
    for page in (mine, theirs):
        page.locator(".agenda-nav a").nth(1).click()
    current(theirs).get_by_label("Ergebnis", exact=True).select_option("discussed")
    wait_until_saved(theirs)

    text_of(mine).fill("nur der Text")
    mine.wait_for_function(
        "() => document.querySelector('section.is-current [name=result]').value === 'discussed'"
    )
    wait_until_saved(mine)

    theirs.reload()
    assert text_of(theirs).input_value() == "nur der Text"
    assert current(mine).get_by_role("alert").count() == 0
    theirs.context.close()


def test_kind_of_a_refused_piece_of_advice_stays_chosen(reopened):
    page = reopened
    line = current(page).locator("[data-capture=advice]")
    note_remark(page)
    line.get_by_label("Von").fill("Niemand Bekanntes")
    line.get_by_label("Was wird angeregt").fill("Anders")
    line.get_by_label("Art").select_option("question")
    line.get_by_role("button", name="Anregung festhalten").click()

    line.get_by_text("weder im Gremium noch Gast").wait_for()
    assert line.get_by_label("Art").input_value() == "question"
    assert line.get_by_label("Von").input_value() == "Niemand Bekanntes"


def test_refused_line_stays_in_its_fields(reopened):
    page = reopened
    page.keyboard.press("Alt+Shift+KeyA")
    current(page).get_by_label("Was", exact=True).fill("Anrufen")
    current(page).get_by_label("Wer", exact=True).fill("Niemand Bekanntes")
    current(page).get_by_role("button", name="Aufgabe festhalten").click()

    current(page).get_by_text("weder im Gremium noch Gast").wait_for()
    assert current(page).get_by_label("Was", exact=True).input_value() == "Anrufen"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_cockpit_is_accessible(reopened, scheme, width):
    page = reopened
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for one in page.locator("section.is-current details, .keys").all():
        one.evaluate("one => one.open = true")

    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
