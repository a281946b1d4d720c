"""A session from the first click to its cancellation, with a real mail server in between."""

import datetime as dt
import re
import sqlite3
import time
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import icalendar
import pytest

from tests.e2e.product import chromium, running, sign_in
from tests.factories import pdf_bytes
from tests.sink import mail_server

MEMBER = "anke.beispiel@example.org"
DAY = dt.date.today() + dt.timedelta(weeks=10)
LATER = DAY + dt.timedelta(days=7)
MOST_CLICKS = 10


@pytest.fixture(scope="module")
def post():
    with mail_server() as keeper:
        yield keeper


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("whole-way")


@pytest.fixture(scope="module")
def site(folder, post):
    with running(folder, EMAIL_URL=post.url) as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


class Office:
    """The office at its screen; every click counts."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, locator):
        self.clicks += 1
        locator.click()

    def button(self, words):
        found = self.page.get_by_role("button", name=words)
        self.click(found.or_(self.page.get_by_role("link", name=words)).first)

    def choose(self, name, value):
        self.clicks += 1
        self.page.locator(f"[name={name}]").select_option(value)


@pytest.fixture
def office(browser, site):
    context = browser.new_context(base_url=site.address, locale="de-DE")
    page = context.new_page()
    sign_in(page, site.office)
    yield Office(page)
    context.close()


def mails_to(post, address, subject, seconds=30):
    """Wait for a mail whose subject begins with `subject`; return all of them."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = [mail for mail in post.to(address) if mail["Subject"].startswith(subject)]
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError([mail["Subject"] for mail in post.mails])


def entry_of(mail):
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_content())
    return calendar, calendar.walk("VEVENT")[0]


def link_in(mail):
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"http://\S+?/l/[^/\s]+/\S*", text).group()


def settled(folder, seconds=60):
    """Wait until every mail has gone and every pack is made."""
    waiting = (
        "SELECT (SELECT count(*) FROM post_mail WHERE state = 'queued')"
        " + (SELECT count(*) FROM meetings_pack WHERE state IN ('queued', 'making'))"
    )
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with sqlite3.connect(folder / "gremium.sqlite3") as database:
            if database.execute(waiting).fetchone() == (0,):
                return
        time.sleep(0.2)
    raise TimeoutError("mails or packs still wait")


def rows(folder):
    """Return everything the database holds."""
    with sqlite3.connect(folder / "gremium.sqlite3") as database:
        return list(database.iterdump())


def scan(address):
    """Open the link as a mail scanner does: HEAD, then GET, without a browser."""
    for method in ("HEAD", "GET"):
        with urlopen(Request(address, method=method)) as answer:
            assert answer.status == 200


def plan(office):
    page = office.page
    page.goto("/admin/")
    office.button("Sitzung anlegen")
    office.choose("visibility", "public")
    page.locator("[name=held_on]").fill(DAY.isoformat())
    page.locator("[name=starts_at]").fill("14:00")
    page.locator("[name=ends_at]").fill("16:30")
    page.locator("[name=video_link]").fill("https://video.example.org/raum")
    office.click(page.locator("#documents-group .add-row a"))
    row = page.locator("#documents-group .inline-related:not(.empty-form)").last
    office.clicks += 1
    upload = {"name": "Vorlage.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    row.locator("input[type=file]").set_input_files(upload)
    office.button("Speichern")


def invite(office):
    plan(office)
    office.button("Einladung prüfen")
    office.button("Jetzt an")


def move(office, address):
    office.page.goto(address)
    office.page.locator("[name=held_on]").fill(LATER.isoformat())
    office.button("Speichern")
    office.button("Änderung mitteilen")
    office.button("Jetzt an")


def cancel(office, address):
    office.page.goto(address)
    office.button("Sitzung absagen")
    office.page.get_by_label("Grund").fill("Der Raum steht nicht zur Verfügung.")
    office.button("Sitzung absagen")
    office.button("Jetzt an")


def accept(browser, site, link):
    context = browser.new_context(base_url=site.address, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    session = page.locator(f"#{urlsplit(link).fragment}")
    session.get_by_role("button", name="Ich komme").click()
    assert "Sie haben zugesagt" in page.locator("main").inner_text()
    context.close()


def feed(site):
    with urlopen(f"{site.address}/sitzungen/kalender.ics") as answer:
        events = icalendar.Calendar.from_ical(answer.read()).walk("VEVENT")
    return {str(event["UID"]): event for event in events}


def test_a_session_from_the_template_to_its_cancellation(office, browser, site, post, folder):
    invite(office)
    assert office.clicks <= MOST_CLICKS
    meeting = re.search(r"/admin/meetings/meeting/\d+/", office.page.url).group() + "change/"

    (invitation,) = mails_to(post, MEMBER, "Einladung")
    calendar, event = entry_of(invitation)
    assert (calendar["METHOD"], event.decoded("DTSTART").date()) == ("REQUEST", DAY)
    assert "14:00–16:30 Uhr" in invitation.get_body(("plain",)).get_content()
    assert "14:00–16:30 Uhr" in invitation.get_body(("html",)).get_content()

    settled(folder)
    before = rows(folder)
    scan(link_in(invitation))
    assert rows(folder) == before
    accept(browser, site, link_in(invitation))
    assert rows(folder) != before
    office.page.goto(meeting)
    office.button("Versand und Rückmeldungen")
    assert "zugesagt" in office.page.locator(".proof", has_text="Anke Beispiel").first.inner_text()

    move(office, meeting)
    (change,) = mails_to(post, MEMBER, "Neuer Termin")
    calendar, moved = entry_of(change)
    assert (calendar["METHOD"], moved.decoded("DTSTART").date()) == ("REQUEST", LATER)
    assert moved["UID"] == event["UID"]
    assert moved["SEQUENCE"] > event["SEQUENCE"]

    cancel(office, meeting)
    (cancellation,) = mails_to(post, MEMBER, "Abgesagt")
    calendar, gone = entry_of(cancellation)
    assert (calendar["METHOD"], gone["STATUS"], gone["UID"]) == (
        "CANCEL",
        "CANCELLED",
        event["UID"],
    )
    assert gone["SEQUENCE"] > moved["SEQUENCE"]
    assert feed(site)[str(event["UID"])]["STATUS"] == "CANCELLED"
    with urlopen(link_in(change)) as page:
        assert "abgesagt" in page.read().decode()
    with urlopen(str(event["URL"])) as page:
        assert "Diese Sitzung ist abgesagt." in page.read().decode()
