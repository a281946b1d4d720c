"""
What is hidden after it was public or released is gone at the next request, and back when shown.

Everything of the scene is hidden one by one; each reader opens all addresses that said
something of it, so that each absence stands beside the presence before and after.
"""

from contextlib import contextmanager

import pytest
from django.db import transaction

from tests.crawling import Crawl
from tests.factories import MEMBERS, OFFICE, PUBLIC
from tests.hiding import ALL, HIDDEN_WITH, hide, make_scene, marks_hidden_with

pytestmark = pytest.mark.django_db

FEEDS = ("/sitemap.xml", "/aktuelles/feed/", "/sitzungen/kalender.ics")
BESIDES = "vanished besides"
# Behind a link projects and news are a visitor's (advice.timeline), as is another board.
OF_THE_BOARD = (
    *("top", "beschluss", "papier", "anlage", "sitzung", "umlauf", "thema"),
    *("morgen", "morgentop", "morgenpapier"),
)
# The board may know of whom it heard, whichever board that organisation sits on.
FOR_VISITORS_ONLY = {"anderes gremium"}


@contextmanager
def hidden(thing, level):
    """Hide the thing for as long as the block lasts."""
    with transaction.atomic():
        thing.refresh_from_db()
        hide(thing, level)
        yield
        transaction.set_rollback(True)


def leaks_of(crawl, scene, level, names=HIDDEN_WITH):
    """Hide each thing alone; return what still told of it."""
    return [fault for fault in faults_of(crawl, scene, level, names) if fault[1] != BESIDES]


def faults_of(crawl, scene, level, names=HIDDEN_WITH):
    """Hide each thing alone; return what still told of it, and what vanished besides."""
    found = []
    for name in names:
        gone = marks_hidden_with(name)
        with hidden(scene.things[name], level):
            lost = crawl.lost(gone)
            leaked = {one: (marks & gone) - lost[one] for one, marks in crawl.with_any(gone)}
            found += [(name, one, marks) for one, marks in leaked.items() if marks]
            besides = set().union(*lost.values()) - gone
            found += [(name, BESIDES, mark) for mark in besides if not crawl.still_says(mark)]
    return found


@pytest.fixture
def scene():
    return make_scene()


def years_of(scene):
    """The register of a year has an address that no page leads to without a board."""
    decided = scene.things["beschluss"].decided_on
    return f"/beschluesse/{scene.things['gremium'].slug}/{decided.year}.pdf"


def test_visitor_reads_nothing_that_was_hidden_later(scene):
    crawl = Crawl(None, "/", *FEEDS, years_of(scene))

    assert crawl.seen_before() == ALL - {"QRat", "QTopVorher"}
    assert faults_of(crawl, scene, MEMBERS) == []


def test_visitor_reads_again_what_is_shown_again(scene):
    crawl = Crawl(None, "/", *FEEDS, years_of(scene))
    back = {}

    for name, thing in scene.things.items():
        with hidden(thing, OFFICE):
            hide(thing, PUBLIC)
            back[name] = set().union(*crawl.lost(marks_hidden_with(name)).values())

    assert {name: marks for name, marks in back.items() if marks} == {}


def test_member_reads_nothing_that_the_office_keeps_since(scene):
    crawl = Crawl(scene.member, "/mein/", front="/mein/")
    names = [one for one in HIDDEN_WITH if one not in FOR_VISITORS_ONLY]

    assert {"QRat", "QTopVorher", "QTopErgebnis", "QBeschlText"} <= crawl.seen_before()
    # Behind a door, news and advice are named by their topic alone, and go with it.
    assert leaks_of(crawl, scene, OFFICE, names) == []


def test_member_still_reads_what_is_hidden_from_visitors(scene):
    crawl = Crawl(None, scene.links["member"], front=scene.links["member"])
    kept = {}

    for name in OF_THE_BOARD:
        with hidden(scene.things[name], MEMBERS):
            kept[name] = set().union(*crawl.lost(marks_hidden_with(name)).values())

    assert {name: marks for name, marks in kept.items() if marks} == {}


def test_guest_of_the_item_reads_nothing_that_the_office_keeps_since(scene):
    crawl = Crawl(None, scene.links["guest"], front=scene.links["guest"])

    assert {"QTopTitel", "QTopErgebnis", "QPapierInhalt"} <= crawl.seen_before()
    assert leaks_of(crawl, scene, OFFICE) == []


def test_office_reads_the_frozen_version_whole(client, scene):
    client.force_login(scene.office)
    address = f"/admin/meetings/minutes/{scene.minutes.pk}/fassung/%d/"
    pages = {}

    for name in ("top", "beschluss", "papier", "anlage", "sitzung", "umlauf"):
        with hidden(scene.things[name], OFFICE):
            pages[name] = client.get(address % 4).content.decode()

    kept = {"QTopTitel", "QTopErgebnis", "QBeschlText", "QPapierTitel", "QAufgabe", "QGastOrg"}
    assert {name for name, page in pages.items() if all(one in page for one in kept)} == set(pages)
