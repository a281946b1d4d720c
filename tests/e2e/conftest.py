"""The real product in a real browser: `manage.py run_demo` and Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

BASE = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT_CSP = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@dataclass
class Site:
    """Where the product runs and who may sign in there."""

    address: str
    office: tuple[str, str]
    member: tuple[str, str]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def logins(welcome):
    found = re.findall(r"^(\w+): +(\S+)  Passwort: (\S+)$", welcome, re.MULTILINE)
    return {role: (email, password) for role, email, password in found}


def read_welcome(server, errors):
    welcome = ""
    while "Beenden" not in welcome:
        line = server.stdout.readline()
        if not line:
            pytest.fail(errors.read_text(), pytrace=False)
        welcome += line
    return welcome


def wait_for(address, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(URLError), urlopen(f"{address}/livez"):
            return
        time.sleep(0.1)
    pytest.fail(f"{address} does not answer", pytrace=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    errors = folder / "errors.log"
    env = os.environ | {"VAR_DIR": str(folder), "PORT": str(free_port())}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "run_demo"]
    pipes = {"stdout": subprocess.PIPE, "stderr": errors.open("w"), "text": True}
    with pipes["stderr"], subprocess.Popen(command, cwd=BASE, env=env, **pipes) as server:
        try:
            welcome = read_welcome(server, errors)
            found = logins(welcome)
            address = re.search(r"http://[\d.]+:\d+", welcome).group()
            wait_for(address)
            yield Site(address, office=found["Geschäftsstelle"], member=found["Mitglied"])
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def article(site):
    """The address of one piece of news."""
    with urlopen(f"{site.address}/sitemap.xml") as answer:
        return re.search(r"<loc>\S+?(/aktuelles/[^/]+/)</loc>", answer.read().decode()).group(1)


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.fail("Chromium fehlt. Debian und Ubuntu: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


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
    # The browser logs an answer 404 as an error of its own; that one is asked for.
    if message.type == "error" and "the server responded with a status of 404" not in message.text:
        complaints.append(message.text)


def note_foreign(complaints, request, site):
    if not request.url.startswith((site.address, "data:", "blob:")):
        complaints.append(f"leaves the origin: {request.url}")
