"""Which mails belong to a session or a board, and so to whoever works on that board only."""

from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from partners.belonging import elsewhere
from partners.models import Board, Mandate, Person

# What the thread of a mail names, with the way there from its board.
OF_SESSION = {
    "meeting": "meetings",
    "proposal": "meetings__proposals",
    "minutes": "meetings__minutes",
}
OF_BOARD = OF_SESSION | {"circular": "resolutions", "advice": "advice"}


def mails_of(queryset, user):
    """
    Return the mails of the user's boards.

    A mail whose thread names something of a board belongs to that board, any
    other one to the boards of its person, all of which must be the user's; so
    must be all else that uses them.
    """
    boards = Board.objects.maintained_by(user)
    mandates = Mandate.objects.filter(person=OuterRef("person"))
    here = mandates.filter(seat__board__in=boards.values("pk"))
    used_elsewhere = Person.objects.filter(elsewhere(Person, user), pk=OuterRef("person"))
    is_ours_alone = Q(Exists(here)) & ~Q(Exists(used_elsewhere))
    names_something = any_of(Q(thread__startswith=f"{word}:") for word in OF_BOARD)
    is_ours = names_one_of(boards, OF_BOARD) | (~names_something & is_ours_alone)
    return queryset.filter(is_ours, is_secret=False)


def mails_about(queryset, meeting_key):
    """Return the mails about one session: of its sendings, answers, proposals and minutes."""
    boards = Board.objects.filter(meetings=meeting_key)
    return queryset.filter(names_one_of(boards, OF_SESSION))


def names_one_of(boards, ways) -> Q:
    """Match a mail whose thread names something to which `ways` lead from `boards`."""
    return any_of(Q(Exists(named(boards, word, way))) for word, way in ways.items())


def named(boards, word, way):
    """Return the `boards` from which `way` leads to what the outer mail's thread names."""
    # "proposal:1" is the beginning of "proposal:12": each key is read up to a colon.
    prefix = Concat(Value(f"{word}:"), Cast(f"{way}__pk", CharField()), Value(":"))
    thread = Concat(OuterRef("thread"), Value(":"))
    found = boards.annotate(prefix=as_text(prefix), thread=as_text(thread))
    return found.filter(thread__startswith=F("prefix"))


def as_text(expression):
    return ExpressionWrapper(expression, output_field=CharField())


def any_of(conditions) -> Q:
    return reduce(or_, conditions)
