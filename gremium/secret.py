"""The secret key: given in production, made once for a machine of one's own."""

import os
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def secret_key(given: str, folder: Path, *, is_production: bool) -> str:
    """
    Return the key to sign with.

    Raise ImproperlyConfigured when production has none or a weak one. Without
    a given key a local machine keeps its own in `folder`, readable by its
    owner only.
    """
    if given or is_production:
        if is_weak(given):
            raise ImproperlyConfigured(
                "SECRET_KEY fehlt oder ist zu schwach: nötig sind 50 Zeichen, 10 verschiedene. "
                'Neuer Schlüssel: python -c "import secrets; print(secrets.token_urlsafe(50))"'
            )
        return given
    return own_key(folder / "secret_key")


def is_weak(key: str) -> bool:
    return len(key) < 50 or len(set(key)) < 10 or key.startswith("django-insecure-")


def own_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key())
        # Of two processes starting at once the first one's key stays.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
