"""Two versions of minutes side by side, in words."""

import difflib
import re
from dataclasses import dataclass

from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.untouched import plain_ends
from meetings.minutes.texts import took_no_part

WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Some words of a line; `is_changed` where the other side says something else."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Row:
    """A line then and now; one side is empty where it came or went."""

    before: list[Piece]
    after: list[Piece]

    @property
    def is_changed(self):
        return any(one.is_changed for one in (*self.before, *self.after))


def is_same(old: dict, new: dict) -> bool:
    """Tell whether both say the same to a reader."""
    return lines(old) == lines(new)


def changes(old: dict, new: dict) -> list[Row]:
    """Return the lines that differ, with the changed words marked."""
    return [one for one in side_by_side(lines(old), lines(new)) if one.is_changed]


def side_by_side(old: list[str], new: list[str]) -> list[Row]:
    rows = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = old[i:j], new[k:m]
        if tag == "equal":
            rows += [Row([Piece(one, False)], [Piece(one, False)]) for one in before]
            continue
        length = max(len(before), len(after))
        pairs = zip(padded(before, length), padded(after, length), strict=True)
        rows += [row_of(one, other) for one, other in pairs]
    return rows


def padded(found, length):
    return [*found, *[""] * (length - len(found))]


def row_of(old: str, new: str) -> Row:
    before, after = WORDS.findall(old), WORDS.findall(new)
    left, right = [], []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        left += piece(before[i:j], tag)
        right += piece(after[k:m], tag)
    return Row(left, right)


def piece(words, tag):
    return [Piece("".join(words), tag != "equal")] if words else []


# --- Minutes as lines -------------------------------------------------------


def lines(content: dict) -> list[str]:
    """Return what a reader reads, line by line."""
    return [plain_ends(line) for line in said(content)]


def said(content):
    return [
        *[one for one in head_lines(content["head"]) if one],
        *[one for row in content["attendance"] if (one := seat_line(row))],
        *[guest_line(one) for one in content["guests"]],
        *content["findings"],
        *[line for item in content["items"] for line in item_lines(item)],
        *[line for one in content["circulars"] for line in resolution_lines(one)],
        *paragraphs(content["closing"]),
        *[_("Anlage: %s") % one["title"] for one in content["attachments"]],
    ]


def head_lines(head):
    day = formats.date_format(parse_date(head["held_on"]), "j. F Y")
    yield f"{head['board']}, {head['title']}, {day}"
    yield joined(head, "time", "place")
    for name, label in (
        ("chair", _("Sitzungsleitung")),
        ("minute_taker", _("Protokollführung")),
        ("distribution", _("Verteiler")),
    ):
        yield f"{label}: {head[name]}" if head[name] else ""


def seat_line(row):
    deputy = _("durch %s") % row["deputy"] if row["deputy"] else ""
    facts = [row["organisation"], row["person"], row["label"], deputy, row["times"]]
    return ", ".join(filter(None, facts))


def guest_line(one):
    return _("Gast: %s") % joined(one, "person", "organisation", "times")


def item_lines(item):
    result = item.get("result_label")
    yield f"TOP {item['position']} {item['title']}" + (f": {result}" if result else "")
    if "id" not in item:
        return
    if item["rapporteurs"]:
        yield _("Berichterstattung: %s") % ", ".join(item["rapporteurs"])
    if item["conflicted"]:
        yield took_no_part(item["conflicted"])
    yield from paragraphs(item["text"])
    for one in item["resolutions"]:
        yield from resolution_lines(one)
    for one in item["advice"]:
        yield f"{one['kind_label']}: {joined(one, 'text', 'giver')}"
    for one in item.get("demonstrations", []):
        yield f"{one['title']}: {one['text']}"
    for one in item["tasks"]:
        yield _("Aufgabe: %s") % task_line(one)


def resolution_lines(one):
    number = _("Beschluss %s") % one["number"] if one["number"] else _("Beschluss")
    yield f"{number}: {joined(one, 'title', 'votes', 'state_label')}"
    yield from paragraphs(one["text"])


def task_line(one):
    day = one["due_on"] and formats.date_format(parse_date(one["due_on"]), "d.m.Y")
    return ", ".join(filter(None, [one["title"], one["assignee"], day and _("bis %s") % day]))


def joined(row, *names):
    return ", ".join(str(row[name]) for name in names if row[name])


def paragraphs(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
