"""What came of a weighing; nothing of it before the end."""

from dataclasses import dataclass

from django.db.models import Sum

from advice.models import Topic


@dataclass(frozen=True)
class Rank:
    """A topic in its place; those with as many points share one."""

    place: int
    topic: Topic
    points: int


def ranking(weighing) -> list[Rank]:
    """Return the topics by their points, then by name; an empty list until it is closed."""
    if weighing.closed_at is None:
        return []
    rows = weighing.weights.order_by().values_list("topic").annotate(Sum("points"))
    points = dict(rows)
    topics = sorted(weighing.topics.all(), key=lambda one: (-points.get(one.pk, 0), one.title))
    numbers = [points.get(one.pk, 0) for one in topics]
    return [
        Rank(numbers.index(number) + 1, topic, number)
        for topic, number in zip(topics, numbers, strict=True)
    ]
