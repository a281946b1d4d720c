"""The register of advice: each piece gets the board's next number, once."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.visibility import printable
from advice.models import Advice
from partners.models import Board


@transaction.atomic
def record(advice) -> Advice:
    """
    Save a new piece of advice under the board's next number.

    Numbers of one board are given in turn; who records at the same time waits.
    Raise ValidationError where a field is wrong.
    """
    Board.objects.select_for_update().get(pk=advice.board_id)
    last = Advice.objects.filter(board=advice.board_id).aggregate(last=models.Max("number"))["last"]
    advice.number = (last or 0) + 1
    advice.full_clean()
    advice.save()
    return advice


def capture(item, text, kind=Advice.Kind.IDEA, organisation=None) -> Advice:
    """Record a piece of advice given on an item of a session, in one line. Raise without words."""
    text = " ".join(printable(text).split())
    if not text:
        raise ValidationError(_("Bitte schreiben Sie, was angeregt wurde."))
    meeting = item.meeting
    return record(
        Advice(
            board_id=meeting.board_id,
            meeting=meeting,
            agenda_item=item,
            kind=kind,
            text=text,
            organisation=organisation,
            given_on=meeting.held_on,
            is_example=meeting.is_example,
        )
    )
