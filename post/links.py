"""The address of a personal link, and its place in a mail not yet sent."""

import secrets
from dataclasses import replace

from django.conf import settings

# Stands in a message where the token goes at hand-over, so that no table holds a token.
PLACEHOLDER = "PERSOENLICHER-LINK"


def address(token=PLACEHOLDER, path="") -> str:
    """Return the absolute address of a personal page; `path` continues it."""
    return f"{settings.SITE_URL}/l/{token}/{path}"


def has_one(message) -> bool:
    """Tell whether an act of `message` leads to a personal page; what people typed does not."""
    return any(one.url.startswith(address()) for one in message.acts)


def marked(message):
    """Return `message` with a mark for its token that nobody can type, and the mark; or ""."""
    if not has_one(message):
        return message, ""
    mark = f"{PLACEHOLDER}-{secrets.token_hex(8)}"
    acts = [
        replace(one, url=address(mark, one.url.removeprefix(address())))
        if one.url.startswith(address())
        else one
        for one in message.acts
    ]
    return replace(message, acts=acts), mark
