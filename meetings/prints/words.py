"""Plain text as the templates set it: paragraphs, and lines in them."""

import re

from django.utils.translation import gettext as _

BLANK_LINES = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> list[list[str]]:
    """Return the lines of each paragraph; blank lines part them."""
    parts = BLANK_LINES.split(text.replace("\r\n", "\n").strip())
    return [[line.strip() for line in one.split("\n") if line.strip()] for one in parts if one]


def box(resolution: dict) -> dict:
    """Return a resolution of minutes' content as the box that shows it."""
    number, title = resolution["number"], resolution["title"]
    name = _("Beschluss %d") % number if number else _("Beschluss")
    facts = [one for one in (resolution["state_label"], resolution["votes"]) if one]
    return {
        "title": f"{name}: {title}" if title else name,
        "text": paragraphs(resolution["text"]),
        "line": " – ".join(dict.fromkeys(facts)),
        "small": resolution["explanation"],
    }
