"""
Whether votes, conflicts of interest and attendance agree: one comparison, whoever asks.

A session counts votes, not voters, so they are held against the seats that could
vote at that moment: voting, represented then, without a conflict.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.cockpit.presence import (
    conflicts_of,
    places,
    quorum_in,
    span_of_vote,
    voters_in,
    why_not,
)
from meetings.cockpit.running import locked, minutes_of
from meetings.models import Resolution
from meetings.planning import rules_for
from partners.models import Seat

COUNTS = ("yes", "no", "abstentions")
CODE = "contradiction"


@dataclass(frozen=True)
class Contradiction:
    """One decision that could not come about so, and what to do; by how much tells its degree."""

    resolution: Resolution
    text: str
    degree: int
    # No recount gives a numbered decision its quorum back: that warns and does not hold up.
    is_duty: bool = True

    @property
    def key(self):
        return self.resolution.pk


@dataclass(frozen=True)
class Facts:
    """What the decisions of one session are held against."""

    meeting: object
    places: list
    rules: object
    is_second_invitation: bool


def facts_of(meeting, found=None, rules=None, draft=None) -> Facts:
    draft = draft or minutes_of(meeting)
    return Facts(
        meeting,
        places(meeting) if found is None else found,
        rules or rules_for(meeting),
        bool(draft and draft.is_second_invitation),
    )


# --- Asking -------------------------------------------------------------------


def contradictions(meeting, resolutions=None) -> list[Contradiction]:
    """Return what does not agree in the session, of `resolutions_of` it, item by item."""
    known = resolutions_of(meeting) if resolutions is None else resolutions
    decisions = [one for one in known if one.state in Resolution.DECIDED]
    if not decisions:
        return []
    facts = facts_of(meeting)
    found = (compare(one, record_of(one), facts) for one in decisions)
    return [one for one in found if one]


def resolutions_of(meeting):
    """Return the resolutions of the session in the order of its agenda, with the conflicts."""
    seats = Seat.objects.with_names_of(meeting.held_on)
    found = meeting.resolutions.filter(kind=Resolution.Kind.IN_SESSION)
    found = found.select_related("agenda_item__record")
    found = found.prefetch_related(Prefetch("agenda_item__record__conflicted", seats))
    return found.order_by("agenda_item__position", "pk")


def record_of(resolution):
    """Return what was noted on its item, or None."""
    return getattr(resolution.agenda_item, "record", None)


@contextmanager
def kept(meeting):
    """
    Hold the session, and let what happens inside cause no contradiction nor deepen one.

    Raise ValidationError with all reasons otherwise; nothing is stored then.
    """
    with transaction.atomic():
        meeting = locked(meeting)
        before = {one.key: one.degree for one in contradictions(meeting)}
        yield
        caused = [
            one.text
            for one in contradictions(meeting)
            if one.is_duty and one.degree > before.get(one.key, 0)
        ]
        if caused:
            raise ValidationError(" ".join(caused), code=CODE)


def check(meeting):
    """Raise ValidationError with what does not agree in the session."""
    if found := [one.text for one in contradictions(meeting) if one.is_duty]:
        raise ValidationError(" ".join(found), code=CODE)


# --- Comparing ----------------------------------------------------------------


def compare(resolution, record, facts, span=None) -> Contradiction | None:
    """
    Hold one decision against who could take part in it; None if they agree.

    It was taken in `span`, which the decision itself knows if left out.
    """
    span = span or span_of_vote(resolution, record)
    conflicted = conflicts_of(record)
    voters = voters_in(facts.places, conflicted, span, facts.rules)
    excess = cast_of(resolution) - len(voters)
    if excess > 0:
        words = f"{too_many(resolution, len(voters))} {others(facts.places, voters, conflicted)}"
        return contradiction(resolution, words, excess)
    if is_by_nobody(resolution, voters, facts.places):
        words = _("Einvernehmlich entschieden, aber niemand konnte mitentscheiden.")
        return contradiction(resolution, words, 1, is_duty=False)
    return without_quorum(resolution, span, facts)


def cast_of(resolution) -> int:
    """Return how many took part for certain: the votes counted, or those who spoke against it."""
    return sum(getattr(resolution, name) or 0 for name in (*COUNTS, "objections"))


def is_by_nobody(resolution, voters, found) -> bool:
    """Tell whether a board found consent though none of its voting seats could give it."""
    could = [one for one in found if one.counts and one.row.attendance]
    is_consent = resolution.manner == Resolution.Manner.BY_CONSENSUS
    return is_consent and bool(could) and not voters


def without_quorum(resolution, span, facts):
    """Judge the number only: how the board was called is said elsewhere."""
    second = facts.is_second_invitation
    found = quorum_in(facts.places, facts.rules, span, is_second_invitation=second)
    if found.is_reached is not False:
        return None
    return contradiction(resolution, f"{found.text}.", 1, is_duty=resolution.number is None)


# --- In words -----------------------------------------------------------------


def contradiction(resolution, words, degree, *, is_duty=True):
    end = _("Bitte berichtigen Sie Abstimmung, Befangenheit oder Anwesenheit.")
    text = f"{name_of(resolution)}: {words} {end}"
    return Contradiction(resolution, text, degree, is_duty)


def too_many(resolution, may) -> str:
    cast = cast_of(resolution)
    counted = ngettext("Gezählt ist %d Stimme", "Gezählt sind %d Stimmen", cast)
    if resolution.objections is not None:
        counted = ngettext("Widersprochen hat %d Sitz", "Widersprochen haben %d Sitze", cast)
    rest = ngettext(
        "stimmberechtigt anwesend und nicht befangen ist %d Sitz",
        "stimmberechtigt anwesend und nicht befangen sind %d Sitze",
        may,
    )
    return f"{counted % cast}, {when(resolution)}{rest % may}."


def when(resolution) -> str:
    return _("um %s Uhr ") % f"{resolution.decided_at:%H:%M}" if resolution.decided_at else ""


def others(found, voters, conflicted) -> str:
    """Return who does not count, and why."""
    keys = {one.seat.pk for one in voters}
    rest = [one for one in found if one.seat.pk not in keys]
    words = [f"{one.seat.then_short_name} ({why_not(one, conflicted)})" for one in rest]
    return _("Nicht dabei: %s.") % ", ".join(words) if words else ""


def name_of(resolution) -> str:
    item = f"TOP {resolution.agenda_item.position}"
    if resolution.number:
        return f"{item}, {_('Beschluss %d') % resolution.number}"
    return f"{item}, {_('Beschluss „%s“') % Truncator(resolution.text).chars(60)}"
