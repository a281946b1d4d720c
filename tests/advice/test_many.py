"""2,000 pieces of advice and 300 projects: lists, filters and topics stay as quick as with 20."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advice.models import Advice, Topic
from projects.models import Project
from tests import factories as make
from tests.advising import make_topic

# Slow, as it measures: nothing else runs beside it then.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FEW, ADVICE, PROJECTS = 20, 2000, 300
MOST_QUERIES, MOST_TIMES = 15, 1.5
ADDRESSES = [
    "/anregungen/",
    "/anregungen/?stand=accepted&art=idea",
    "/projekte/",
    "/projekte/?thema=thema&art=transfer",
    "/themen/",
    "/themen/thema/",
]
MEMBER = ["/mein/anregungen/", "/mein/themen/", "/mein/themen/thema/"]
OFFICE = [
    "/admin/advice/advice/",
    "/admin/advice/advice/?dringend=offen",
    "/admin/projects/project/",
    "/admin/advice/topic/",
]


@pytest.fixture
def topic():
    make.make_centre()
    return make_topic(slug="thema", visibility="public", state="adopted")


def add(topic, first, advice, projects):
    """Add pieces of advice and projects up to these numbers; each belongs to the topic."""
    shown = {"board": topic.board, "visibility": "public"}
    answered = {"state": "accepted", "answered_on": timezone.localdate()}
    given = Advice.objects.bulk_create(
        Advice(number=one, text="x", public_text="Mehr Beispiele", **answered, **shown)
        for one in range(first, advice)
    )
    reporter = make.make_organisation()
    followed = Project.objects.bulk_create(
        Project(slug=f"projekt-{one}", title=f"Projekt {one}", reporter=reporter, **shown)
        for one in range(first, projects)
    )
    link(Advice.topics.through, "advice_id", given, topic)
    link(Project.topics.through, "project_id", followed, topic)


def link(through, name, rows, topic):
    through.objects.bulk_create(through(**{name: one.pk}, topic_id=topic.pk) for one in rows)


def seconds(client, address):
    assert client.get(address).status_code == 200
    return min(once(client, address) for _again in range(5))


def once(client, address):
    begin = time.process_time()
    client.get(address)
    return time.process_time() - begin


def compare(client, topic, addresses, few=FEW):
    """Return the addresses that need too many queries or too much more time with many."""
    add(topic, 1, few + 1, few + 1)
    before = {one: seconds(client, one) for one in addresses}
    add(topic, few + 1, ADVICE + 1, PROJECTS + 1)
    found = []
    for one in addresses:
        with CaptureQueriesContext(connection) as queries:
            client.get(one)
        count, now = len(queries), seconds(client, one)
        if count > MOST_QUERIES or now > MOST_TIMES * before[one]:
            found.append((one, count, before[one], now))
    return found


def test_public_pages_stay_quick(client, topic):
    assert compare(client, topic, ADDRESSES) == []
    assert Topic.objects.count() == 1


def test_pages_of_a_member_stay_quick(client, topic):
    client.force_login(make.make_member(topic.board))

    assert (
        compare(client, topic, ["/mein/anregungen/", "/mein/themen/", "/mein/themen/thema/"]) == []
    )


def test_lists_of_the_office_stay_quick(client, topic):
    client.force_login(make.make_leader(topic.board))

    # A page of the office holds fifty rows; it is compared with a full one.
    assert compare(client, topic, OFFICE, few=50) == []
