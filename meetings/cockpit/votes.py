"""How the board decided: votes counted, or consent found, judged by its rules of that day."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings.cockpit import agreement
from meetings.cockpit.agreement import COUNTS
from meetings.cockpit.presence import (
    places,
    quorum_now,
    span_of_new_vote,
    span_of_vote,
    vote_moment,
)
from meetings.cockpit.running import typed_time
from meetings.models import Choice, Resolution
from meetings.procedure import Tally, consensus, decides_so, majority


def judged(values, rules) -> dict:
    """
    Return what a resolution says of its vote.

    `values` are the texts typed: yes, no, abstentions, chair_vote; or consensus
    ("1" or "0") and objections. Raise ValidationError if nothing is typed, or
    if the rules have the board decide another way.
    """
    tally = tally_of(values)
    way = decides_so(tally is not None, rules)
    if not way.holds:
        raise ValidationError(way.text)
    if tally is None:
        objections = objections_of(values)
        return told(consensus(objections, rules)) | {"objections": objections}
    counted = {one: getattr(tally, one) for one in COUNTS}
    return told(majority(tally, rules)) | counted | {"chair_vote": tally.chair or ""}


def told(outcome) -> dict:
    """Return what the outcome says; the numbers it comes from are still to be filled in."""
    state = Resolution.State.ADOPTED if outcome.is_adopted else Resolution.State.REJECTED
    blank = dict.fromkeys((*COUNTS, "objections")) | {"chair_vote": ""}
    return blank | {"state": state, "manner": outcome.manner, "explanation": outcome.text}


def says(resolution, found) -> bool:
    return all(getattr(resolution, name) == value for name, value in found.items())


def fill(resolution, found):
    for name, value in found.items():
        setattr(resolution, name, value)


def decide(resolution, by):
    """Save the resolution as it was judged; its number stays, if it has one."""
    resolution._history_user = by
    resolution.full_clean(exclude=["board", "meeting", "agenda_item"])
    resolution.save()


def take_back(decision, name, count, rules, by):
    """Count so many votes less, those for yes, no or abstaining, and judge anew."""
    left = (getattr(decision, name) or 0) - count
    if left < 0:
        words = _("%(decision)s: Bei „%(field)s“ sind keine %(count)d Stimmen gezählt.")
        field = decision._meta.get_field(name).verbose_name
        values = {"decision": agreement.name_of(decision), "field": field, "count": count}
        raise ValidationError(words % values)
    fill(decision, judged(typed_of(decision) | {name: str(left)}, rules))
    decide(decision, by)


def typed_of(decision) -> dict:
    """Return the votes counted as texts, as somebody would have typed them."""
    counted = {name: str(getattr(decision, name) or 0) for name in COUNTS}
    return counted | {"chair_vote": decision.chair_vote}


def moment_of(values, record, known):
    """
    Return when the vote was taken: as typed, as it was noted before, else just now.

    None where nobody can tell: noted on another day, without a time.
    """
    typed = typed_time(values.get("decided_at"))
    if typed or known:
        return typed or known.decided_at
    return vote_moment(record)


# --- What was typed -----------------------------------------------------------


def tally_of(values) -> Tally | None:
    """Return the votes counted, or None when no number was typed."""
    typed = [text_of(values, one) for one in COUNTS]
    if not any(typed):
        return None
    yes, no, abstentions = (whole(one or "0") for one in typed)
    chair = text_of(values, "chair_vote")
    return Tally(yes, no, abstentions, chair if chair in Choice.values else None)


def objections_of(values) -> int:
    """Return how many objected; 0 means consent."""
    consent, typed = text_of(values, "consensus"), text_of(values, "objections")
    count = whole(typed or "0")
    if consent not in {"0", "1"}:
        raise ValidationError(_("Halten Sie „einvernehmlich“ oder „kein Einvernehmen“ fest."))
    if consent == "1" and count:
        raise ValidationError(_("Mit Gegenrede besteht kein Einvernehmen."))
    if consent == "0" and not count:
        raise ValidationError(_("Kein Einvernehmen: Bitte nennen Sie, wie viele widersprachen."))
    return count


def text_of(values, name) -> str:
    return (values.get(name) or "").strip()


def whole(text) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise ValidationError(_("Stimmen zählt man in ganzen Zahlen."))
    return int(text)


# --- Whether it may be so -----------------------------------------------------


def check(decision, record, rules, is_new):
    """
    Raise ValidationError unless the board could decide so on the record's item.

    It needs a quorum where the rules ask for one, and the votes of `decision` are
    no more than the seats that may vote.
    """
    meeting = record.agenda_item.meeting
    found = places(meeting)
    span = span_of_new_vote(decision.decided_at, record) if is_new else None
    span = span or span_of_vote(decision, record)
    quorate = quorum_now(meeting, meeting.draft, found, rules, span)
    if quorate.is_reached is False:
        raise ValidationError(f"{quorate.text}. {_('Bitte prüfen Sie die Anwesenheit.')}")
    facts = agreement.facts_of(meeting, found, rules, meeting.draft)
    found = agreement.compare(decision, record, facts, span)
    if found and found.is_duty:
        raise ValidationError(found.text)
