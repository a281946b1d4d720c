"""Figures of a report: one a line, „Betriebe beraten: 12“."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Figure:
    """What was counted, and how much; `before` is what the last report said."""

    label: str
    value: str
    before: str = ""

    @property
    def is_changed(self):
        return self.value != self.before


def parse(text: str) -> list[Figure]:
    """
    Return the figures that `text` holds.

    Raise ValidationError for a line without a label or value, and for a label
    that stands there twice.
    """
    found = {}
    for line in filled_lines(text):
        label, colon, value = (one.strip() for one in line.rpartition(":"))
        if not (label and colon and value):
            raise ValidationError(
                _("„%s“ ist keine Zahl mit Bezeichnung. Schreiben Sie: Betriebe beraten: 12") % line
            )
        if label in found:
            raise ValidationError(_("„%s“ steht zweimal da.") % label)
        found[label] = value
    return [Figure(label, value) for label, value in found.items()]


def compared(now: str, before: str) -> list[Figure]:
    """Return the figures of `now` with those of `before` beside, gone ones last, empty."""
    old = {one.label: one.value for one in readable(before)}
    new = readable(now)
    named = {one.label for one in new}
    gone = [Figure(label, "", value) for label, value in old.items() if label not in named]
    return [*(Figure(one.label, one.value, old.get(one.label, "")) for one in new), *gone]


def readable(text: str) -> list[Figure]:
    """Return the figures as far as they can be told apart; a draft may hold anything."""
    try:
        return parse(text)
    except ValidationError:
        return [Figure(line, "") for line in dict.fromkeys(filled_lines(text))]


def filled_lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
