"""Public pages as a visitor meets them: seen, heard, small, without script."""

import pytest

from tests.e2e.axe import violations

PAGES = [
    "/",
    "/mitglieder/",
    "/mitglieder/?stand=2017-01-27",
    "/mitglieder/?stand=kein-Datum",
    "/mitglieder/?art=ministry",
    "/mitglieder/smwa/",
    "/mitglieder/tu-chemnitz/",
    "/sitzungen/",
    "/sitzungen/begleitgremium-1/",
    "/sitzungen/begleitgremium-2/",
    "/sitzungen/arbeitsgruppe-digitale-werkzeuge-1/",
    "/sitzungen/arbeitsgruppe-digitale-werkzeuge-1/protokoll/",
    "/beschluesse/",
    "/beschluesse/arbeitsgruppe-digitale-werkzeuge-2/",
    "/projekte/",
    "/projekte/beispiel-werkzeuge-finden/",
    "/themen/",
    "/themen/werkzeuge-zum-ausleihen/",
    "/anregungen/",
    "/anregungen/1/?gremium=arbeitsgruppe-digitale-werkzeuge",
    "/aktuelles/",
    "{article}",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/barriere-melden/",
    "/barriere-melden/danke/",
    "/anmelden/",
    "/anmelden/passwort/",
    "/sitzungen/gibt-es-nicht/",
]
WITH_FORM = {"/barriere-melden/", "/anmelden/", "/anmelden/passwort/"}
READING = [page for page in PAGES if page not in WITH_FORM and "gibt-es-nicht" not in page]
SCHEMES = ["light", "dark"]
WIDTHS = [360, 1280]
every_page = pytest.mark.parametrize("path", PAGES)


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@every_page
def test_page_is_accessible_and_calm(watched, article, path):
    watched.goto(path.format(article=article))

    for scheme in SCHEMES:
        watched.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            watched.set_viewport_size({"width": width, "height": 800})
            assert violations(watched) == [], f"{scheme} {width}"
            assert overflow(watched) <= 0, f"{width} px"
    watched.set_viewport_size({"width": 320, "height": 800})
    assert overflow(watched) <= 0, "320 px"
    assert path in WITH_FORM or watched.context.cookies() == []


@every_page
def test_page_reads_the_same_without_javascript(browser, site, article, path):
    texts = []
    for is_on in (True, False):
        context = browser.new_context(base_url=site.address, java_script_enabled=is_on)
        page = context.new_page()
        page.goto(path.format(article=article))
        texts.append((page.locator("h1").inner_text(), page.locator("main").inner_text()))
        context.close()

    assert texts[0] == texts[1]
    assert texts[0][0]


FOCUS = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  return {
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    isInView: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@every_page
def test_keyboard_always_shows_where_it_is(watched, article, path):
    watched.goto(path.format(article=article))

    for _ in range(6):
        watched.keyboard.press("Tab")
        focus = watched.evaluate(FOCUS)
        assert focus["outline"] >= 2
        assert focus["isInView"]


@every_page
def test_skip_link_is_the_first_link(page, article, path):
    page.goto(path.format(article=article))

    assert page.locator("a, button, input").first.get_attribute("href") == "#inhalt"


def test_skip_link_leads_to_the_content(watched):
    watched.goto("/sitzungen/")

    watched.keyboard.press("Tab")
    watched.keyboard.press("Enter")
    watched.keyboard.press("Tab")

    assert watched.evaluate("document.querySelector('main').contains(document.activeElement)")
