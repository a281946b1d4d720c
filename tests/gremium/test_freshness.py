"""ETags: one query for a 304; public changes move them, internal ones do not."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts.visibility import Visibility
from meetings.models import Meeting
from news.models import Article
from partners.models import Centre, FormerName
from tests.factories import (
    MEMBERS,
    OFFICE,
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

PAGES = [
    "/",
    "/mitglieder/",
    "/sitzungen/",
    "/sitzungen/kalender.ics",
    "/aktuelles/",
    "/aktuelles/feed/",
    "/sitemap.xml",
    "/impressum/",
]


@pytest.fixture
def world():
    """A bit of everything, public and hidden."""
    make_centre()
    board = make_board()
    seat = make_seat(board=board)
    person = make_person(consents=["name"])
    make_mandate(seat=seat, person=person)
    meeting = make_meeting(
        board=board, venue=make_venue(), note="intern", video_link="https://video.example.org/a"
    )
    item = make_agenda_item(meeting=meeting)
    hidden_item = make_agenda_item(meeting=meeting, visibility=MEMBERS)
    hidden_meeting = make_meeting(board=board, visibility=OFFICE, venue=make_venue())
    return {
        "board": board,
        "seat": seat,
        "organisation": seat.organisation,
        "person": person,
        "silent": make_person(),
        "meeting": meeting,
        "venue": meeting.venue,
        "item": item,
        "document": make_document(meeting=meeting),
        "hidden item": hidden_item,
        "hidden meeting": hidden_meeting,
        "item of hidden meeting": make_agenda_item(meeting=hidden_meeting),
        "venue of hidden meeting": hidden_meeting.venue,
        "hidden document": make_document(meeting=meeting, visibility=OFFICE),
        "article": make_article(),
        "draft": make_article(published_from=None),
        "hidden article": make_article(visibility=MEMBERS),
    }


def etag(client):
    return client.get("/")["ETag"]


@pytest.mark.parametrize("page", PAGES)
def test_unchanged_page_is_a_304_from_one_query(client, world, page, django_assert_num_queries):
    first = client.get(page)

    with django_assert_num_queries(1):
        second = client.get(page, headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert second.status_code == 304
    assert second.content == b""


INTERNAL = [
    ("meeting", "note", "ganz anders"),
    ("meeting", "video_link", "https://video.example.org/x"),
    ("person", "email", "neu@example.org"),
    ("person", "note", "ganz anders"),
    ("person", "phone", "0371 1"),
    ("silent", "family_name", "Andersname"),
    ("hidden item", "title", "ganz anders"),
    ("hidden item", "text", "<p>ganz anders</p>"),
    ("hidden item", "visibility", OFFICE),
    ("hidden meeting", "held_on", dt.date(2031, 1, 1)),
    ("hidden meeting", "text", "<p>ganz anders</p>"),
    ("item of hidden meeting", "title", "ganz anders"),
    ("venue of hidden meeting", "name", "Anderswo"),
    ("hidden document", "title", "ganz anders"),
    ("draft", "title", "ganz anders"),
    ("hidden article", "title", "ganz anders"),
]
OUTWARD = [
    ("board", "name", "Anderes Gremium"),
    ("organisation", "place", "Anderswo"),
    ("person", "family_name", "Andersname"),
    ("meeting", "held_on", dt.date(2031, 1, 1)),
    ("meeting", "visibility", OFFICE),
    ("meeting", "video_link", ""),
    ("venue", "directions", "Hinterhof"),
    ("item", "title", "ganz anders"),
    ("item", "visibility", OFFICE),
    ("hidden item", "visibility", Visibility.PUBLIC),
    ("hidden item", "position", 7),
    ("document", "title", "ganz anders"),
    ("document", "visibility", OFFICE),
    ("hidden document", "visibility", Visibility.PUBLIC),
    ("article", "body", "<p>ganz anders</p>"),
    ("hidden article", "visibility", Visibility.PUBLIC),
]


@pytest.mark.parametrize(("name", "field", "value"), INTERNAL)
def test_internal_change_moves_nothing_public(client, world, name, field, value):
    before = {page: client.get(page) for page in PAGES}

    row = world[name]
    setattr(row, field, value)
    row.save()

    after = {page: client.get(page) for page in PAGES}
    assert {page: one["ETag"] for page, one in after.items()} == {
        page: one["ETag"] for page, one in before.items()
    }
    assert [page for page in PAGES if after[page].content != before[page].content] == []


@pytest.mark.parametrize(("name", "field", "value"), OUTWARD)
def test_public_change_moves_the_etag(client, world, name, field, value):
    before = etag(client)

    row = world[name]
    setattr(row, field, value)
    row.save()

    assert etag(client) != before


def test_rows_that_come_and_go_move_the_etag(client, world):
    partner = make_organisation(consortium_role="partner")
    seen = [etag(client)]

    FormerName.objects.create(
        organisation=world["organisation"],
        name="A",
        short_name="A",
        replaced_on=dt.date(2020, 1, 1),
    )
    seen.append(etag(client))
    world["item"].rapporteurs.add(partner)
    world["item"].refresh_public_face()
    seen.append(etag(client))
    world["document"].delete()
    seen.append(etag(client))
    world["article"].delete()
    seen.append(etag(client))
    Centre.objects.current().save()
    unchanged = etag(client)

    assert len(set(seen)) == len(seen)
    assert unchanged == seen[-1]


def test_hidden_rows_that_come_and_go_do_not(client, world):
    before = etag(client)

    make_article(visibility=OFFICE)
    make_person()
    make_meeting(board=world["board"], visibility=MEMBERS)
    world["hidden document"].delete()
    world["draft"].delete()
    world["article"].meeting = world["hidden meeting"]
    world["article"].save()
    world["article"].organisations.add(make_organisation())
    world["article"].refresh_public_face()
    world["item"].rapporteurs.add(make_organisation())
    world["item"].refresh_public_face()

    assert etag(client) == before


def test_consent_withdrawn_moves_the_etag(client, world):
    before = etag(client)

    world["person"].consents.update(withdrawn_at=timezone.now())

    assert etag(client) != before


def test_article_appears_when_its_time_has_come(client, world):
    with time_machine.travel(dt.datetime(2031, 5, 1, 10, 0, tzinfo=dt.UTC), tick=False) as clock:
        make_article(title="Noch geheim", published_from=timezone.now() + dt.timedelta(minutes=5))
        before = etag(client)

        clock.shift(dt.timedelta(minutes=6))

        assert etag(client) != before
        assert b"Noch geheim" in client.get("/aktuelles/").content


def test_next_day_moves_the_etag(client, world):
    with time_machine.travel(dt.datetime(2031, 5, 1, 21, 59, tzinfo=dt.UTC), tick=False) as clock:
        before = etag(client)
        clock.shift(dt.timedelta(minutes=2))

        assert etag(client) != before


def test_signed_in_readers_get_no_shared_copy(client, world):
    client.force_login(make_member(world["board"]))

    answer = client.get("/")

    assert "ETag" not in answer
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]


def test_a_copy_of_one_page_is_none_of_another(client, world):
    copy = etag(client)

    answer = client.get("/gibt-es-nicht/", headers={"If-None-Match": copy})
    hidden = client.get(world["hidden meeting"].get_absolute_url(), headers={"If-None-Match": copy})

    assert (answer.status_code, hidden.status_code) == (404, 404)


def test_feed_date_moves_with_public_changes_only(client, world):
    article = world["article"]
    before = Article.objects.get(pk=article.pk).public_changed_at

    article.save()
    assert Article.objects.get(pk=article.pk).public_changed_at == before

    article.teaser = "Neu gefasst"
    article.save(update_fields=["teaser"])
    assert Article.objects.get(pk=article.pk).public_changed_at > before


def test_meeting_state_is_public(client, world):
    before = etag(client)

    world["meeting"].state = Meeting.State.HELD
    world["meeting"].save(update_fields=["state"])

    assert etag(client) != before
