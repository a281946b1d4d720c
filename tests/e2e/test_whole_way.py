"""A session from the first click to its cancellation, with a real mail server in between."""

import datetime as dt
import re
import sqlite3
import time
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import icalendar
import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from tests.e2e.product import free_port, running, sign_in
from tests.meetings.papers import paper as pdf
from tests.meetings.papers import text_of
from tests.post.mail_server import HOST, Sink

MEMBER = "anke.beispiel@example.org"
DAY = timezone.localdate() + dt.timedelta(weeks=10)
LATER = DAY + dt.timedelta(days=7)
# An item of the template, the paper by its name, and what stands in it.
ITEM, PAPER, IN_PAPER = "Begrüßung, Beschluss", "Finanzplan", "Was die Arbeit kostet"
# With place and paper; promised are at most ten.
CLICKS = 10


@pytest.fixture(scope="module")
def post():
    """A mail server that keeps what it gets."""
    sink = Sink()
    controller = Controller(sink, hostname=HOST, port=free_port(), ready_timeout=10)
    controller.start()
    sink.url = f"smtp://{HOST}:{controller.port}"
    yield sink
    controller.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("whole-way")


@pytest.fixture(scope="module")
def site(folder, post):
    with running(folder, EMAIL_URL=post.url) as site:
        yield site


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

    def fill(self, name, value):
        field = self.page.locator(f"[name={name}]")
        self.click(field)
        field.fill(value)

    def choose(self, name, value):
        """One click opens the list, one takes the choice."""
        self.clicks += 2
        self.page.locator(f"[name={name}]").select_option(value)

    def upload(self, name):
        """One click opens the window with files, one takes the file."""
        self.clicks += 2
        paper = {"name": name, "mimeType": "application/pdf", "buffer": pdf(IN_PAPER)}
        self.page.locator(".drop-zone input[type=file]").set_input_files(paper)


@pytest.fixture
def office(browser, site):
    context = browser.new_context(base_url=site.address, locale="de-DE")
    page = context.new_page()
    sign_in(page, site.office)
    yield Office(page)
    context.close()


def mail_to(post, address, subject, seconds=30):
    """Wait for the one mail to `address` whose subject begins with `subject`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        mails = [mail for mail in post.mails if mail["To"].addresses[0].addr_spec == address]
        found = [mail for mail in mails if mail["Subject"].strip().startswith(subject)]
        if found:
            assert len(found) == 1
            return found[0]
        time.sleep(0.2)
    raise AssertionError(post.subjects)


def entry_of(mail):
    """Return method and entry of the calendar request in `mail`."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_content())
    return calendar["METHOD"], calendar.walk("VEVENT")[0]


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
    """Fill the form as by hand, with a click into every field."""
    page = office.page
    page.goto("/admin/")
    office.button("Sitzung anlegen")
    office.fill("held_on", DAY.isoformat())
    office.fill("starts_at", "14:00")
    office.fill("ends_at", "16:30")
    office.choose("venue", page.locator("[name=venue] option").nth(1).get_attribute("value"))
    office.upload(f"{PAPER}.pdf")


def invite(office):
    plan(office)
    office.button("Speichern und Einladung prüfen")
    office.button("Jetzt senden")


def move(office, address):
    office.page.goto(address)
    office.choose("visibility", "public")
    office.page.locator("[name=held_on]").fill(LATER.isoformat())
    office.button("Speichern")
    office.button("Änderung mitteilen")
    office.button("Jetzt senden")


def cancel(office, address):
    office.page.goto(address)
    office.button("Sitzung absagen")
    office.page.get_by_label("Grund").fill("Der Raum steht nicht zur Verfügung.")
    office.button("Sitzung absagen")
    office.button("Jetzt senden")


