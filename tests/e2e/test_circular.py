"""A circular resolution on its whole way: begun, mailed, voted on, changed, closed, registered."""

import re
import time

import pytest

from post.links import PLACEHOLDER
from tests.e2e.axe import grave, violations
from tests.e2e.product import running, sign_in
from tests.e2e.test_pages import SCHEMES, WIDTHS, overflow
from tests.processes import manage

TITLE = "Die 3. Sitzung wird verlegt"
CHAIR = "anke.beispiel@example.org"
# The end of the period comes by itself; one vote is to be enough.
END = f"""
import datetime as dt
from django.utils import timezone
from meetings.models import Resolution
from partners.models import Rules
Rules.objects.update(circular_participation=0)
now = timezone.now()
begun = Resolution.objects.filter(title="{TITLE}")
begun.update(opened_at=now - dt.timedelta(days=10), closes_at=now)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("circular")


@pytest.fixture(scope="module")
def site(folder):
    """An installation of its own: what is decided here stays."""
    with running(folder) as site:
        yield site


@pytest.fixture
def member(browser, site):
    """A browser that runs no scripts."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def prepare(office):
    office.goto("/admin/meetings/resolution/add/")
    office.get_by_label("Überschrift").fill(TITLE)
    office.get_by_label("Wortlaut").fill("Die 3. Sitzung findet eine Woche später statt.")
    office.locator(".select2-selection").first.click()
    office.keyboard.type("Begleitgremium")
    office.locator(".select2-results__option", has_text="Begleitgremium").first.click()
    press(office, "Speichern und weiter bearbeiten")


def begin(office):
    office.get_by_role("link", name="Umlauf prüfen").click()
    assert grave(office) == []
    assert "Die 3. Sitzung findet eine Woche später statt." in office.locator("main").inner_text()
    press(office, re.compile("^Jetzt an 22 Personen senden$"))
    assert "Der Umlauf läuft; 22 Personen bekommen eine Mail." in office.content()
    assert grave(office) == []


def newest_mail(office, kind, seconds=30):
    """Return the newest mail of its kind to the chair, as the demo shows it once it is sent."""
    office.goto(f"/admin/post/mail/?kind={kind}&q={CHAIR}")
    with office.expect_navigation():
        office.locator("#result_list tbody th a").first.click()
    source = office.locator(".mail-frame").get_attribute("src")
    end = time.monotonic() + seconds
    # The personal link comes into it as it is sent, in the background.
    while PLACEHOLDER in (text := office.request.get(source).text()):
        assert time.monotonic() < end, "The mail is not sent."
        time.sleep(0.2)
    return text


def looks_well(page):
    """Judge the page in a browser with scripts; axe is one."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in (320, *WIDTHS):
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == [], f"{page.url} {scheme} {width}"
            assert overflow(page) <= 0, f"{page.url} {width} px"
    return True


def answer(page, vote):
    page.get_by_label("Ja, einverstanden").check()
    page.get_by_label(vote, exact=True).last.check()
    press(page, "Weiter: Code anfordern")
    assert "Noch zählt Ihre Stimme nicht." in page.locator("main").inner_text()


def confirm(page, office):
    page.get_by_label("Code aus der Mail").fill(
        re.search(r"\d{4} \d{4}", newest_mail(office, "circular_code"))[0]
    )
    press(page, "Stimme abgeben")
    return page.locator("main").inner_text()


def test_circular_resolution_goes_from_the_office_to_the_register(
    watched, member, browser, site, folder
):
    office = watched
    sign_in(office, site.office)
    prepare(office)
    begin(office)
    address = re.search(r"/l/[^\"]+/umlauf/\d+/", newest_mail(office, "circular"))[0]

    member.goto(address)
    answer(member, "Nein")
    first = confirm(member, office)
    answer(member, "Ja")
    second = confirm(member, office)
    manage(folder, "shell", "-v0", "-c", END)
    manage(folder, "send_due")

    assert "Abgegeben: Nein (Umlauf: einverstanden)" in first
    assert "Abgegeben: Ja (Umlauf: einverstanden)" in second
    member.reload()
    assert "einstimmig angenommen: 1 Ja, 0 Nein" in member.locator("main").inner_text()
    member.get_by_role("link", name="Beschluss 1 im Verzeichnis").click()
    assert member.locator("main h1").inner_text() == TITLE
    assert "einstimmig angenommen: 1 Ja, 0 Nein" in newest_mail(office, "circular_result")


def test_pages_of_the_vote_are_accessible_and_narrow(watched, site):
    sign_in(watched, site.office)
    prepare(watched)
    begin(watched)
    address = re.search(r"/l/[^\"]+/umlauf/\d+/", newest_mail(watched, "circular"))[0]

    watched.goto(address)
    assert looks_well(watched)
    answer(watched, "Ja")
    assert looks_well(watched)
    watched.get_by_role("link", name="Beschlüsse").first.click()
    assert looks_well(watched)
    watched.goto("/beschluesse/")
    assert looks_well(watched)
