"""What a rule is, and how a row is named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min


@dataclass(frozen=True)
class Rule:
    """Something that is always true; `find` names the rows where it is not."""

    name: str
    text: str
    find: Callable[[], Iterable[str]]


def keys(queryset) -> list[str]:
    """Return the rows as "meetings.vote:12"; nothing of what they hold."""
    label = queryset.model._meta.label_lower
    return [f"{label}:{pk}" for pk in queryset.order_by().values_list("pk", flat=True)]


def with_gaps(queryset, path):
    """Return the rows whose numbers, found at `path`, are not exactly 1…n."""
    counted = queryset.annotate(
        how_many=Count(path), different=Count(path, distinct=True), low=Min(path), high=Max(path)
    )
    dense = {"low": 1, "different": F("how_many"), "high": F("how_many")}
    return counted.filter(how_many__gt=0).exclude(**dense)
