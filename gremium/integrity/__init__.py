"""
The invariants of the data, each as a question to the database.

A rule answers with the keys of the rows that break it, never with what stands
in them, so its report may go into a log.
"""

from dataclasses import dataclass

from gremium.integrity import agendas, boards, decisions, files, letters, minutes, sessions, tables

RULES = (
    *tables.RULES,
    *boards.RULES,
    *sessions.RULES,
    *agendas.RULES,
    *minutes.RULES,
    *decisions.RULES,
    *letters.RULES,
    *files.RULES,
)


@dataclass(frozen=True)
class Breach:
    """A rule that does not hold, and the rows that break it."""

    rule: str
    text: str
    rows: list[str]


def breaches() -> list[Breach]:
    found = ((rule, sorted(set(rule.find()))) for rule in RULES)
    return [Breach(rule.name, str(rule.text), rows) for rule, rows in found if rows]
