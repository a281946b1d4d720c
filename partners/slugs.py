"""Addresses made from German names."""

from django.utils.text import slugify

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


def slug_of(name: str) -> str:
    """Return "ki-in-der-fertigung" for "KI in der Fertigung", at most 80 signs."""
    return slugify(name.translate(UMLAUTS))[:80].strip("-")
