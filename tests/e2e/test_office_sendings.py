"""The office invites somebody without an address: preview, proof, letters, reminder, pack."""

import pytest

from tests.e2e.product import running, sign_in
from tests.e2e.test_signin import looks_well


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An installation of its own: what is sent here is sent."""
    with running(tmp_path_factory.mktemp("sendings")) as site:
        yield site


@pytest.fixture
def office(watched, site):
    sign_in(watched, site.office)
    return watched


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()


def take_address_of(page, name):
    page.goto(f"/admin/partners/person/?q={name}")
    with page.expect_navigation():
        page.locator("#result_list tbody th a").first.click()
    page.locator("[name=email]").fill("")
    press(page, "Speichern")


def plan(page):
    """Plan a session with the template's agenda; return its address."""
    page.goto("/admin/")
    page.get_by_role("link", name="Sitzung anlegen").first.click()
    page.locator("[name=held_on]").fill("2031-05-08")
    page.locator("[name=starts_at]").fill("14:00")
    page.locator("[name=ends_at]").fill("16:00")
    page.locator("[name=venue]").select_option(index=1)
    press(page, "Speichern und Einladung prüfen")
    return page.url.removesuffix("versand/invitation/")


def test_every_page_of_a_sending_with_letters_is_accessible_and_calm(office):
    take_address_of(office, "Skizze")
    address = plan(office)
    assert "1 Person hat keine E-Mail-Adresse und bekommt einen Brief." in office.content()
    assert looks_well(office)

    press(office, "Jetzt senden")
    assert "1 Brief ist zu drucken" in office.content()
    assert looks_well(office)

    office.goto(f"{address}briefe/")
    assert looks_well(office)
    with office.expect_download() as letters:
        office.get_by_role("button", name="1 Brief drucken").click()
    assert letters.value.suggested_filename.endswith(".pdf")
    office.reload()
    assert looks_well(office)

    for page in ("erinnern", "mappe", "versand/cancellation"):
        assert office.goto(f"{address}{page}/").status == 200
        assert looks_well(office)
