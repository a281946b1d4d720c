"""How many queries a page needs: literal numbers, the same for 1 and 10 objects."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advice.models import Topic
from meetings.models import AgendaItem, Meeting
from news.models import Article
from tests.advising import make_project, make_released_advice, make_topic
from tests.factories import (
    make_agenda_item,
    make_article,
    make_board,
    make_centre,
    make_document,
    make_mandate,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_seat,
    make_venue,
)

pytestmark = pytest.mark.django_db

ANONYMOUS = {
    "/": 6,
    "/mitglieder/": 4,
    "/mitglieder/?stand=2020-01-01&art=association": 4,
    "/sitzungen/": 3,
    # One for the topics of the items, read for all of them at once.
    "/sitzungen/gremium-1/": 7,
    "/sitzungen/kalender.ics": 4,
    "/sitzungen/gremium-1/kalender.ics": 3,
    "/aktuelles/": 3,
    "/aktuelles/feed/": 2,
    "/aktuelles/meldung-1/": 6,
    "/themen/": 3,
    "/themen/thema-1/": 6,
    "/impressum/": 1,
    "/barriere-melden/": 1,
    "/sitemap.xml": 7,
    "/robots.txt": 1,
    "/livez": 0,
    "/gibt-es-nicht/": 1,
    "/anmelden/": 1,
    "/anmelden/passwort/": 1,
}


def fill(size):
    make_centre()
    board = make_board(slug="gremium")
    for number in range(1, size + 1):
        organisation = make_organisation(slug=f"verband-{number}")
        seat = make_seat(board=board, organisation=organisation)
        make_mandate(seat=seat, person=make_person(consents=["name", "function"]))
        held_on = dt.date(2020, 1, number)
        make_meeting(board=board, venue=make_venue(), held_on=held_on, state=Meeting.State.HELD)
    first = Meeting.objects.get(slug="gremium-1")
    for number in range(1, size + 1):
        item = make_agenda_item(
            meeting=first, rapporteurs=[make_organisation() for _ in range(size)]
        )
        make_document(meeting=first, agenda_item=item)
        make_article(
            slug=f"meldung-{number}",
            meeting=first,
            organisations=[make_organisation(consortium_role="partner") for _ in range(size)],
        )
        make_meeting(board=board, venue=make_venue(), number=100 + number)
    fill_topics(board, size)
    return board


def fill_topics(board, size):
    """Topics, the first one with much of everything; and its sessions' items with topics."""
    items = list(AgendaItem.objects.all())
    for number in range(1, size + 1):
        make_topic(slug=f"thema-{number}", board=board, agenda_items=items)
    first = Topic.objects.get(slug="thema-1")
    for article in Article.objects.all():
        article.topics.set(Topic.objects.all())
        make_released_advice(board=board, topics=[first])
        article.projects.add(make_project(board=board, topics=[first]))


@pytest.mark.parametrize("size", [1, 10])
def test_pages_need_so_many_queries(client, size):
    fill(size)
    counts, tables = {}, ""
    for address in ANONYMOUS:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[address] = len(queries)
        tables += " ".join(query["sql"] for query in queries.captured_queries)

    assert counts == ANONYMOUS
    assert "django_session" not in tables
    assert "accounts_user" not in tables


@pytest.mark.parametrize("size", [1, 10])
def test_organisation_needs_so_many_queries(client, django_assert_num_queries, size):
    fill(size)

    with django_assert_num_queries(8):
        client.get("/mitglieder/verband-1/")


@pytest.mark.parametrize("size", [1, 10])
def test_member_needs_four_queries_more(client, django_assert_num_queries, size):
    client.force_login(make_member(fill(size)))

    with django_assert_num_queries(11):
        client.get("/sitzungen/gremium-1/")


@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize(("address", "count"), [("/themen/", 6), ("/themen/thema-1/", 10)])
def test_member_reads_topics_with_so_many_queries(
    client, django_assert_num_queries, size, address, count
):
    client.force_login(make_member(fill(size)))
    client.get(address)

    with django_assert_num_queries(count):
        client.get(address)
