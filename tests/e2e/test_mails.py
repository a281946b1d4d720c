"""The office reads a mail as it arrives; its link and its code open what they promise."""

import re

import pytest

from tests.e2e.axe import grave
from tests.e2e.product import sign_in
from tests.e2e.test_pages import overflow

HREFS = "all => all.map(one => one.pathname).filter(one => !one.endsWith('/feed/'))"
NEWS = "main a[href^='/aktuelles/']"
VIEWS = [("light", 1280), ("dark", 360)]


@pytest.fixture
def office(watched, site):
    sign_in(watched, site.office, "/admin/post/mail/?kind=invitation")
    return watched


def open_first(page):
    with page.expect_navigation():
        page.locator("#result_list tbody th a").first.click()


def test_pages_of_mails_are_accessible_and_narrow(office):
    for page in ("list", "mail"):
        for scheme, width in VIEWS:
            office.emulate_media(color_scheme=scheme)
            office.set_viewport_size({"width": width, "height": 900})
            assert grave(office) == [], f"{page} {scheme} {width}"
        office.set_viewport_size({"width": 320, "height": 900})
        assert overflow(office) <= 0
        if page == "list":
            open_first(office)


def test_mail_is_shown_in_a_frame_and_its_link_opens_the_members_page(office, context):
    office.goto("/admin/post/mail/?kind=invitation&q=anke")
    open_first(office)
    frame = office.frame_locator(".mail-frame")

    assert "Einladung zur 2. Sitzung" in frame.locator("h1").inner_text()
    with context.expect_page() as opened:
        frame.get_by_role("link", name="Jetzt antworten").click()
    page = opened.value
    page.wait_for_load_state()
    assert "/l/" in page.url
    assert page.locator("main h1").count() == 1


def test_member_reads_what_visitors_do_not(office, browser, site):
    member, visitor = (browser.new_context(base_url=site.address) for _ in range(2))
    page, other = member.new_page(), visitor.new_page()
    enter_by_code(page, office, "/aktuelles/")
    seen = set(page.locator(NEWS).evaluate_all(HREFS))
    other.goto("/aktuelles/")
    hidden = seen - set(other.locator(NEWS).evaluate_all(HREFS))

    assert hidden
    assert hidden < seen
    for address in hidden:
        assert page.goto(address).status == 200
        assert other.goto(address).status == 404
    member.close()
    visitor.close()


def enter_by_code(page, office, wanted):
    """Sign the chair in with the code that the demo shows to the office."""
    page.goto(f"/anmelden/?next={wanted}")
    page.get_by_label("E-Mail-Adresse").fill("anke.beispiel@example.org")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    office.goto("/admin/post/mail/?kind=sign_in_code")
    open_first(office)
    shown = office.request.get(office.locator(".mail-frame").get_attribute("src")).text()
    page.get_by_label("Code aus der Mail").fill(re.search(r"\d{4} \d{4}", shown)[0])
    with page.expect_navigation():
        page.keyboard.press("Enter")
