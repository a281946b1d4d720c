"""
The register of advice: each piece gets the board's next number, once.

A number is never used again, not even that of a line which was taken back: the
history knows it.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.visibility import printable
from advice.models import Advice
from partners.models import Board

# No rules of procedure name a period; six weeks is what the office promises.
ANSWER_AFTER = dt.timedelta(weeks=6)


@transaction.atomic
def record(advice) -> Advice:
    """
    Save a new piece of advice under the board's next number.

    Without a day for the answer it is due six weeks after it was given. Numbers
    of one board are given in turn; who records at the same time waits. Raise
    ValidationError where a field is wrong.
    """
    Board.objects.select_for_update().get(pk=advice.board_id)
    advice.number = last_number(advice.board_id) + 1
    advice.full_clean()
    advice.due_on = advice.due_on or advice.given_on + ANSWER_AFTER
    advice.save()
    return advice


def last_number(board_pk) -> int:
    """Return the highest number ever given in the board's register."""
    known = Advice.objects.filter(board=board_pk).aggregate(last=Max("number"))["last"]
    once = Advice.history.filter(board=board_pk).aggregate(last=Max("number"))["last"]
    return max(known or 0, once or 0)


def in_one_line(text) -> str:
    """Return the words as they are kept; raise ValidationError where there are none."""
    text = " ".join(printable(text).split())
    if not text:
        raise ValidationError(_("Bitte schreiben Sie, was angeregt wurde."))
    return text


def capture(item, text, kind=Advice.Kind.IDEA, **more) -> Advice:
    """
    Record a piece of advice given on an item of a session, in one line.

    `more` are organisation or person who gave it, and due_on. Raise without words.
    """
    meeting = item.meeting
    return record(
        Advice(
            board_id=meeting.board_id,
            meeting=meeting,
            agenda_item=item,
            kind=kind,
            text=in_one_line(text),
            given_on=meeting.held_on,
            is_example=meeting.is_example,
            **more,
        )
    )
