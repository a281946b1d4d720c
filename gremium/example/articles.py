"""News, some published, one for members, one being written."""

import datetime as dt

from django.utils import timezone

from accounts.visibility import Visibility
from news.models import Article
from partners.richtext import from_plain


def publish(words, meeting):
    """Keep a piece of news; one without a day is a draft, some tell of `meeting`."""
    days = words.get("days_ago")
    Article.objects.create(
        slug=words["slug"],
        title=words["title"],
        teaser=words["teaser"],
        body=from_plain(words["body"]),
        visibility=words.get("visibility", Visibility.PUBLIC),
        published_from=None if days is None else timezone.now() - dt.timedelta(days=days),
        meeting=meeting if words.get("of_meeting") else None,
        is_example=True,
    )
