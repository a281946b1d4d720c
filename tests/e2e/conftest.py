"""The real product in a real browser: `manage.py run_demo` and Chromium."""

import re
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.e2e import demo_data
from tests.e2e.product import chromium, running

REPORT_CSP = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""

REFUSED = "Failed to load resource: the server responded with a status of"
# The browser logs these answers as errors of its own; the test asks for a page that is missing,
# or for an act that is refused.
ASKED_FOR = (f"{REFUSED} 404", f"{REFUSED} 409", f"{REFUSED} 422")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        demo_data.forget()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def article(site):
    """The address of one piece of news."""
    with urlopen(f"{site.address}/sitemap.xml") as answer:
        return re.search(r"<loc>\S+?(/aktuelles/[^/]+/)</loc>", answer.read().decode()).group(1)


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def context(browser, site):
    """A browser nobody has used, of somebody in Germany."""
    context = browser.new_context(
        base_url=site.address, locale="de-DE", timezone_id="Europe/Berlin"
    )
    yield context
    context.close()


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture
def watched(page, site):
    """A page whose complaints and foreign requests must be none at the end."""
    complaints = []
    page.add_init_script(REPORT_CSP)
    page.on("console", lambda message: note_console(complaints, message))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: note_foreign(complaints, request, site))
    page.complaints = complaints
    yield page
    assert complaints == []


def note_console(complaints, message):
    if message.type == "error" and not message.text.startswith(ASKED_FOR):
        complaints.append(message.text)


def note_foreign(complaints, request, site):
    if not request.url.startswith((site.address, "data:", "blob:")):
        complaints.append(f"leaves the origin: {request.url}")


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """A folder with the HTML of each kind of page met on the way."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def outside(browser, site):
    """Return a new browser that runs no scripts: a member's, or a visitor's."""
    contexts = []

    def opened():
        contexts.append(browser.new_context(base_url=site.address, java_script_enabled=False))
        return contexts[-1].new_page()

    yield opened
    for one in contexts:
        one.close()
