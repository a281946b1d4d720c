"""Which mails somebody of the office may read who works on some boards only."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from partners.models import Board, Mandate, Person


def mails_of(queryset, user):
    """
    Return the mails of the user's boards.

    A mail about a session belongs to the session's board, any other one to
    the boards of its person, all of which must be the user's; so must be those
    where they are a guest, stand in or report on projects.
    """
    boards = Board.objects.maintained_by(user)
    mandates = Mandate.objects.filter(person=OuterRef("person"))
    here = mandates.filter(seat__board__in=boards.values("pk"))
    is_ours_alone = Q(Exists(here)) & ~Q(Exists(elsewhere(boards)))
    is_personal = ~Q(thread__startswith="meeting:") & is_ours_alone
    is_ours = Q(Exists(sessions_named(boards))) | is_personal
    return queryset.filter(is_ours, is_secret=False)


def elsewhere(boards):
    """Return the outer mail's person if they sit, visit, stand in or report outside `boards`."""
    other = Board.objects.exclude(pk__in=boards.values("pk")).values("pk")
    return Person.objects.filter(
        Q(mandates__seat__board__in=other)
        | Q(guest_of__meeting__board__in=other)
        | Q(deputyships__meeting__board__in=other)
        | Q(report_requests__round__meeting__board__in=other),
        pk=OuterRef("person"),
    )


def sessions_named(boards):
    """Return the sessions of `boards` that the outer mail's thread names."""
    prefix = Concat(
        Value("meeting:"), Cast("meetings__pk", CharField()), Value(":"), output_field=CharField()
    )
    thread = ExpressionWrapper(OuterRef("thread"), output_field=CharField())
    named = boards.exclude(meetings=None).annotate(prefix=prefix, thread=thread)
    return named.filter(thread__startswith=F("prefix"))
