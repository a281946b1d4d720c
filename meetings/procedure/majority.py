"""
Was it adopted? Consensus, or a majority after the pattern of § 91 VwVfG.

More yes than no; abstentions do not count. A tie means rejected, or the chair's
vote decides if the rules say so.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.procedure.basis import Verdict, basis_of, resting_on
from partners.models import Rules

Choice = Literal["yes", "no", "abstain"]
Manner = Literal["by_consensus", "no_consensus", "unanimous", "by_majority", "by_chair", "rejected"]


@dataclass(frozen=True)
class Tally:
    """Votes counted, and the chair's own."""

    yes: int
    no: int
    abstentions: int = 0
    chair: Choice | None = None

    def __post_init__(self):
        if min(self.yes, self.no, self.abstentions) < 0:
            raise ValueError("Votes are not negative.")

    @property
    def text(self) -> str:
        abstained = ngettext("%d Enthaltung", "%d Enthaltungen", self.abstentions)
        return f"{self.yes} {_('Ja')}, {self.no} {_('Nein')}, {abstained % self.abstentions}"


@dataclass(frozen=True)
class Outcome:
    """Adopted or not, in which manner, and by which arithmetic."""

    is_adopted: bool
    manner: Manner
    text: str


def decides_so(is_counted: bool, rules: Rules) -> Verdict:
    """Tell whether the board decides that way: with votes counted, or without objection."""
    is_formal = rules.mode == Rules.Mode.VOTING
    if is_formal:
        words = _("Dieses Gremium stimmt förmlich ab: Zählen Sie die Stimmen.")
    else:
        words = _(
            "Dieses Gremium berät und entscheidet ohne Gegenrede: Halten Sie „einvernehmlich“ "
            "oder „kein Einvernehmen“ fest, Stimmen werden nicht gezählt."
        )
    return Verdict(is_counted == is_formal, resting_on(rules, words))


def majority(tally: Tally, rules: Rules) -> Outcome:
    """Judge a formal vote: simple majority of the votes cast, abstentions apart."""
    if tally.yes == tally.no:
        return tie(tally, rules)
    words = _("nötig mehr Ja als Nein, Enthaltungen zählen nicht")
    if tally.yes < tally.no:
        return outcome("rejected", _("abgelehnt"), tally, words, rules)
    if tally.no == tally.abstentions == 0:
        return outcome("unanimous", _("einstimmig angenommen"), tally, words, rules)
    return outcome("by_majority", _("mehrheitlich angenommen"), tally, words, rules)


def tie(tally: Tally, rules: Rules) -> Outcome:
    """Stimmengleichheit: rejected, or the chair decides (§ 91 Satz 2 VwVfG)."""
    if tally.yes == 0:
        words = _("niemand stimmte mit Ja oder Nein")
        return outcome("rejected", _("abgelehnt"), tally, words, rules)
    if rules.tie != Rules.Tie.CHAIR:
        words = _("Stimmengleichheit gilt als Ablehnung")
        return outcome("rejected", _("abgelehnt"), tally, words, rules)
    if tally.chair == "yes":
        words = _("bei Stimmengleichheit entscheidet die Stimme des Vorsitzes: Ja")
        return outcome("by_chair", _("angenommen"), tally, words, rules)
    words = _("bei Stimmengleichheit entscheidet die Stimme des Vorsitzes: %s")
    return outcome("rejected", _("abgelehnt"), tally, words % not_yes(tally.chair), rules)


def not_yes(chair: Choice | None) -> str:
    words = {"no": _("Nein"), "abstain": _("enthalten"), None: _("nicht abgegeben")}
    return words[chair]


def outcome(manner: Manner, verdict: str, tally: Tally, words: str, rules: Rules) -> Outcome:
    text = f"{verdict}: {tally.text}; {words} ({basis_of(rules)})"
    return Outcome(manner != "rejected", manner, text)


def consensus(objections: int, rules: Rules) -> Outcome:
    """Judge a decision in advisory mode: adopted unless somebody objects."""
    if objections:
        against = ngettext("%d Gegenrede", "%d Gegenreden", objections) % objections
        text = f"{_('kein Einvernehmen')}: {against} ({basis_of(rules)})"
        return Outcome(False, "no_consensus", text)
    text = f"{_('einvernehmlich')}: {_('ohne Gegenrede')} ({basis_of(rules)})"
    return Outcome(True, "by_consensus", text)
