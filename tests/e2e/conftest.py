"""The real product in a real browser: `manage.py run_demo` and Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

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
  console.error(`CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}`));
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
    return dict(re.findall(r"^(\w+): +(\S+  Passwort: \S+)$", welcome, re.MULTILINE))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    env = os.environ | {"VAR_DIR": str(folder), "PORT": str(free_port())}
    env.pop("DATABASE_URL", None)
    with (
        (folder / "errors.log").open("w") as errors,
        subprocess.Popen(
            [sys.executable, "manage.py", "run_demo"],
            cwd=BASE,
            env=env,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as server,
    ):
        welcome = ""
        while "Beenden" not in welcome:
            line = server.stdout.readline()
            assert line, (folder / "errors.log").read_text()
            welcome += line
        found = {role: tuple(text.split("  Passwort: ")) for role, text in logins(welcome).items()}
        yield Site(
            address=re.search(r"http://[\d.]+:\d+", welcome).group(),
            office=found["Geschäftsstelle"],
            member=found["Mitglied"],
        )
        server.terminate()


@pytest.fixture(scope="session")
def base_url(site):
    return site.address


@pytest.fixture(scope="session")
def article(site, playwright):
    """The address of one piece of news."""
    request = playwright.request.new_context(base_url=site.address)
    found = re.findall(r"<loc>\S+(/aktuelles/[^/]+/)</loc>", request.get("/sitemap.xml").text())
    request.dispose()
    return found[0]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.fail("Chromium fehlt. Debian und Ubuntu: apt-get install chromium", pytrace=False)
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "de-DE", "timezone_id": "Europe/Berlin"}


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
