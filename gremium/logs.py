"""What is logged, without the secrets in addresses."""

import logging
import re

# /l/<token>/… and /kalender/<token>.ics, also inside a query string.
SECRET = re.compile(r"((?:/|%2F)(?:l|kalender)(?:/|%2F))[\w-]{20,}", re.IGNORECASE)


def masked(text: str) -> str:
    """Return `text` with „…“ in place of each token in an address."""
    return SECRET.sub(r"\1…", text)


class MaskingFormatter(logging.Formatter):
    """A line of the log, traces included, in which nobody finds a way in."""

    def format(self, record):
        return masked(super().format(record))
