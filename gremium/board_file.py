"""
The YAML file of a board's real facts: read, and checked line by line.

A shape says which fields a mapping may have. Every mistake is reported with
its line and its field, and all of them at once.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import yaml

from partners.models import Organisation

Shape = dict[str, "Field"]


class BoardFileError(Exception):
    """The file does not say what a board file says; `args` are the sentences."""


@dataclass(frozen=True)
class Field:
    """What a field holds: a type, a choice, one mapping or a list of them."""

    kind: type | list[str] | dict = str
    is_required: bool = True
    is_list: bool = False
    pattern: str = ""


def optional(kind=str, *, is_list=False, pattern=""):
    return Field(kind, is_required=False, is_list=is_list, pattern=pattern)


SLUG = Field(pattern=r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*")
MAX_LENGTH = 200
MAX_NUMBER = 9999


KINDS = list(Organisation.Kind.values)
ITEM_KINDS = ["information", "report", "discussion", "decision", "demonstration", "formal"]

ORGANISATION: Shape = {
    "slug": SLUG,
    "name": Field(),
    "short_name": Field(pattern=r".{1,60}"),
    "kind": Field(KINDS),
    "place": optional(),
    "website": optional(pattern=r"(https?://\S+)?"),
    "renamed": optional({"from": Field(dt.date), "name": Field(), "short_name": optional()}),
}
CONSORTIUM_PARTNER: Shape = {
    "slug": SLUG,
    "name": Field(),
    "short_name": Field(pattern=r".{1,60}"),
    "lead": Field(bool),
}
AGENDA_ITEM: Shape = {
    "kind": Field(ITEM_KINDS),
    "topic": Field(),
    "reporters": optional(str, is_list=True),
}
SESSION: Shape = {
    "number": Field(int),
    "date": Field(dt.date),
    "date_note": optional(),
    "venue": optional({"name": Field(), "street": optional(), "city": optional()}),
    "agenda": Field(AGENDA_ITEM, is_list=True),
}
BOARD_FILE: Shape = {
    "centre": Field(
        {
            "name": Field(),
            "motto": optional(),
            "funder": optional(),
            "programme": optional(),
            "project_management_agency": optional(),
        }
    ),
    "board": Field(
        {
            "slug": SLUG,
            "name": Field(),
            "short_name": Field(pattern=r".{1,60}"),
            "started_on": Field(dt.date),
        }
    ),
    "organisations": Field(ORGANISATION, is_list=True),
    "consortium": optional(CONSORTIUM_PARTNER, is_list=True),
    "session": optional(SESSION),
    "offers": optional(str, is_list=True),
    "starter_topics": optional(str, is_list=True),
}
NOT_OF_TYPE = {
    str: "kein Text",
    int: "keine Zahl",
    bool: "weder true noch false",
    dt.date: "kein Datum (2017-01-27)",
}


def read(text: str) -> dict[str, Any]:
    """
    Return the facts in `text`.

    Raise BoardFileError with one German sentence for each mistake, naming line
    and field.
    """
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except RecursionError:
        raise BoardFileError("Die Datei ist zu tief verschachtelt.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"Zeile {mark.line + 1}: " if mark else ""
        raise BoardFileError(f"{line}Das ist kein gültiges YAML.") from None
    reader = Reader()
    facts = reader.mapping(node, BOARD_FILE, "") if node else {}
    if not node:
        reader.mistakes.append("Zeile 1: Die Datei ist leer.")
    if not reader.mistakes:
        reader.check_references(facts)
    if reader.mistakes:
        raise BoardFileError(*reader.mistakes)
    return facts


class Reader:
    """Turns YAML nodes into plain values and collects the mistakes."""

    def __init__(self):
        self.mistakes: list[str] = []

    def complain(self, node, path, sentence):
        self.mistakes.append(f"Zeile {node.start_mark.line + 1}, Feld „{path}“: {sentence}")

    def mapping(self, node, shape: Shape, path: str) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, path or "(Anfang)", "Hier werden Felder mit Werten erwartet.")
            return {}
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.complain(key, path or "(Anfang)", "Hier wird der Name eines Feldes erwartet.")
                continue
            name = f"{path}.{key.value}" if path else str(key.value)
            if key.value not in shape:
                allowed = ", ".join(shape)
                self.complain(key, name, f"Dieses Feld gibt es nicht. Erlaubt: {allowed}.")
            elif key.value in found:
                self.complain(key, name, "Dieses Feld steht zweimal da.")
            else:
                found[key.value] = self.value(value, shape[key.value], name)
        for missing in (
            key for key, field in shape.items() if field.is_required and key not in found
        ):
            self.complain(node, f"{path}.{missing}".lstrip("."), "Dieses Feld fehlt.")
        return found

    def value(self, node, field: Field, path: str):
        if not field.is_list:
            return self.single(node, field, path)
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, path, "Hier wird eine Liste erwartet.")
            return []
        return [
            self.single(entry, field, f"{path}[{index}]")
            for index, entry in enumerate(node.value, start=1)
        ]

    def single(self, node, field: Field, path: str):
        if isinstance(field.kind, dict):
            return self.mapping(node, field.kind, path)
        if not isinstance(node, yaml.ScalarNode):
            self.complain(node, path, "Hier wird ein einzelner Wert erwartet.")
            return None
        if isinstance(field.kind, list):
            return self.choice(node, field.kind, path)
        return self.scalar(node, field, path)

    def choice(self, node, allowed, path):
        if node.value not in allowed:
            options = ", ".join(allowed)
            self.complain(node, path, f"„{node.value}“ gibt es hier nicht. Erlaubt: {options}.")
        return node.value

    def scalar(self, node, field: Field, path: str):
        try:
            value = yaml.safe_load(yaml.serialize(node))
        except (ValueError, yaml.YAMLError):
            value = None
        if field.kind is str and isinstance(value, int | float):
            value = node.value
        if type(value) is not field.kind or (field.is_required and value == ""):
            self.complain(node, path, f"„{node.value}“ ist {NOT_OF_TYPE[field.kind]}.")
        elif field.kind is str:
            self.check_text(node, field, path)
        elif field.kind is int and not 1 <= value <= MAX_NUMBER:
            self.complain(node, path, f"Die Zahl liegt nicht zwischen 1 und {MAX_NUMBER}.")
        return value

    def check_text(self, node, field: Field, path: str):
        if len(node.value) > MAX_LENGTH:
            self.complain(node, path, f"Der Text hat mehr als {MAX_LENGTH} Zeichen.")
        elif field.pattern and not re.fullmatch(field.pattern, node.value):
            self.complain(node, path, f"„{node.value}“ passt hier nicht.")

    def check_references(self, facts):
        known = [
            one["slug"] for part in ("organisations", "consortium") for one in facts.get(part, [])
        ]
        for slug in sorted({slug for slug in known if known.count(slug) > 1}):
            self.mistakes.append(f"Feld „slug“: „{slug}“ steht zweimal in der Datei.")
        for index, item in enumerate(facts.get("session", {}).get("agenda", []), start=1):
            for slug in set(item.get("reporters", [])) - set(known):
                path = f"session.agenda[{index}].reporters"
                self.mistakes.append(
                    f"Feld „{path}“: Eine Organisation „{slug}“ steht nicht in der Datei."
                )
