"""The two logins and the port with which a newcomer tries the program."""

import secrets
import socket
from pathlib import Path

from accounts.models import User
from partners.models import Person

OFFICE = "buero@example.org"
HOST = "127.0.0.1"


def logins(folder: Path) -> dict[str, str]:
    """
    Return the demo's e-mail addresses with their passwords; make them once.

    They are kept in `folder` (for its owner only), so that the next start can
    show them again.
    """
    path = folder / "demo_logins.txt"
    if path.exists():
        return dict(line.split() for line in path.read_text().splitlines())
    made = {email: secrets.token_urlsafe(12) for email in (OFFICE, member_email()) if email}
    path.touch(mode=0o600)
    path.write_text("".join(f"{email} {password}\n" for email, password in made.items()))
    for email, password in made.items():
        make_user(email, password)
    return made


def member_email() -> str:
    """Return the address of the first example member, the one who chairs."""
    person = Person.objects.filter(is_example=True).order_by("pk").first()
    return person.email if person else ""


def make_user(email, password):
    user, _ = User.objects.get_or_create(email=email)
    user.set_password(password)
    user.is_staff = user.is_superuser = email == OFFICE
    user.save()
    Person.objects.filter(email=email, is_example=True).update(user=user)


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
