"""Take the pictures of the README anew: `make screenshots`."""

import io
import tempfile
from pathlib import Path

from PIL import Image

from tests.e2e.product import chromium, running, sign_in

FOLDER = Path(__file__).parent / "screenshots"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PICTURES = [
    ("start", "/", WIDE, "light"),
    ("mitglieder", "/mitglieder/?stand=2017-01-27", WIDE, "light"),
    ("sitzung", "/sitzungen/begleitgremium-2/", WIDE, "light"),
    ("persoenlich", None, PHONE, "light"),
    ("heute", "/admin/", WIDE, "light"),
    ("einladung", "/admin/post/mail/1/change/", WIDE, "light"),
    ("rueckmeldungen", "/admin/meetings/meeting/2/versand/", WIDE, "light"),
    ("sitzung-bearbeiten", "/admin/meetings/meeting/2/change/#agenda_items-group", WIDE, "light"),
]


def keep(name, picture):
    """Save with a palette: a third of the bytes, and nobody sees it."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(96).save(FOLDER / f"{name}.png", optimize=True)


def take(browser, site):
    for name, path, size, scheme in PICTURES:
        context = browser.new_context(
            base_url=site.address, viewport=size, color_scheme=scheme, locale="de-DE"
        )
        page = context.new_page()
        if path and path.startswith("/admin/"):
            sign_in(page, site.office)
        page.goto(path or site.member, wait_until="networkidle")
        keep(name, page.screenshot())
        context.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as site, chromium() as it:
        take(it, site)
