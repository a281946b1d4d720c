"""
The register: a running number per board, given once at the decision.

A number is never used again, not even that of a row which is gone: the history
knows it.
"""

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from meetings.models import Resolution
from partners.models import Board


@transaction.atomic
def enter(resolution):
    """Give a decided resolution the board's next number and save it; one with a number keeps it."""
    # Decisions of one board at once wait here for each other.
    Board.objects.select_for_update().get(pk=resolution.board_id)
    if resolution.number is None:
        resolution.number = last_number(resolution.board_id) + 1
    resolution.save()


def last_number(board_pk) -> int:
    """Return the highest number ever given in the board's register."""
    known = Resolution.objects.filter(board=board_pk).aggregate(last=Max("number"))["last"]
    once = Resolution.history.filter(board=board_pk).aggregate(last=Max("number"))["last"]
    return max(known or 0, once or 0)


def enter_all_of(meeting, by=None):
    """Enter what the session decided, in the order of its agenda."""
    found = meeting.resolutions.filter(
        kind=Resolution.Kind.IN_SESSION, number=None, state__in=Resolution.DECIDED
    )
    for one in found.select_related("board").order_by("agenda_item__position", "pk"):
        one._history_user = by
        enter(one)


def with_resolutions(meetings, reader):
    """Annotate whether the reader finds something in the register that belongs to the session."""
    found = Resolution.objects.visible_to(reader).registered().filter(meeting=OuterRef("pk"))
    return meetings.annotate(has_resolutions=Exists(found))


def circulars_since(meeting):
    """Return the board's closed circular resolutions that no session's minutes note yet."""
    closed = Resolution.objects.decided().filter(
        kind=Resolution.Kind.CIRCULAR,
        board=meeting.board_id,
        meeting=None,
        decided_on__lte=meeting.held_on,
    )
    return closed.order_by("decided_on", "number", "pk")


def note_in_minutes_of(meeting):
    """Let the minutes of `meeting` note what was decided in writing since the last session."""
    for one in circulars_since(meeting).select_related("board"):
        one.meeting = meeting
        one.save(update_fields=["meeting"])
