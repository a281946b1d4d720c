"""How a newcomer gets into the program: a login, a member's link, a port, and who works beside."""

import datetime as dt
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from django.core.management import get_commands
from django.utils import timezone

from accounts.models import User
from partners.models import Person
from post.models import PersonalLink

OFFICE = "buero@example.org"
MEMBER = "mitglied"
LOGINS = "demo_logins.txt"
HOST = "127.0.0.1"
WORKERS = ("outbox", "packs")
LINK_VALID = dt.timedelta(days=30)


def password(folder: Path) -> str:
    """
    Return the password of the office's demo account; make both once.

    It is kept in `folder` (for its owner only), so that the next start can
    show it again.
    """
    return kept(folder).get(OFFICE) or keep(folder, OFFICE, make_office())


def kept(folder: Path) -> dict[str, str]:
    path = folder / LOGINS
    return dict(line.split() for line in path.read_text().splitlines()) if path.exists() else {}


def keep(folder: Path, name: str, secret: str) -> str:
    """Write down the secret for the next start, and return it."""
    path = folder / LOGINS
    known = kept(folder) | {name: secret}
    path.touch(mode=0o600)
    path.write_text("".join(f"{one} {word}\n" for one, word in known.items()))
    return secret


def make_office() -> str:
    made = secrets.token_urlsafe(12)
    user, _ = User.objects.get_or_create(email=OFFICE)
    user.set_password(made)
    user.is_staff = user.is_superuser = True
    user.save()
    return made


def member() -> Person | None:
    """Return the first example member, the one who chairs."""
    return Person.objects.filter(is_example=True).order_by("pk").first()


def link_of(person, folder: Path) -> str:
    """Return the path of the person's personal link: the last start's while it is valid."""
    purpose, token = PersonalLink.Purpose.PERSONAL, kept(folder).get(MEMBER, "")
    link = PersonalLink.objects.find(token, purpose)
    if link is None or link.person != person:
        until = timezone.localdate() + LINK_VALID
        token = keep(folder, MEMBER, PersonalLink.objects.mint(person, purpose, until))
    return f"/l/{token}/"


def start_workers():
    """Start beside this process what works in the background; it ends with this process."""
    names = [name for name in WORKERS if name in get_commands()]
    command = [sys.executable, "-m", "gremium.companions", str(os.getpid()), *names]
    subprocess.Popen(command)  # noqa: S603


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def free_port(wanted: int) -> int:
    """Return `wanted`, or the next free port after it."""
    return next(port for port in range(wanted, wanted + 100) if is_free(port))
