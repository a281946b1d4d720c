"""Which papers came after people were last sent the papers of their session."""

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from meetings.models import Dispatch, DocumentVersion

# What says which papers there are.
TELLING = (Dispatch.Kind.INVITATION, Dispatch.Kind.ADDENDUM)


def marked(documents):
    """
    Annotate `is_new` (its newest version is not in what was sent) and `is_tabled`.

    A tabled paper (Tischvorlage) came on the day of the session itself.
    """
    versions = DocumentVersion.objects.filter(document=OuterRef("pk")).values("uploaded_at")
    told = Dispatch.objects.filter(meeting=OuterRef("meeting"), kind__in=TELLING)
    return documents.annotate(
        first_at=Subquery(versions.order_by("number")[:1]),
        last_at=Subquery(versions.order_by("-number")[:1]),
        told_at=Subquery(told.order_by("-sent_at").values("sent_at")[:1]),
    ).annotate(
        is_new=holds(Q(last_at__gt=F("told_at"))),
        is_tabled=holds(Q(first_at__date=F("meeting__held_on"))),
    )


def holds(condition):
    return Case(When(condition, then=Value(True)), default=Value(False))
