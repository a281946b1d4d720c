"""How the board decided: votes counted, or consent found, judged by its rules of that day."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.cockpit.presence import eligible, places, quorum_now, span_of
from meetings.models import Choice, Resolution
from meetings.procedure import Tally, consensus, decides_so, majority

COUNTS = ("yes", "no", "abstentions")


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


def cast_of(found) -> int:
    return sum(found[one] or 0 for one in COUNTS)


def says(resolution, found) -> bool:
    return all(getattr(resolution, name) == value for name, value in found.items())


def decide(resolution, found, by):
    """Save the resolution as it was judged; its number stays, if it has one."""
    for name, value in found.items():
        setattr(resolution, name, value)
    resolution._history_user = by
    resolution.full_clean(exclude=["board", "meeting", "agenda_item"])
    resolution.save()


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


def check(cast, record, rules):
    """
    Raise ValidationError unless the board could decide so on the record's item.

    It needs a quorum where the rules ask for one, and nobody votes twice: `cast`
    votes are no more than the seats that may vote.
    """
    meeting = record.agenda_item.meeting
    quorate = quorum_now(meeting, meeting.draft, places(meeting), rules, span_of(record))
    if quorate.is_reached is False:
        raise ValidationError(f"{quorate.text}. {_('Bitte prüfen Sie die Anwesenheit.')}")
    check_count(cast, record, rules)


def check_count(cast, record, rules):
    may = len(eligible(record, places(record.agenda_item.meeting), rules))
    if cast > may:
        words = ngettext("Gezählt ist %d Stimme", "Gezählt sind %d Stimmen", cast) % cast
        rest = ngettext(
            "stimmberechtigt anwesend und nicht befangen ist %d Sitz",
            "stimmberechtigt anwesend und nicht befangen sind %d Sitze",
            may,
        )
        raise ValidationError(f"{words}, {rest % may}.")
