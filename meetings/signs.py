"""
Signs that no bundled font can show, and what a document says in their place.

Accessible PDFs must not hold them: a box is nothing one can read or hear.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

REPORTED = re.compile(r'(?:the text|the codepoint) `"((?:[^"\\]|\\.)+)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# They change the sign before them: colour of skin, joints, accents, shape.
SKIN = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
MARKS = ("Mn", "Mc", "Me", "Cf")


def missing_in(diagnostic: str) -> set[str]:
    """Return the signs that Typst could not set, from what it says about them."""
    found = "".join(REPORTED.findall(diagnostic))
    signs = set(ESCAPED.sub(lambda code: chr(int(code[1], 16)), found))
    # With a mark that is missing, Typst reports the letter that carries it too.
    return {one for one in signs if is_mark(one)} or signs - {" "}


def is_mark(sign: str) -> bool:
    return sign in SKIN or unicodedata.category(sign) in MARKS


def without(missing: set[str], text: str) -> str:
    """
    Return `text` with the `missing` signs as plain letters where they mean some,
    without marks, and with one „[Zeichen]“ for each run of others.
    """
    run = re.compile(f"[{re.escape(''.join(sorted(missing)))}]+")
    return run.sub(lambda found: in_plain_letters(found[0]), text)


def in_plain_letters(signs: str) -> str:
    plain = unicodedata.normalize("NFKC", signs)
    if plain != signs:
        return plain
    if signs.isspace():
        return " "
    return "" if all(map(is_mark, signs)) else _("[Zeichen]")
