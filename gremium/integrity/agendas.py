"""Agendas: what stands in them is the office's own, and minutes are approved where they can be."""

from functools import cache
from html import unescape

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility
from advice.models import Advice
from gremium.integrity.rule import Rule, keys
from meetings.models import AgendaItem, Task
from partners.reader import Anybody

# Fewer letters stand in any text.
SHORTEST = 8


def copied_words():
    """Find items whose own text holds words of others that not all of its readers may read."""
    hidden = cache(words_hidden_from)
    shown = AgendaItem.objects.exclude(text="").exclude(visibility=Visibility.OFFICE)
    for item in shown.select_related("meeting"):
        text = flat(strip_tags(item.text.replace("><", "> <")))
        words = hidden(item.meeting.board_id, item.visibility == Visibility.PUBLIC)
        if item.role == AgendaItem.Role.OPEN_TASKS:
            words = words | titles_of_tasks(item.meeting.board_id)
        if any(one in text for one in words):
            yield f"{item._meta.label_lower}:{item.pk}"


def words_hidden_from(board_id, is_public) -> set[str]:
    """Return the words of the board's advice that the public, or its members, may not read."""
    reader = AnonymousUser() if is_public else Anybody(board_id)
    members, office, own = Advice.objects.insiders(reader)
    known = Advice.objects.visible_to(reader)
    shown = {*known.values_list("public_text", flat=True)}
    shown |= {*known.filter(members | office | own).values_list("text", flat=True)}
    said = Advice.objects.filter(board=board_id).values_list("text", "public_text")
    words = {flat(one) for row in said for one in row} - {flat(one) for one in shown}
    return {one for one in words if len(one) >= SHORTEST}


def titles_of_tasks(board_id) -> set[str]:
    titles = Task.objects.filter(board=board_id).values_list("title", flat=True)
    return {flat(one) for one in titles if len(one) >= SHORTEST}


def flat(text) -> str:
    return " ".join(unescape(text).split())


def approved_elsewhere():
    """Find items that ask for minutes of another board, or of a session still to come."""
    asked = AgendaItem.approves.through.objects.exclude(
        minutes__meeting__board=F("agendaitem__meeting__board"),
        minutes__meeting__held_on__lte=F("agendaitem__meeting__held_on"),
    )
    return keys(AgendaItem.objects.filter(pk__in=asked.values("agendaitem")))


RULES = (
    Rule(
        "own_words",
        _("Im Text eines TOP steht von anderen nur, was dort alle lesen dürfen."),
        copied_words,
    ),
    Rule(
        "approves",
        _("Genehmigt werden Protokolle früherer Sitzungen desselben Gremiums."),
        approved_elsewhere,
    ),
)
