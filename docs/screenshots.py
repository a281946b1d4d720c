"""Take the pictures of the README anew: `make screenshots`."""

import io
import tempfile
from pathlib import Path

from PIL import Image

from tests.e2e.product import chromium, running, sign_in
from tests.e2e.test_cockpit import current, go_on, text_of, wait_until_saved, write

FOLDER = Path(__file__).parent / "screenshots"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 1340}
GROUP = "arbeitsgruppe-digitale-werkzeuge"


def look(page):
    """Take the page as it is."""


def go_to_results(page):
    page.get_by_role("heading", name="Tagesordnung und Ergebnisse").evaluate(
        "it => it.scrollIntoView()"
    )


def run_session(page):
    """Begin the session in the cockpit and stand in its third item."""
    with page.expect_navigation():
        page.get_by_role("button", name="Sitzung beginnen").click()
    current(page).get_by_role("button", name="TOP beginnen").click()
    for text in ("Der Vorsitz begrüßt die Mitglieder.", "Das Protokoll wird genehmigt."):
        write(page, text, "adopted")
        wait_until_saved(page)
        go_on(page)
    write(page, "Zwei Betriebe kommen ohne Schulung zurecht, der dritte fragt nach einer.")
    page.keyboard.press("Alt+Shift+KeyA")
    current(page).get_by_label("Was", exact=True).fill("Kurze Schulung anbieten")
    current(page).get_by_label("Wer", exact=True).fill("Musterwerk")
    current(page).get_by_role("button", name="Aufgabe festhalten").click()
    wait_until_saved(page)
    text_of(page).evaluate("field => field.blur()")
    page.evaluate("scrollTo(0, 0)")


# A path without a slash before it lies behind the member's personal link.
PICTURES = [
    ("start", "/", WIDE, look),
    ("mitglieder", "/mitglieder/?stand=2017-01-27", WIDE, look),
    ("sitzung", "/sitzungen/begleitgremium-2/", WIDE, look),
    ("persoenlich", "", PHONE, look),
    ("aufgaben", "aufgaben/", PHONE, look),
    ("protokoll", f"sitzungen/{GROUP}-2/protokoll/", WIDE, go_to_results),
    ("heute", "/admin/", WIDE, look),
    ("einladung", "/admin/post/mail/1/change/", WIDE, look),
    ("rueckmeldungen", "/admin/meetings/meeting/2/versand/", WIDE, look),
    ("sitzung-bearbeiten", "/admin/meetings/meeting/2/change/#agenda_items-group", WIDE, look),
    ("cockpit", "/admin/meetings/meeting/6/cockpit/", WIDE, run_session),
]


def keep(name, picture):
    """Save with a palette: a third of the bytes, and nobody sees it."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(96).save(FOLDER / f"{name}.png", optimize=True)


def take(browser, site):
    for name, path, size, prepare in PICTURES:
        context = browser.new_context(
            base_url=site.address, viewport=size, color_scheme="light", locale="de-DE"
        )
        page = context.new_page()
        if path.startswith("/admin/"):
            sign_in(page, site.office)
        page.goto(path if path.startswith("/") else site.member + path, wait_until="networkidle")
        prepare(page)
        keep(name, page.screenshot())
        context.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as site, chromium() as it:
        take(it, site)
