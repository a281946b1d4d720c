"""Start the real product in a folder of its own, and the browser to look at it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.e2e import demo_data

BASE = Path(__file__).resolve().parent.parent.parent
FLAGS = [
    "--no-sandbox",
    "--lang=de-DE",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Site:
    """Where the product runs, who may sign in there, and a member's personal link."""

    address: str
    office: tuple[str, str]
    member: str


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(folder, **settings):
    """Run `manage.py run_demo` with a copy of the demo's data in `folder`, and more settings."""
    port = free_port()
    demo_data.copy(folder, f"http://127.0.0.1:{port}", **settings)
    errors = folder / "errors.log"
    env = os.environ | {"VAR_DIR": str(folder), "PORT": str(port)} | settings
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "run_demo"]
    with (
        errors.open("w") as log,
        subprocess.Popen(
            command, cwd=BASE, env=env, stdout=subprocess.PIPE, stderr=log, text=True
        ) as server,
    ):
        try:
            site = read_welcome(server, errors)
            wait_for(site.address)
            yield site
        finally:
            server.terminate()


def read_welcome(server, errors):
    """Return what the command says on the terminal before it serves."""
    welcome = ""
    while "Beenden" not in welcome:
        line = server.stdout.readline()
        if not line:
            raise RuntimeError(errors.read_text())
        welcome += line
    office = re.search(r"^Geschäftsstelle: +(\S+)  Passwort: (\S+)$", welcome, re.MULTILINE)
    member = re.search(r"^Mitglied: +http://[^/]+(\S+)$", welcome, re.MULTILINE)
    return Site(
        address=re.search(r"http://[\d.]+:\d+", welcome).group(),
        office=office.groups(),
        member=member.group(1),
    )


def wait_for(address, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(URLError), urlopen(f"{address}/livez"):
            return
        time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")


@contextmanager
def chromium():
    """Yield the machine's own Chromium, without a window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        raise RuntimeError("Chromium fehlt. Debian und Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def sign_in(page, account, wanted="/admin/"):
    email, password = account
    page.goto(f"/anmelden/passwort/?next={wanted}")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Anmelden").click()
