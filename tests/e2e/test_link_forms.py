"""Each form behind a personal link, without script and with nothing but the keyboard."""

import re
import sqlite3
import time

import pytest

from tests.e2e.product import running, sign_in
from tests.e2e.test_member_pages import tab_to
from tests.e2e.test_signin import enter, looks_well

SESSION = "begleitgremium-2"
LINK = re.compile(r"/l/[^/\"]+/")

# As if a worker had it in its hands.
HOLD = """
UPDATE meetings_pack SET state = ?, done = 1, total = 3, claimed_until = datetime('now', '+1 hour')
WHERE meeting_id = (SELECT id FROM meetings_meeting WHERE slug = 'begleitgremium-2')
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("link-forms")


@pytest.fixture(scope="module")
def site(folder):
    """An installation of its own: what is answered here stays."""
    with running(folder) as site:
        yield site


@pytest.fixture(scope="module")
def office(browser, site):
    context = browser.new_context(base_url=site.address, locale="de-DE")
    page = context.new_page()
    sign_in(page, site.office)
    yield page
    context.close()


@pytest.fixture
def plain(browser, site):
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def link_of(office, who, seconds=30):
    """Return the personal link in the newest mail to `who`, as the demo shows it to the office."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        office.goto(f"/admin/post/mail/?q={who}&state__exact=sent")
        mails = office.locator("#result_list tbody th a")
        if mails.count():
            mails.first.click()
            source = office.locator(".mail-frame").get_attribute("src")
            return LINK.search(office.request.get(source).text())[0]
        time.sleep(0.2)
    raise TimeoutError(f"no mail to {who}")


def main(page):
    return page.locator("main").inner_text()


def unfold(page, words, part="main"):
    tab_to(page, page.locator(f"{part} summary", has_text=words))
    page.keyboard.press("Enter")


def press(page, words):
    tab_to(page, page.get_by_role("button", name=words, exact=True))
    enter(page)


def write(page, label, words, part="main"):
    tab_to(page, page.locator(part).get_by_label(label))
    page.keyboard.type(words)


# Each of the example's people in one test only: tests run in any order, or side by side.


def test_member_declines_and_says_why(plain, watched, office):
    link = link_of(office, "carla.exempel")
    plain.goto(link)

    unfold(plain, "Antwort ändern")
    unfold(plain, "Absagen und den Grund nennen")
    write(plain, "Grund (freiwillig)", "Dienstreise nach Brüssel")
    enter(plain)

    assert plain.url.endswith(f"{link}#{SESSION}")
    assert "Sie haben abgesagt." in main(plain)
    assert "Ihr Grund: Dienstreise nach Brüssel" in main(plain)
    watched.goto(link)
    assert looks_well(watched)


def test_member_lets_the_permanent_deputy_come(plain, watched, office):
    link = link_of(office, "esra.vorlage")
    plain.goto(link)

    unfold(plain, "Antwort ändern")
    press(plain, "Falk Entwurf vertritt mich")

    assert "Falk Entwurf vertritt Sie." in main(plain)
    watched.goto(link)
    assert looks_well(watched)


# On her own page two sessions wait for an answer.
@pytest.mark.parametrize(
    ("path", "part"), [("", f"#{SESSION}"), (f"sitzungen/{SESSION}/", "#antwort")]
)
def test_refused_name_of_a_deputy_comes_back_with_what_was_typed(plain, watched, site, path, part):
    for page in (plain, watched):
        page.goto(site.member + path)
        unfold(page, "Andere Vertretung benennen", part)
        write(page, "Name der Vertretung", "Wilma Beispiel", part)
        write(page, "E-Mail-Adresse der Vertretung", "wilma@beispiel", part)
        enter(page)

        form = page.locator(part)
        assert "Bitte gültige E-Mail-Adresse eingeben." in form.inner_text()
        assert form.get_by_label("Name der Vertretung").input_value() == "Wilma Beispiel"
        assert form.locator(":focus").input_value() == "wilma@beispiel"
    assert looks_well(watched)


def test_member_names_a_deputy(plain, watched, office):
    link = link_of(office, "ines.versuch")
    plain.goto(link)

    unfold(plain, "Antwort ändern")
    unfold(plain, "Andere Vertretung benennen")
    write(plain, "Name der Vertretung", "Wilma Beispiel")
    write(plain, "E-Mail-Adresse der Vertretung", "wilma.beispiel@example.org")
    enter(plain)

    assert "Sie haben Wilma Beispiel als Vertretung benannt." in main(plain)
    watched.goto(link)
    assert looks_well(watched)


