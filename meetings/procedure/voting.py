"""Who votes for a seat: one vote per seat, not per person."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from meetings.procedure.basis import resting_on
from partners.models import Rules


@dataclass(frozen=True)
class Voter:
    """Who casts the vote of a seat, and why; None: nobody."""

    who: Literal["member", "deputy"] | None
    text: str


def who_votes(
    rules: Rules,
    *,
    is_voting: bool,
    member_present: bool,
    deputy_present: bool,
    is_conflicted: bool = False,
) -> Voter:
    """
    Tell who votes for a seat: the member, or in their absence the deputy.

    Advisory seats have no vote, and a seat with a conflict of interest has
    none on that item, whoever speaks for it (pattern of § 20 VwVfG).
    """
    who = None
    if not is_voting:
        words = _("Der Sitz ist beratend und hat keine Stimme.")
    elif is_conflicted:
        words = _("Der Sitz stimmt nicht mit: Für diesen TOP besteht Befangenheit.")
    elif member_present:
        who, words = "member", member_votes(deputy_present)
    elif deputy_present:
        who, words = "deputy", _("Es stimmt die Vertretung, weil das Mitglied fehlt.")
    else:
        words = _("Der Sitz stimmt nicht mit: Mitglied und Vertretung fehlen.")
    return Voter(who, resting_on(rules, words))


def member_votes(is_deputy_present: bool) -> str:
    if is_deputy_present:
        return _("Es stimmt das Mitglied; die Vertretung zählt nur, wenn das Mitglied fehlt.")
    return _("Es stimmt das Mitglied.")
