"""Who votes for a seat: one vote per seat, not per person."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Voter:
    """Who casts the vote of a seat, and why; None: nobody."""

    who: Literal["member", "deputy"] | None
    text: str


def who_votes(
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
    if not is_voting:
        return Voter(None, _("Der Sitz ist beratend und hat keine Stimme."))
    if is_conflicted:
        return Voter(None, _("Der Sitz stimmt nicht mit: Für diesen TOP besteht Befangenheit."))
    if member_present:
        words = _("Es stimmt das Mitglied; die Vertretung zählt nur, wenn das Mitglied fehlt.")
        return Voter("member", words if deputy_present else _("Es stimmt das Mitglied."))
    if deputy_present:
        return Voter("deputy", _("Es stimmt die Vertretung, weil das Mitglied fehlt."))
    return Voter(None, _("Der Sitz stimmt nicht mit: Mitglied und Vertretung fehlen."))