def test_deputy_steps_in_and_back(plain, watched, office):
    link = link_of(office, "henrik.schema")
    plain.goto(link)
    watched.goto(link)
    assert looks_well(watched)

    press(plain, "Ich komme in Vertretung")
    assert "Sie vertreten in dieser Sitzung Gesine Modell" in main(plain)
    watched.goto(link)
    assert looks_well(watched)

    press(plain, "Ich kann nicht vertreten")
    assert "Gesine Modell hat abgesagt." in main(plain)


def test_stand_in_who_steps_back_is_bid_goodbye_and_the_link_is_closed(
    plain, watched, office, site
):
    office.goto("/admin/meetings/meeting/2/versand/")
    row = office.locator(".proof", has_text="Oda Skizze").first
    with office.expect_navigation():
        row.get_by_role("button", name="Vertretung bestätigen").click()
    link = link_of(office, "wanda.muster")
    plain.goto(link)
    assert "Sie vertreten in dieser Sitzung Oda Skizze" in main(plain)
    watched.goto(link)

    press(watched, "Ich kann nicht vertreten")

    assert "Ihr persönlicher Link ist damit geschlossen." in main(watched)
    assert looks_well(watched)
    assert plain.goto(link).status == 404


def test_note_reaches_the_office(plain, watched, office):
    link = link_of(office, "quirin.beispielhaft")
    plain.goto(link)

    unfold(plain, "Mitteilung an die Geschäftsstelle")
    write(plain, "Mitteilung an die Geschäftsstelle", "Ich komme eine halbe Stunde später.")
    press(plain, "Mitteilung senden")

    assert "Ich komme eine halbe Stunde später." in main(plain)
    watched.goto(link)
    assert looks_well(watched)
    office.goto("/admin/meetings/meeting/2/versand/")
    row = office.locator(".proof", has_text="Quirin Beispielhaft").first
    assert "Ich komme eine halbe Stunde später." in row.inner_text()


def test_calendar_address_is_made_and_revoked(plain, watched, office):
    link = link_of(office, "sven.demo")
    plain.goto(f"{link}kalender/")

    press(plain, "Kalenderadresse erzeugen")
    address = plain.locator("#adresse").input_value()
    assert plain.request.get(address).status == 200
    watched.goto(f"{link}kalender/")
    assert looks_well(watched)
    press(plain, "Adresse sperren")

    assert "Diese Kalenderadresse gilt nicht mehr." in plain.locator("body").inner_text()
    assert plain.request.get(address).status == 404


def test_reminders_are_switched_off_and_on(plain, watched, office):
    link = link_of(office, "uwe.fiktiv")
    plain.goto(f"{link}kalender/")

    press(plain, "Nicht mehr erinnern")
    assert "Sie bekommen keine Erinnerungen mehr." in plain.locator("body").inner_text()
    watched.goto(f"{link}kalender/")
    assert looks_well(watched)
    press(plain, "Wieder erinnern")

    assert "Sie bekommen wieder Erinnerungen." in plain.locator("body").inner_text()


def test_guest_answers_and_reads(plain, watched, office):
    link = link_of(office, "yannik.gastbeispiel")
    plain.goto(link)

    press(plain, "Ich komme")

    assert "Sie haben zugesagt." in main(plain)
    for path in ("", f"sitzungen/{SESSION}/", "unterlagen/"):
        watched.goto(link + path)
        assert looks_well(watched)


def test_page_says_how_far_the_pack_is_while_it_is_made(watched, site, folder):
    address = f"{site.member}sitzungen/{SESSION}/mappe.pdf"
    wait_for_pack(watched, site.address + address)

    for state, words in (
        ("making", "Die Mappe wird gerade erstellt: 1 von 3 Dokumenten."),
        ("failed", "Die Mappe ließ sich nicht erstellen."),
    ):
        with sqlite3.connect(folder / "gremium.sqlite3") as database:
            database.execute(HOLD, [state])
        assert watched.goto(address).status == 202
        assert words in main(watched)
        assert looks_well(watched)


def wait_for_pack(page, address, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if page.request.get(address).status == 200:
            return
        time.sleep(0.2)
    raise TimeoutError("the pack is not made")
