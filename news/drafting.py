"""After a session: a draft of the news about it, from its facts, in plain words."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from advice.models import Topic
from meetings import facts
from meetings.models import AgendaItem, Meeting
from news.models import Article
from partners.models import Organisation

VISITOR = AnonymousUser()
# What is older is no news.
LOOK_BACK = dt.timedelta(days=14)


def waiting(today):
    """Return the public sessions of the last days about which nothing was ever written."""
    written = Article.history.filter(meeting__isnull=False).values("meeting")
    held = Meeting.objects.visible_to(VISITOR).filter(
        state=Meeting.State.HELD,
        held_on__gte=today - LOOK_BACK,
        held_on__lte=today,
    )
    return held.exclude(pk__in=written).select_related("board", "venue").order_by("held_on", "pk")


@transaction.atomic
def draft_due(today=None) -> int:
    """Prepare a draft for each session that has none; return how many. It is the office's."""
    today = today or timezone.localdate()
    keys = list(waiting(today).values_list("pk", flat=True))
    # Two workers at once: the second one finds the first one's drafts.
    list(Meeting.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    return sum(bool(draft(one)) for one in waiting(today).filter(pk__in=keys))


def draft(meeting) -> Article:
    """Write down what visitors may know of a session; nobody sees it before it is published."""
    article = Article.objects.create(
        title=_("%(title)s: %(board)s") % {"title": meeting.title, "board": meeting.board},
        slug=free_slug(f"bericht-{meeting.slug}"),
        teaser=teaser(meeting),
        body=body(meeting),
        visibility=Visibility.PUBLIC,
        meeting=meeting,
        is_example=meeting.is_example,
    )
    items = public_items(meeting)
    article.organisations.set(
        Organisation.objects.visible_to(VISITOR).filter(pk__in=seated(meeting))
    )
    article.topics.set(Topic.objects.visible_to(VISITOR).filter(agenda_items__in=items).distinct())
    article.refresh_public_face()
    return article


def free_slug(wanted) -> str:
    taken = set(Article.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found


def teaser(meeting) -> str:
    """Am 14. Januar 2027 fand die 2. Sitzung statt: Experimentier- und Digitalfabrik, Chemnitz."""
    day = formats.date_format(meeting.held_on, "j. F Y")
    words = _("Am %(day)s fand die %(title)s statt") % {"day": day, "title": meeting.title}
    place = facts.facts_of(meeting).place
    return f"{words}: {place}." if place else f"{words}."


def body(meeting) -> str:
    parts = [
        (_("Auf der Tagesordnung"), [one.title for one in public_items(meeting)]),
        (_("Im Gremium vertreten"), names(meeting)),
    ]
    return format_html_join(
        "", "<h3>{}</h3>{}", ((title, listed(some)) for title, some in parts if some)
    )


def listed(lines) -> str:
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li><p>{}</p></li>", ((one,) for one in lines))
    )


def public_items(meeting):
    return AgendaItem.objects.visible_to(VISITOR).filter(meeting=meeting).order_by("position")


def seats(meeting):
    return meeting.board.seats.active_on(meeting.held_on).with_names_of(meeting.held_on)


def names(meeting) -> list[str]:
    """Return the partners of the day in their names of then; who came is not public."""
    return [one.then_name for one in seats(meeting)]


def seated(meeting) -> list[int]:
    return [one.organisation_id for one in seats(meeting)]
