"""
What a mail says, once, and the two forms it takes.

A message is data: head, greeting, facts, sections, acts. Text and HTML are made
from the same fields by one template each, so they cannot say different things.
"""

from dataclasses import dataclass, field

from django.template.loader import render_to_string

from accounts.visibility import printable
from partners.models import Centre


@dataclass(frozen=True)
class Act:
    """A button: what happens next, and where."""

    label: str
    url: str


@dataclass(frozen=True)
class Section:
    """A heading with short lines under it: agenda, papers, open steps."""

    heading: str
    lines: list[str]


@dataclass(frozen=True)
class Message:
    """One mail, readable in five seconds: the facts stand in it."""

    subject: str
    title: str
    kicker: str = ""  # the board
    greeting: str = ""
    lead: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    # Why the person gets this mail, and how not to.
    reason: str = ""
    is_example: bool = False

    def as_text(self) -> str:
        return self._render("emails/message.txt").strip() + "\n"

    def as_html(self) -> str:
        return self._render("emails/message.html")

    def _render(self, template):
        return render_to_string(template, {"message": self, "centre": Centre.objects.current()})


def one_line(text: str) -> str:
    """Return `text` fit for a header: no line break, no control character, 200 signs at most."""
    line = " ".join(printable(text).split())
    return line if len(line) <= 200 else f"{line[:199]}…"
