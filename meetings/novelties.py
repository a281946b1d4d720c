"""Which papers came, or became readable, after people were last sent those of their session."""

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from accounts.visibility import Visibility
from meetings.models import AgendaItem, Dispatch, Document, DocumentVersion, Meeting

CLOSED = Q(visibility=Visibility.OFFICE)
# What says which papers there are.
TELLING = (Dispatch.Kind.INVITATION, Dispatch.Kind.ADDENDUM)


def marked(documents):
    """
    Annotate `is_new` (its newest version could not be read when papers were sent) and `is_tabled`.

    A tabled paper (Tischvorlage) came on the day of the session itself.
    """
    versions = DocumentVersion.objects.filter(document=OuterRef("pk")).values("uploaded_at")
    told = Dispatch.objects.filter(meeting=OuterRef("meeting"), kind__in=TELLING)
    return (
        with_arrival(documents)
        .annotate(
            first_at=Subquery(versions.order_by("number")[:1]),
            told_at=Subquery(told.order_by("-sent_at").values("sent_at")[:1]),
        )
        .annotate(
            is_new=holds(Q(open_since__gt=F("told_at"))),
            is_tabled=holds(Q(first_at__date=F("meeting__held_on"))),
        )
    )


def with_arrival(documents):
    """
    Annotate when the newest version could first be read.

    `last_at` is its upload, `open_since` takes in when its level or that of its
    item was opened, `came_at` also when members were told of the session.
    """
    versions = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    to_members = opening(Meeting, "meeting", CLOSED | Q(state=Meeting.State.PLANNED))
    is_public = Q(visibility=Visibility.PUBLIC, meeting__visibility=Visibility.PUBLIC)
    return documents.annotate(last_at=Subquery(versions.values("uploaded_at")[:1])).annotate(
        open_since=Greatest(
            "last_at",
            Coalesce(opening(Document, "pk", CLOSED), "last_at"),
            Coalesce(opening(AgendaItem, "agenda_item", CLOSED), "last_at"),
        ),
        came_at=Greatest(
            "open_since",
            Case(When(is_public, then="last_at"), default=Coalesce(to_members, "last_at")),
        ),
    )


def opening(model, key, closed):
    """Return when the row found at `key` was last opened, NULL if it was never closed."""
    shut = model.history.filter(closed, id=OuterRef(OuterRef(key))).order_by("-history_date")
    after = model.history.filter(
        id=OuterRef(key), history_date__gt=Subquery(shut.values("history_date")[:1])
    )
    return Subquery(after.order_by("history_date").values("history_date")[:1])


def holds(condition):
    return Case(When(condition, then=Value(True)), default=Value(False))
