"""A member's pages behind the personal link: seen, heard, by keyboard, without script."""

import pytest

from tests.e2e.test_signin import enter, looks_well, mailed_code, member_address

PAGES = [
    "",
    "sitzungen/begleitgremium-2/",
    "sitzungen/arbeitsgruppe-digitale-werkzeuge-3/",
    "sitzungen/arbeitsgruppe-digitale-werkzeuge-1/protokoll/",
    "sitzungen/arbeitsgruppe-digitale-werkzeuge-2/protokoll/",
    "umlauf/4/",
    "vorschlaege/",
    "unterlagen/",
    "aufgaben/",
    "beschluesse/",
    "anregungen/",
    "themen/",
    "themen/wartung-mit-dem-telefon/",
    "gewichtung/1/",
    "gremium/",
    "kalender/",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_calm(watched, site, path):
    assert watched.goto(site.member + path).status == 200

    assert looks_well(watched)


@pytest.fixture(scope="module")
def signed_in(browser, site):
    """The cookies of a member who signed in with a code."""
    office, member = (browser.new_context(base_url=site.address) for _ in range(2))
    page = member.new_page()
    sign_in(page, office.new_page(), site)
    yield member.cookies()
    office.close()
    member.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_after_signing_in_is_accessible_and_calm(watched, signed_in, path):
    watched.context.add_cookies(signed_in)
    assert watched.goto(f"/mein/{path}").status == 200

    assert looks_well(watched)


@pytest.fixture
def plain(browser, site):
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def tab_to(page, target):
    """Press Tab until the keyboard is at `target`."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            return
    pytest.fail(f"{target} is out of the keyboard's reach")


def sign_in(member, office, site):
    """Sign a member in, with the code from the mail that the demo shows in the office."""
    member.goto("/anmelden/")
    member.get_by_label("E-Mail-Adresse").fill(member_address(office, site))
    enter(member)
    member.get_by_label("Code aus der Mail").fill(mailed_code(office))
    enter(member)


def test_note_is_written_by_keyboard_without_script(plain, page, site):
    sign_in(plain, page, site)
    address = f"{site.address}/mein/sitzungen/begleitgremium-2/"
    plain.goto(address)

    tab_to(plain, plain.locator("#top-2 .note summary"))
    plain.keyboard.press("Enter")
    plain.keyboard.press("Tab")
    plain.keyboard.type("Nachfragen, was offen ist")
    plain.keyboard.press("Tab")
    enter(plain)

    assert plain.url == f"{address}#top-2"
    assert "Ihre Notiz zu TOP 2 ist gespeichert." in plain.locator(".messages").inner_text()
    assert plain.locator("#top-2 textarea").input_value() == "Nachfragen, was offen ist"


def test_item_is_proposed_and_withdrawn_by_keyboard_without_script(plain, site):
    plain.goto(f"{site.member}vorschlaege/")

    tab_to(plain, plain.get_by_label("Überschrift"))
    plain.keyboard.type("Datenräume im Handwerk")
    with plain.expect_navigation():
        plain.keyboard.press("Enter")
    row = plain.locator(".row", has_text="Datenräume im Handwerk")
    assert "eingereicht" in row.inner_text()

    tab_to(plain, row.get_by_role("button"))
    with plain.expect_navigation():
        plain.keyboard.press("Enter")

    assert plain.get_by_text("Ihr Vorschlag ist zurückgezogen.").is_visible()
    assert row.count() == 0


def test_news_are_seen_when_the_member_says_so(plain, site):
    plain.goto(site.member)
    assert "Neue Unterlagen zur 2. Sitzung" in plain.locator("main").inner_text()
    plain.goto(site.member)

    plain.get_by_role("button", name="Alles gesehen").click()

    assert "Neue Unterlagen" not in plain.locator("main").inner_text()
