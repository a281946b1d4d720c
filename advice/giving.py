"""Members give advice by themselves, between the sessions."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.visibility import printable
from advice import register
from advice.models import Advice
from meetings.proposals import seat_of
from partners.models import Board
from partners.reader import Reader

# A recommendation is the board's, a topic is proposed on its own page.
KINDS = (
    Advice.Kind.IDEA,
    Advice.Kind.REMARK,
    Advice.Kind.COOPERATION_OFFER,
    Advice.Kind.QUESTION,
)


@dataclass(frozen=True)
class Gift:
    """What somebody gives: words, of which kind, on which topics; of a cooperation, more."""

    text: str
    kind: str = Advice.Kind.IDEA
    topics: tuple = ()
    direction: str = ""
    contact: str = ""


@transaction.atomic
def give(person, board, gift: Gift) -> Advice:
    """
    Record what `person` gives to `board` and return it; the same again while open is one.

    Raise ValidationError unless the person sits on the board today, for a kind
    that is the board's own, without words, and for a cooperation without its
    direction.
    """
    # Two clicks at once wait here for each other.
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not Board.objects.with_member(Reader(person)).filter(pk=board.pk).exists():
        raise ValidationError(_("In diesem Gremium haben Sie zurzeit kein Mandat."))
    text = printable(gift.text).replace("\r\n", "\n").strip()
    check(text, gift.kind, gift.direction)
    if same := Advice.objects.open().filter(board=board, person=person, text=text).first():
        return same
    advice = register.record(
        Advice(
            board=board,
            kind=gift.kind,
            text=text,
            person=person,
            organisation=seat_of(person, board).organisation,
            is_example=person.is_example,
            **of_cooperation(gift),
        )
    )
    advice.topics.set(gift.topics)
    return advice


def of_cooperation(gift) -> dict:
    if gift.kind != Advice.Kind.COOPERATION_OFFER:
        return {}
    return {"direction": gift.direction, "contact": " ".join(printable(gift.contact).split())}


def check(text, kind, direction):
    if kind not in KINDS:
        raise ValidationError(_("Empfehlungen gibt das Gremium als Ganzes, in einer Sitzung."))
    if not text:
        raise ValidationError(_("Bitte schreiben Sie, was Sie anregen."))
    if kind == Advice.Kind.COOPERATION_OFFER and direction not in Advice.Direction.values:
        raise ValidationError(_("Bitte wählen Sie, ob Sie etwas anbieten oder suchen."))
