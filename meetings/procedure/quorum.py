"""
May the board decide? Quorum after the pattern of § 90 VwVfG.

All members are invited, and more than half of the voting seats, at least three
(a setting), are present. A second invitation to the same matter that says so
is enough whatever the number. In advisory mode nothing is asked.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.procedure.basis import basis_of
from partners.models import Rules


@dataclass(frozen=True)
class Quorum:
    """Whether enough voting seats are there; None: the rules do not ask."""

    is_reached: bool | None
    text: str


def votes_needed(seats: int, rules: Rules) -> int:
    """More than half of the voting seats, and at least the minimum (§ 90 Abs. 1 VwVfG)."""
    return max(seats // 2 + 1, rules.quorum_minimum)


def quorum(
    seats: int,
    present: int,
    by_deputy: int,
    rules: Rules,
    *,
    all_invited: bool = True,
    is_second_invitation: bool = False,
) -> Quorum:
    """
    Tell whether the board may decide with `present` of its `seats` votes.

    `seats` are the voting seats of the day, `present` those of them that are
    represented, `by_deputy` those of the present for whom a deputy came.
    `is_second_invitation`: the same matter was put off for want of a quorum,
    and the invitation says what follows (§ 90 Abs. 2 VwVfG).
    """
    counted = votes_present(seats, present, by_deputy)
    basis = basis_of(rules)
    if not rules.has_quorum:
        return Quorum(
            None, f"{counted}; {_('die Beschlussfähigkeit wird nicht geprüft')} ({basis})"
        )
    if is_second_invitation and present:
        words = _("zweite Einladung zum selben Gegenstand, die Zahl der Anwesenden genügt")
        return Quorum(True, f"{_('beschlussfähig')}: {counted}; {words} ({basis})")
    if not all_invited:
        words = _("die Mitglieder wurden nicht alle ordnungsgemäß eingeladen")
        return Quorum(False, f"{_('nicht beschlussfähig')}: {counted}; {words} ({basis})")
    is_reached = present >= votes_needed(seats, rules)
    verdict = _("beschlussfähig") if is_reached else _("nicht beschlussfähig")
    return Quorum(is_reached, f"{verdict}: {counted}; {needed(seats, rules)} ({basis})")


def votes_present(seats: int, present: int, by_deputy: int) -> str:
    counted = _("%(present)d von %(seats)d Stimmen") % {"present": present, "seats": seats}
    return counted + (_(", %d durch Vertretung") % by_deputy if by_deputy else "")


def expected_quorum(seats: int, promised: int, by_deputy: int, rules: Rules) -> Quorum:
    """
    Compare the promises with what a quorum needs.

    `seats` are the voting seats of the day, `promised` those of them that will
    be there, `by_deputy` those of the promised whose deputy comes.
    """
    text = _("zugesagt %(promised)d von %(seats)d stimmberechtigten Sitzen") % {
        "promised": promised,
        "seats": seats,
    }
    if by_deputy:
        text += _(", davon %d durch Vertretung") % by_deputy
    basis = basis_of(rules)
    if not rules.has_quorum:
        return Quorum(None, f"{text}; {_('die Beschlussfähigkeit wird nicht geprüft')} ({basis})")
    is_enough = promised >= votes_needed(seats, rules)
    return Quorum(is_enough, f"{text}; {needed(seats, rules)} ({basis})")


def needed(seats: int, rules: Rules) -> str:
    if votes_needed(seats, rules) == seats // 2 + 1:
        return _("nötig mehr als %d") % (seats // 2)
    return _("nötig mindestens %d") % rules.quorum_minimum
