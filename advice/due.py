"""What of the advice waits for the office: answers that are late, offers to ask about again."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advice.models import Advice, Introduction
from advice.models.advice import ABANDONED
from meetings.digest import needs
from post.messages import Section


@dataclass(frozen=True)
class Waiting:
    """How many wait for what; `query` is their filter in the office's list."""

    model: type
    query: dict
    text: str


def waiting(advice, introductions, today=None) -> list[Waiting]:
    """Return in words what of these rows waits for the office."""
    today = today or timezone.localdate()
    late = advice.overdue(today).count()
    owners = advice.open().order_by()
    unowned, abandoned = owners.aggregate(
        unowned=Count("pk", filter=Q(owner=None)), abandoned=Count("pk", filter=ABANDONED)
    ).values()
    asking = introductions.due(today).count()
    found = [
        (Advice, {"dringend": "ueberfaellig"}, late, late_words(late)),
        (Advice, {"dringend": "ohne-zustaendige"}, unowned, unowned_words(unowned)),
        (Advice, {"dringend": "verwaist"}, abandoned, abandoned_words(abandoned)),
        (Introduction, {"nachfragen": "faellig"}, asking, asking_words(asking)),
    ]
    return [Waiting(model, query, text % count) for model, query, count, text in found if count]


@needs("advice.view_advice")
def section(boards, today) -> Section:
    """Return what the office's digest says of the advice of these boards."""
    advice = Advice.objects.filter(board__in=boards)
    introductions = Introduction.objects.filter(offer__board__in=boards)
    lines = [f"{one.text}." for one in waiting(advice, introductions, today)]
    return Section(_("Anregungen"), lines)


def late_words(count):
    return ngettext(
        "%d Anregung wartet über die Frist hinaus auf Antwort",
        "%d Anregungen warten über die Frist hinaus auf Antwort",
        count,
    )


def unowned_words(count):
    return ngettext(
        "%d offene Anregung hat niemand übernommen",
        "%d offene Anregungen hat niemand übernommen",
        count,
    )


def abandoned_words(count):
    return ngettext(
        "Wer für %d offene Anregung zuständig ist, arbeitet nicht mehr in der Geschäftsstelle",
        "Wer für %d offene Anregungen zuständig ist, arbeitet nicht mehr in der Geschäftsstelle",
        count,
    )


def asking_words(count):
    return ngettext(
        "Von %d Kooperation fehlt das Ergebnis", "Von %d Kooperationen fehlt das Ergebnis", count
    )
