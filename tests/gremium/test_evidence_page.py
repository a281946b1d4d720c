"""The page „Nachweis“ in the office: who gets it, for which boards, what it refuses."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from gremium.evidence.page import RIGHTS
from meetings.models import Participation
from tests import factories as make
from tests.held import make_held_meeting, make_minutes, make_record, make_resolution, make_task

pytestmark = pytest.mark.django_db

NAMES = ("evidence", "evidence_xlsx", "evidence_pdf")
QUERIES = 20


def address(name="evidence", **query):
    today = timezone.localdate()
    values = {"von": today.replace(year=today.year - 1).isoformat(), "bis": today.isoformat()}
    pairs = (f"{key}={one}" for key, one in (values | query).items())
    return f"{reverse(f'admin:{name}')}?{'&'.join(pairs)}"


def make_session(board):
    meeting = make_held_meeting(board=board)
    make_minutes(meeting=meeting, state="released", released_at=timezone.now())
    item = make.make_agenda_item(meeting=meeting)
    make_record(agenda_item=item)
    make_resolution(agenda_item=item)
    make_task(board=board, meeting=meeting)
    make.make_article(meeting=meeting)
    seat = make.make_seat(board=board)
    Participation.objects.create(meeting=meeting, seat=seat, attendance="present")
    return meeting


@pytest.mark.parametrize("name", NAMES)
def test_only_who_may_see_what_is_counted_gets_it(client, name):
    client.force_login(make.make_staff(*RIGHTS))
    assert client.get(address(name)).status_code == 200

    for missing in RIGHTS:
        client.force_login(make.make_staff(*[one for one in RIGHTS if one != missing]))
        assert client.get(address(name)).status_code == 403

    client.force_login(make.make_member())
    assert client.get(address(name)).status_code in {302, 403}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_only_read(client, name):
    client.force_login(make.make_staff(*RIGHTS))

    assert client.post(address(name)).status_code == 405


def test_boards_of_others_are_neither_counted_nor_offered(client):
    mine, foreign = make_held_meeting(), make_held_meeting()
    make.make_agenda_item(meeting=mine, title="Eigenes")
    make.make_agenda_item(meeting=foreign, title="Fremdes")
    make.make_article(title="Fremde Meldung", meeting=foreign)
    client.force_login(make.make_leader(mine.board))

    page = client.get(address()).content.decode()
    refused = client.get(address(gremium=foreign.board_id))

    assert "Eigenes" in page
    foreign_words = ("Fremdes", "Fremde Meldung", foreign.board.short_name)
    assert [one for one in foreign_words if one in page] == []
    assert refused.context["form"].errors.keys() == {"gremium"}
    assert client.get(address("evidence_pdf", gremium=foreign.board_id)).status_code == 400


def test_page_shows_the_year_so_far_without_being_asked(client):
    client.force_login(make.make_leader())

    found = client.get(reverse("admin:evidence")).context["report"].period

    today = timezone.localdate()
    assert (found.since, found.until) == (today.replace(month=1, day=1), today)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"von": "2026-02-30"}, "von"),
        ({"von": "99999-01-01"}, "von"),
        ({"bis": ""}, "bis"),
        ({"bis": "1999-01-01"}, "bis"),
        ({"gremium": "10000000000000000000000"}, "gremium"),
        ({"gremium": "x"}, "gremium"),
    ],
)
def test_odd_period_is_refused_beside_its_field(client, query, field):
    client.force_login(make.make_leader())

    page = client.get(address(**query))

    assert page.context["form"].errors.keys() == {field}
    assert page.context["report"] is None
    assert [client.get(address(name, **query)).status_code for name in NAMES[1:]] == [400, 400]


def test_files_are_downloads_that_nobody_else_keeps(client):
    meeting = make_session(make.make_board())
    client.force_login(make.make_leader(meeting.board))

    book, paper = (client.get(address(name)) for name in NAMES[1:])

    assert book["Content-Disposition"].startswith('attachment; filename="Nachweis-')
    assert paper.content.startswith(b"%PDF-")
    assert all("private, no-store" in one["Cache-Control"] for one in (book, paper))
    found = openpyxl.load_workbook(io.BytesIO(book.content))["Sitzungen"]
    assert [cell.value for cell in found[2]][1:3] == ["1. Sitzung", "ordentliche Sitzung"]


@pytest.mark.parametrize("count", [1, 10])
def test_page_needs_the_same_queries_for_many_sessions(client, django_assert_num_queries, count):
    board = make.make_board()
    for _ in range(count):
        make_session(board)
    client.force_login(make.make_leader(board))
    client.get(address())

    with django_assert_num_queries(QUERIES):
        client.get(address())


def test_start_page_leads_there(client):
    client.force_login(make.make_leader())
    assert reverse("admin:evidence") in client.get("/admin/").content.decode()

    client.force_login(make.make_staff("meetings.view_meeting"))
    assert reverse("admin:evidence") not in client.get("/admin/").content.decode()
