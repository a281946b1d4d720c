"""A board that weighs topics, and the people on it."""

import datetime as dt

from django.utils import timezone

from advice import points
from advice import weighing as weighings
from advice.models import Topic
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.advising import make_topic, make_weighing
from tests.meetings.balloting import seat_of


def make_waiting(board, *titles, **overrides):
    """Topics that members have proposed and nobody decided on."""
    values = {"board": board, "state": Topic.State.SUBMITTED, "visibility": make.MEMBERS}
    return [make_topic(title=title, **values | overrides) for title in titles]


def begun(board, *titles, **overrides):
    """A weighing that runs since now."""
    topics = make_waiting(board, *(titles or ("Recht", "Technik")))
    weighing = make_weighing(board=board, topics=topics, opened_at=None, **overrides)
    weighings.begin(weighing, None)
    weighing.refresh_from_db()
    return weighing


def topic(weighing, title):
    return weighing.topics.get(title=title)


def give(weighing, person, **numbers):
    """Give points by the titles of topics: `give(weighing, person, Recht=3, Technik=2)`."""
    given = {topic(weighing, title).pk: number for title, number in numbers.items()}
    return points.give(weighing, person, seat_of(person).pk, given)


def given(weighing):
    """Return what stands: (topic, points) in the order of their names."""
    rows = weighing.weights.order_by("topic__title", "pk")
    return list(rows.values_list("topic__title", "points"))


def run_out(weighing):
    """Let yesterday have been the last day."""
    weighing.due_on = timezone.localdate() - dt.timedelta(days=1)
    weighing.save()
    return weighing


def mails(kind):
    return sorted(Mail.objects.filter(kind=kind).values_list("to_address", flat=True))


def front_of(client, person, door="link"):
    if door == "login":
        client.force_login(person.user)
        return "/mein/"
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def said(answer):
    return [str(one) for one in answer.context["messages"]]
