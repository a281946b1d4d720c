"""
One query says whether a public page changed since the visitor's copy.

It reads the centre and, beside it, number and last change of everything a
visitor may see. Because internal changes move neither (accounts.visibility,
PublicFace), the ETag tells nobody that something confidential happened.
"""

import datetime as dt
import hashlib
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, F, Max, Subquery, Value
from django.db.models.functions import JSONObject
from django.http import HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from accounts import policy
from advice.models import Advice, Step, Topic
from meetings.audiences import PUBLIC
from meetings.models import (
    AgendaItem,
    Document,
    DocumentVersion,
    Meeting,
    Minutes,
    Pack,
    Resolution,
    Venue,
)
from news.models import Article
from partners.models import Board, Centre, Consent, FormerName, Mandate, Organisation, Person, Seat
from projects.models import ProgressReport, Project

VISITOR = AnonymousUser()
# Stands for the present moment in the statement that is kept.
NOW = dt.datetime(2000, 1, 1, 0, 0, 0, 1, tzinfo=dt.UTC)


def shown_to_visitors() -> dict:
    """Return the sets a visitor's pages are made of."""
    boards = Board.objects.visible_to(VISITOR)
    organisations = Organisation.objects.visible_to(VISITOR)
    seats = Seat.objects.filter(board__in=boards.values("pk"))
    mandates = Mandate.objects.filter(seat__in=seats.values("pk")).named_in_public()
    people = Person.objects.filter(pk__in=mandates.values("person"))
    meetings = Meeting.objects.visible_to(VISITOR)
    documents = Document.objects.visible_to(VISITOR)
    advice = Advice.objects.visible_to(VISITOR)
    return {
        "boards": boards,
        "organisations": organisations,
        "names": FormerName.objects.filter(organisation__in=organisations.values("pk")),
        "seats": seats,
        "mandates": mandates,
        "people": people,
        "consents": Consent.objects.active().filter(person__in=people.values("pk")),
        "venues": Venue.objects.visible_to(VISITOR),
        "meetings": meetings,
        "items": AgendaItem.objects.filter(meeting__in=meetings.values("pk")),
        "documents": documents,
        "files": DocumentVersion.objects.filter(document__in=documents.values("pk")),
        "packs": public_packs(meetings),
        "minutes": Minutes.objects.visible_to(VISITOR),
        "resolutions": Resolution.objects.visible_to(VISITOR),
        "topics": Topic.objects.visible_to(VISITOR),
        "advice": advice,
        "steps": Step.objects.filter(is_public=True, advice__in=advice.values("pk")),
        "projects": Project.objects.visible_to(VISITOR),
        "reports": ProgressReport.objects.visible_to(VISITOR),
        "articles": Article.objects.visible_to(VISITOR, now=NOW),
    }


def public_packs(meetings):
    """Return the packs a session's page leads visitors to; each changes when made anew."""
    made = Pack.objects.filter(audience=PUBLIC, meeting__in=meetings.values("pk"))
    return made.exclude(file="").annotate(public_changed_at=F("made_at"))


def versions() -> dict:
    """Return one subquery a set: how many rows, and when the last one changed."""
    return {
        f"version_of_{name}": Subquery(
            rows.order_by()
            .annotate(one=Value(1))
            .values("one")
            .annotate(seen=JSONObject(n=Count("pk"), at=Max("public_changed_at")))
            .values("seen")
        )
        for name, rows in shown_to_visitors().items()
    }


@lru_cache(maxsize=2)
def statement(day):
    """
    Return SQL and parameters of the query for `day`.

    Composing it costs twenty times what running it does, so it is kept for as
    long as the day lasts, on which memberships and consents count.
    """
    return Centre.objects.filter(pk=1).annotate(**versions()).query.sql_with_params()


def centre_with_versions():
    """Return the centre with `version_of_…` attributes; a blank one if not set up."""
    adapt = connection.ops.adapt_datetimefield_value
    moment, now = adapt(NOW), adapt(timezone.now())
    sql, params = statement(timezone.localdate())
    found = Centre.objects.raw(sql, [now if param == moment else param for param in params])
    return next(iter(found), Centre(pk=1))


def centre_of(request):
    """Return the centre, read once a request."""
    if not hasattr(request, "centre"):
        request.centre = Centre.objects.current()
    return request.centre


def is_visitors_page(request, view) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and getattr(view, "policy", None) == policy.PUBLIC
        and getattr(view, "is_versioned", True)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


class Freshness:
    """Answer 304 to a visitor who holds the page as it is now."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in {200, 304} and hasattr(request, "etag"):
            response["ETag"] = request.etag
            patch_cache_control(response, no_cache=True, public=True)
            patch_vary_headers(response, ["Cookie"])
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            # What only an account may see stays on no device it was opened on.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(self, request, view, args, kwargs):
        if not is_visitors_page(request, view):
            return None
        request.centre = centre_with_versions()
        request.etag = etag_of(request.centre, request.get_full_path())
        if request.etag in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponseNotModified()
        return None


def etag_of(centre, address: str) -> str:
    """Return the ETag of a public page: release, day, address and all that is shown."""
    versions = [
        str(value) for name, value in vars(centre).items() if name.startswith("version_of_")
    ]
    seen = [settings.RELEASE, timezone.localdate(), address, centre.public_changed_at, *versions]
    return f'W/"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'
