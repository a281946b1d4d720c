"""Resolutions, votes, advice, tasks."""

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from advice.models import Advice
from advice.register import last_number as last_advice
from gremium.integrity.rule import Rule, keys, with_gaps
from meetings.cockpit.agreement import contradictions
from meetings.models import Meeting, Minutes, Resolution, Task, Vote
from meetings.procedure.circular import SHORTEST_DAYS
from meetings.resolutions.register import last_number
from partners.models import Board, Mandate, Seat

State = Resolution.State
VOTED = (State.ADOPTED, State.REJECTED)
CIRCULAR = Resolution.objects.filter(kind=Resolution.Kind.CIRCULAR)


def register():
    """Find boards in whose register a number is missing, the last ones included."""
    yield from keys(with_gaps(Board.objects.all(), "resolutions__number"))
    for board in Board.objects.annotate(how_many=Count("resolutions__number")):
        if board.how_many != last_number(board.pk):
            yield from keys(Board.objects.filter(pk=board.pk))
    for board in Board.objects.all():
        if numbers_of_advice(board) != set(range(1, last_advice(board.pk) + 1)):
            yield from keys(Board.objects.filter(pk=board.pk))


def numbers_of_advice(board) -> set[int]:
    """Return the numbers there are, and those of lines that were taken back."""
    gone = Advice.history.filter(board=board.pk, history_type="-")
    return {*board.advice.values_list("number", flat=True), *gone.values_list("number", flat=True)}


def unnumbered():
    """Find decisions that are out without a number, and numbers without a decision."""
    out = Resolution.objects.filter(
        kind=Resolution.Kind.IN_SESSION,
        state__in=Resolution.DECIDED,
        meeting__minutes__state__in=Minutes.RELEASED,
    )
    yield from keys(out.filter(number=None))
    yield from keys(CIRCULAR.filter(state__in=VOTED, number=None))
    numbered = Resolution.objects.filter(number__isnull=False)
    yield from keys(numbered.exclude(state__in=Resolution.DECIDED))


def circulars():
    """Find circular procedures without beginning, with too short a time, or without an end."""
    begun = CIRCULAR.exclude(state=State.DRAFT)
    yield from keys(begun.filter(Q(opened_at=None) | Q(closes_at=None)))
    least = dt.timedelta(days=SHORTEST_DAYS)
    yield from keys(begun.filter(closes_at__lt=F("opened_at") + least))
    yield from keys(CIRCULAR.filter(state__in=Resolution.DECIDED, closed_at=None))
    running = CIRCULAR.filter(state__in=[State.DRAFT, State.OPEN])
    yield from keys(running.filter(closed_at__isnull=False))


def late_votes():
    """Find votes outside of the time given, or on what was not put to the vote."""
    in_time = Q(cast_at__gte=F("resolution__opened_at"), cast_at__lt=F("resolution__closes_at")) & (
        Q(resolution__closed_at=None) | Q(cast_at__lte=F("resolution__closed_at"))
    )
    known = Vote.objects.filter(
        resolution__opened_at__isnull=False, resolution__closes_at__isnull=False
    )
    yield from keys(known.exclude(in_time))
    asked = Q(resolution__kind=Resolution.Kind.CIRCULAR) & ~Q(resolution__state=State.DRAFT)
    yield from keys(Vote.objects.exclude(asked))


def votes_of_others():
    """Find votes by somebody who had no mandate on the seat on that day."""
    then = Mandate.objects.active_on(OuterRef("cast_at__date"))
    mandates = then.filter(seat=OuterRef("seat"), person=OuterRef("person"))
    return keys(Vote.objects.filter(~Exists(mandates)))


def votes_without_right():
    """Find votes of seats that had none on the day the circular began."""
    begun = OuterRef("resolution__opened_at__date")
    voting = Seat.objects.voting_on(begun).filter(pk=OuterRef("seat"))
    return keys(Vote.objects.filter(~Exists(voting), resolution__opened_at__isnull=False))


def two_votes():
    """Find votes of people who have voted for another seat, too."""
    others = Vote.objects.filter(resolution=OuterRef("resolution"), person=OuterRef("person"))
    return keys(Vote.objects.filter(Exists(others.exclude(seat=OuterRef("seat")))))


def miscounted():
    """Find results that differ from the votes there are."""
    counted = CIRCULAR.filter(state__in=VOTED).annotate(
        said_yes=Count("votes", Q(votes__vote="yes")),
        said_no=Count("votes", Q(votes__vote="no")),
        abstained=Count("votes", Q(votes__vote="abstain")),
    )
    right = {"yes": F("said_yes"), "no": F("said_no"), "abstentions": F("abstained")}
    return keys(counted.exclude(**right))


def disagreeing():
    """Find decisions with more votes than seats that were there, could vote and had no conflict."""
    decided = Resolution.objects.decided().filter(kind=Resolution.Kind.IN_SESSION)
    meetings = Meeting.objects.filter(pk__in=decided.values("meeting")).select_related("board")
    for meeting in meetings.prefetch_related("board__rules"):
        found = [one for one in contradictions(meeting) if one.is_duty]
        yield from keys(Resolution.objects.filter(pk__in=[one.key for one in found]))


def done_when():
    done = Q(state=Task.State.DONE)
    dated = Q(done_at__isnull=False)
    return keys(Task.objects.filter((done & ~dated) | (dated & ~done)))


RULES = (
    Rule("register", _("In den Verzeichnissen fehlt keine Nummer."), register),
    Rule("number", _("Eine Nummer hat, was entschieden ist, und nur das."), unnumbered),
    Rule("circular", _("Ein Umlauf hat Beginn, Frist und Ende."), circulars),
    Rule("vote_in_time", _("Stimmen kommen zwischen Beginn und Ende."), late_votes),
    Rule("vote_by_mandate", _("Eine Stimme gibt, wer an dem Tag ein Mandat hat."), votes_of_others),
    Rule(
        "vote_of_seat",
        _("Eine Stimme hat, wer beim Beginn des Umlaufs stimmberechtigt war."),
        votes_without_right,
    ),
    Rule("one_vote", _("Eine Person stimmt in einem Umlauf für einen Sitz."), two_votes),
    Rule("count", _("Gezählt sind die Stimmen, die es gibt."), miscounted),
    Rule(
        "vote_agrees",
        _("Abstimmungen passen zu Befangenheit, Anwesenheit und Stimmrecht."),
        disagreeing,
    ),
    Rule("task", _("Erledigt ist, was einen Zeitpunkt hat."), done_when),
)
