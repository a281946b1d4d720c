"""Signing in, in a real browser: code, password and passkey, by keyboard and without script."""

import re

import pytest

from tests.e2e.axe import violations
from tests.e2e.product import running
from tests.e2e.test_pages import SCHEMES, WIDTHS, overflow

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An installation of its own: elsewhere the office has no second factor."""
    with running(tmp_path_factory.mktemp("signin")) as site:
        # Browsers have passkeys for a name, not for a number.
        site.address = site.address.replace("127.0.0.1", "localhost")
        yield site


def give_password(page, account):
    page.goto("/admin/")
    page.get_by_label("E-Mail-Adresse").fill(account[0])
    page.get_by_label("Passwort").fill(account[1])
    press(page, "Anmelden")


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def looks_well(page):
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in (320, *WIDTHS):
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == [], f"{page.url} {scheme} {width}"
            assert overflow(page) <= 0, f"{page.url} {width} px"
    return True


def test_passkey_is_set_up_and_asked_for_at_the_next_login(watched, site):
    devtools = watched.context.new_cdp_session(watched)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    give_password(watched, site.office)
    watched.get_by_role("link", name="zweiten Faktor einrichten").click()
    assert looks_well(watched)
    watched.get_by_role("link", name="App auf dem Telefon").click()
    assert looks_well(watched)
    watched.go_back()
    watched.get_by_role("link", name="Passkey").click()
    assert looks_well(watched)
    press(watched, "Passkey anlegen")
    assert "Der Passkey ist eingerichtet" in watched.locator("main, .messages").all_inner_texts()[0]
    assert looks_well(watched)
    spare = watched.locator(".spare-codes code").all_inner_texts()

    press(watched, "Abmelden")
    give_password(watched, site.office)
    assert looks_well(watched)
    press(watched, "Mit Passkey bestätigen")
    assert watched.url.endswith("/admin/")

    press(watched, "Abmelden")
    give_password(watched, site.office)
    watched.get_by_label("Code aus der App").fill(spare[0])
    press(watched, "Anmelden")
    assert watched.url.endswith("/admin/")
    watched.goto("/konto/zweiter-faktor/")
    assert "Noch 9 Ersatzcodes" in watched.locator("main").inner_text()
    press(watched, "Entfernen")


def test_member_signs_in_with_the_code_without_javascript(browser, site, page):
    visitor = browser.new_context(base_url=site.address, java_script_enabled=False)
    member = visitor.new_page()
    member.goto("/anmelden/?next=/sitzungen/")
    member.get_by_label("E-Mail-Adresse").fill(member_address(page, site))
    enter(member)
    member.get_by_label("Code aus der Mail").fill(mailed_code(page))
    enter(member)

    assert member.url == f"{site.address}/sitzungen/"
    assert member.get_by_role("button", name="Abmelden").count() == 1
    visitor.close()


def member_address(page, site):
    """Return the address of the member whose link the demo shows, looked up in the office."""
    give_password(page, site.office)
    page.goto("/admin/partners/person/?q=Anke+Beispiel")
    return re.search(r"[\w.-]+@example\.org", page.locator("#result_list").inner_text())[0]


def mailed_code(page):
    """Return the code from the mail that the demo shows in the office."""
    page.goto("/admin/post/mail/?kind=sign_in_code")
    page.locator("#result_list tbody th a").first.click()
    shown = page.request.get(page.locator("iframe").get_attribute("src")).text()
    return re.search(r"\d{4} \d{4}", shown)[0]
