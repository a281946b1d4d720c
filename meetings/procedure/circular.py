"""
Circular resolutions (Umlaufbeschlüsse): decided in writing, outside a session.

Allowed while nobody objects to the procedure (§ 90 Abs. 1 Satz 2 VwVfG). Each
voting seat answers two questions: is this procedure right, and yes or no to
the matter. A member's vote replaces the deputy's; late votes are refused.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.procedure.basis import Verdict, basis_of, resting_on
from meetings.procedure.majority import Choice, Tally, majority
from partners.models import Rules

SHORTEST_DAYS = 7


@dataclass(frozen=True)
class Ballot:
    """One answer to both questions, given for a seat."""

    seat: int
    by: Literal["member", "deputy"]
    cast_at: dt.datetime
    procedure: Choice
    vote: Choice


@dataclass(frozen=True)
class CircularCount:
    """The state after counting, which ballots counted, and why."""

    state: Literal["adopted", "rejected", "failed"]
    text: str
    counted: tuple[Ballot, ...]


def circular_period(starts_on: dt.date, due_on: dt.date, rules: Rules) -> Verdict:
    """Judge the days between the start and the last day for votes: at least seven."""
    days = (due_on - starts_on).days
    usual = _("üblich %(usual)d, mindestens %(least)d Tage (%(basis)s)") % {
        "usual": rules.circular_days,
        "least": SHORTEST_DAYS,
        "basis": basis_of(rules),
    }
    length = ngettext("%d Tag Frist", "%d Tage Frist", days) % days
    return Verdict(days >= SHORTEST_DAYS, f"{length}; {usual}")


def in_time(cast_at: dt.datetime, closes_at: dt.datetime, rules: Rules) -> Verdict:
    """Tell whether a vote counts: it does until the moment the procedure closes."""
    if cast_at < closes_at:
        return Verdict(True, resting_on(rules, _("Die Stimme ist rechtzeitig eingegangen.")))
    words = _("Diese Stimme kam zu spät und zählt nicht: Die Frist endete am %s.")
    return Verdict(False, resting_on(rules, words % end_of(closes_at)))


def end_of(closes_at: dt.datetime) -> str:
    """Midnight is the end of the day before, as people write it: 24:00."""
    end = timezone.localtime(closes_at)
    if end.time() == dt.time.min:
        return _("%(day)s um 24:00 Uhr") % {"day": f"{end - dt.timedelta(days=1):%d.%m.%Y}"}
    return _("%(day)s um %(time)s Uhr") % {"day": f"{end:%d.%m.%Y}", "time": f"{end:%H:%M}"}


def count_circular(
    ballots: Iterable[Ballot],
    seats: Collection[int],
    closes_at: dt.datetime,
    rules: Rules,
    chair_seat: int | None = None,
    spent: int = 0,
) -> CircularCount:
    """
    Count the ballots of the voting `seats` that came before `closes_at`.

    Of one seat the member's ballot counts before the deputy's, then the later
    one. One objection to the procedure ends it, whatever the votes; so does too
    little participation (a share of the voting seats, a setting).
    """
    counted = one_per_seat(one for one in ballots if one.seat in seats and one.cast_at < closes_at)
    took_part = participation(len(counted), len(seats), rules, spent)
    against = sum(one.procedure == "no" for one in counted)
    if against:
        words = ngettext(
            "%d Widerspruch gegen das Umlaufverfahren",
            "%d Widersprüche gegen das Umlaufverfahren",
            against,
        )
        follows = _("die Sache kommt auf die Tagesordnung der nächsten Sitzung")
        return failed(f"{words % against}; {follows}", counted, rules)
    if len(counted) < seats_needed(len(seats), rules):
        return failed(took_part, counted, rules)
    found = majority(tally_of(counted, chair_seat), rules)
    state = "adopted" if found.is_adopted else "rejected"
    return CircularCount(state, f"{found.text}; {took_part}", counted)


def one_per_seat(ballots: Iterable[Ballot]) -> tuple[Ballot, ...]:
    chosen: dict[int, Ballot] = {}
    for one in sorted(ballots, key=lambda one: (one.by == "member", one.cast_at)):
        chosen[one.seat] = one
    return tuple(chosen[seat] for seat in sorted(chosen))


def tally_of(counted: Collection[Ballot], chair_seat: int | None) -> Tally:
    votes = Counter(one.vote for one in counted)
    chair = next((one.vote for one in counted if one.seat == chair_seat), None)
    return Tally(votes["yes"], votes["no"], votes["abstain"], chair)


def seats_needed(seats: int, rules: Rules) -> int:
    """Return how many seats must take part: the share of the rules, rounded up; at least one."""
    return max(-(-seats * rules.circular_participation // 100), 1)


def participation(took_part: int, seats: int, rules: Rules, spent: int = 0) -> str:
    text = _("beteiligt %(part)d von %(seats)d Sitzen, nötig mindestens %(needed)d") % {
        "part": took_part,
        "seats": seats,
        "needed": seats_needed(seats, rules),
    }
    if not spent:
        return text
    why = ngettext(
        "%d Sitz nicht beteiligt, weil die Person schon für einen anderen Sitz abgestimmt hat",
        "%d Sitze nicht beteiligt, weil die Personen schon für andere Sitze abgestimmt haben",
        spent,
    )
    return f"{text}; {why % spent}"


def failed(reason: str, counted: tuple[Ballot, ...], rules: Rules) -> CircularCount:
    text = f"{_('nicht zustande gekommen')}: {reason} ({basis_of(rules)})"
    return CircularCount("failed", text, counted)