def accept(browser, site, link):
    """Answer with one tap, subscribe to the own calendar, and return its address."""
    context = browser.new_context(base_url=site.address, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    session = page.locator(f"#{urlsplit(link).fragment}")
    session.get_by_role("button", name="Ich komme").click()
    assert "Sie haben zugesagt" in page.locator("main").inner_text()
    page.get_by_role("link", name="Kalender", exact=True).click()
    page.get_by_role("button", name="Kalenderadresse erzeugen").click()
    own = page.locator("#adresse").input_value()
    context.close()
    return own


def entry_in(calendar, uid):
    """Return the entry that the calendar at this address shows now."""
    with urlopen(calendar) as answer:
        events = icalendar.Calendar.from_ical(answer.read()).walk("VEVENT")
    [found] = [event for event in events if event["UID"] == uid]
    return found


def pack_behind(link, seconds=60):
    """Wait until the worker has made the pack behind the link; return the text of its pages."""
    parts = urlsplit(link)
    address = parts._replace(path=f"{parts.path}sitzungen/{parts.fragment}/mappe.pdf", fragment="")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with urlopen(address.geturl()) as answer:
            if answer.status == 200:
                assert answer.headers["Content-Type"] == "application/pdf"
                return "\n".join(text_of(answer.read()))
        time.sleep(0.2)
    raise TimeoutError("the pack is not made")


def test_a_session_from_the_template_to_its_cancellation(office, browser, site, post, folder):
    invite(office)

    assert office.clicks == CLICKS
    meeting = re.search(r"/admin/meetings/meeting/\d+/", office.page.url).group() + "change/"
    invitation = mail_to(post, MEMBER, "Einladung")
    event, link = check_invitation(invitation), link_in(invitation)
    assert all(one in pack_behind(link) for one in (ITEM, PAPER, IN_PAPER))
    own = answer_by_link(browser, site, folder, link)
    check_answer(office, meeting)

    move(office, meeting)

    change = mail_to(post, MEMBER, "Neuer Termin")
    method, moved = entry_of(change)
    assert (method, moved.decoded("DTSTART").date()) == ("REQUEST", LATER)
    assert moved["UID"] == event["UID"]
    assert moved["SEQUENCE"] > event["SEQUENCE"]
    calendars = [own, f"{site.address}/sitzungen/kalender.ics"]
    check_calendars(calendars, moved, "CONFIRMED")

    cancel(office, meeting)

    method, gone = entry_of(mail_to(post, MEMBER, "Abgesagt"))
    assert (method, gone["STATUS"], gone["UID"]) == ("CANCEL", "CANCELLED", event["UID"])
    assert gone["SEQUENCE"] > moved["SEQUENCE"]
    check_calendars(calendars, gone, "CANCELLED")
    check_pages_say_cancelled(moved, link_in(change))


def check_invitation(mail):
    """Both forms of the mail tell the facts; return the calendar's entry."""
    for form in ("plain", "html"):
        words = mail.get_body((form,)).get_content()
        assert all(one in words for one in ("14:00–16:30 Uhr", ITEM, PAPER))
    method, event = entry_of(mail)
    assert (method, event.decoded("DTSTART").date()) == ("REQUEST", DAY)
    return event


def answer_by_link(browser, site, folder, link):
    """A scanner that opens the link changes nothing; the member's tap does."""
    settled(folder)
    before = rows(folder)
    scan(link)
    assert rows(folder) == before
    own = accept(browser, site, link)
    assert rows(folder) != before
    return own


def check_answer(office, meeting):
    office.page.goto(meeting)
    office.button("Versand und Antworten")
    entry = office.page.locator(".proof", has_text="Anke Beispiel").first
    assert "zugesagt" in entry.inner_text()


def check_calendars(calendars, mailed, status):
    """Whoever subscribed sees what was mailed: day, time, count and status."""
    for calendar in calendars:
        shown = entry_in(calendar, mailed["UID"])
        assert shown["DTSTART"].dt == mailed["DTSTART"].dt
        assert (shown["SEQUENCE"], shown["STATUS"]) == (mailed["SEQUENCE"], status)


def check_pages_say_cancelled(event, link):
    for address in (link, str(event["URL"])):
        with urlopen(address) as page:
            assert "Diese Sitzung ist abgesagt." in page.read().decode()
