"""What is logged, without the secrets in addresses."""

import logging
import re


def as_written(word: str) -> str:
    """Return a pattern for `word`, each sign as it is or percent-encoded, once or more often."""
    return "".join(f"(?:{re.escape(sign)}|%(?:25)*{ord(sign):02x})" for sign in word)


SLASHES = f"{as_written('/')}+"
# Up to what ends a part of a path, its encoded forms included.
SIGNS = r"(?:[\w~-]|%(?:25)*(?!25|2f|2e|3f|26|23)[\da-f]{2}){16,}"
# What stands before a token in our addresses, also inside a query string.
BEFORE = "|".join(map(as_written, ("l", "kalender", "rueckmeldung", "dokumente")))
SECRET = re.compile(f"({SLASHES}(?:{BEFORE}){SLASHES}){SIGNS}", re.IGNORECASE)


def masked(text: str) -> str:
    """Return `text` with „…“ in place of each token in an address."""
    return SECRET.sub(r"\1…", text)


class MaskingFormatter(logging.Formatter):
    """A line of the log, traces included, in which nobody finds a way in."""

    def format(self, record):
        return masked(super().format(record))
