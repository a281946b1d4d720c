"""Loading the examples: once, and never beside real people."""

from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction

from gremium.example import (
    advice,
    articles,
    people,
    projects,
    second_session,
    topics,
    working_group,
)
from partners.models import Person
from post.models import Mail

FOLDER = Path(settings.BASE_DIR) / "data" / "example"


class RealPeopleError(Exception):
    """The database holds real people; examples would mix with them."""


@transaction.atomic
def load(board) -> bool:
    """
    Fill `board` and a second one with marked examples; False if they are there.

    Raise RealPeopleError when the database holds a person who is none.
    """
    if Person.objects.filter(is_example=False).exists():
        raise RealPeopleError
    if Person.objects.exists():
        return False
    words = words_of("example")
    people.seat_members(board, words["people"])
    meeting = second_session.prepare(board, words)
    group, today = working_group.tell(words_of("working_group"))
    topics.tell(group, words_of("topics"))
    told = words_of("advice")
    advice.tell(group, told)
    advice.show_stations(today, told["stations"])
    projects.tell(group, today, words_of("projects"))
    for article in words["articles"]:
        articles.publish(article, meeting)
    stay_in_the_house()
    return True


def words_of(name) -> dict:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def stay_in_the_house():
    """Let no mail go to a mail server: nobody lives at these addresses."""
    if settings.HAS_MAIL_SERVER:
        Mail.objects.queued().update(state=Mail.State.DROPPED)
