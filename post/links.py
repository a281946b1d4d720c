"""The address of a personal link, and its place in a mail not yet sent."""

from django.conf import settings

# Stands in stored mails where the token goes at hand-over, so that no table holds a token.
PLACEHOLDER = "PERSOENLICHER-LINK"


def address(token=PLACEHOLDER, path="") -> str:
    """Return the absolute address of a personal page; `path` continues it."""
    return f"{settings.SITE_URL}/l/{token}/{path}"
