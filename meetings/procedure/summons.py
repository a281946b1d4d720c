"""
Was everybody on the board invited, and in time (Ladung)?

Without it nothing is decided where the rules ask for a quorum: § 90 Abs. 1
VwVfG wants all members invited.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.procedure.basis import basis_of
from meetings.procedure.deadlines import Notice, invitation_notice
from partners.models import Rules


@dataclass(frozen=True)
class Invited:
    """
    How people were invited to a session: by the sending that told them of its day.

    `sent_on` is None if none did; `missed` names the seats that it did not reach.
    """

    sent_on: dt.date | None
    seats: int = 0
    missed: Sequence[str] = ()
    short_notice_reason: str = ""


@dataclass(frozen=True)
class Summons:
    """Whether the board was properly invited, and why in one sentence."""

    is_proper: bool
    text: str


def summons(invited: Invited, held_on: dt.date, rules: Rules) -> Summons:
    """
    Judge how the board was invited to a session on `held_on`.

    Properly is: to every seat that somebody sits on, and with the usual notice,
    or a shorter one that the rules allow and a reason explains.
    """
    if invited.sent_on is None:
        words = _("Dass jemand zu diesem Tag eingeladen hat, ist hier nicht belegt")
        return told(False, words, rules)
    notice = invitation_notice(invited.sent_on, held_on, rules)
    is_in_time = not notice.needs_reason or is_explained(notice, invited)
    is_proper = is_in_time and invited.seats > 0 and not invited.missed
    return told(is_proper, "; ".join([*reached(invited), notice_words(notice, invited)]), rules)


def is_explained(notice: Notice, invited: Invited) -> bool:
    return notice.code == "shortened" and bool(invited.short_notice_reason)


def told(is_proper: bool, words: str, rules: Rules) -> Summons:
    verdict = _("ordnungsgemäß eingeladen") if is_proper else _("nicht ordnungsgemäß eingeladen")
    return Summons(is_proper, f"{capfirst(verdict)}: {words} ({basis_of(rules)}).")


def reached(invited: Invited) -> Iterable[str]:
    day = f"{invited.sent_on:%d.%m.%Y}"
    if invited.missed:
        yield _("Die Einladung vom %(day)s hat nicht erreicht: %(names)s") % {
            "day": day,
            "names": ", ".join(invited.missed),
        }
        return
    text = ngettext(
        "Die Einladung ging am %(day)s an den einen besetzten Sitz",
        "Die Einladung ging am %(day)s an alle %(count)d besetzten Sitze",
        invited.seats,
    )
    yield text % {"day": day, "count": invited.seats}


def notice_words(notice: Notice, invited: Invited) -> str:
    numbers = {"usual": notice.usual, "urgent": notice.urgent, "days": max(notice.days, 0)}
    numbers["reason"] = invited.short_notice_reason
    if notice.code == "in_time":
        return _("die Frist von %(usual)d Tagen ist gewahrt") % numbers
    if notice.code == "too_late":
        words = _("auch die verkürzte Frist von %(urgent)d Tagen ist unterschritten: %(days)d")
        return words % numbers
    if invited.short_notice_reason:
        words = _("die Frist von %(usual)d Tagen ist auf %(days)d verkürzt, Grund: %(reason)s")
        return words % numbers
    return _("die Frist von %(usual)d Tagen ist auf %(days)d verkürzt, ohne Grund") % numbers
