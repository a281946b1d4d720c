"""The register's pages: filtered, explained, and the same rule at every door."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import Resolution
from post.models import PersonalLink
from tests import factories as make
from tests.meetings.balloting import begun, in_session, make_voters, out

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def member(board):
    return make.make_member(board)


def test_register_is_filtered_by_year_state_words_and_board(client, board):
    old = out(board, title="Alte Ordnung", decided_on=dt.date(2020, 5, 5))
    new = out(
        board, number=8153, title="Neue Ordnung", state="rejected", decided_on=dt.date(2021, 5, 5)
    )
    other = out(make.make_board(slug="zweites"), title="Anderes", decided_on=dt.date(2021, 6, 6))

    def found(query):
        page = client.get(f"/beschluesse/?{query}").content.decode()
        return [one for one in (old, new, other) if one.get_absolute_url() in page]

    assert found("") == [old, new, other]
    assert found("jahr=2020") == [old]
    assert found("stand=rejected") == [new]
    assert found("q=ordnung") == [old, new]
    assert found(f"q={new.number}&gremium={board.slug}") == [new]
    assert found("gremium=zweites") == [other]
    assert found("jahr=1999&stand=quatsch") == [old, new, other]
    assert found("q=nirgends") == []


def test_page_tells_wording_votes_arithmetic_place_and_what_became_of_it(client, board):
    one = out(
        board,
        title="Ordnung",
        text="Die Ordnung gilt.",
        yes=7,
        no=2,
        abstentions=1,
        explanation="mehrheitlich angenommen: 7 Ja, 2 Nein",
        outcome="Gilt seit Mai.",
    )

    page = client.get(f"/beschluesse/{board.slug}-1/").content.decode()

    assert one.get_absolute_url() == f"/beschluesse/{board.slug}-1/"
    for words in (
        "Die Ordnung gilt.",
        "Ja 7 · Nein 2 · Enthaltung 1",
        "mehrheitlich angenommen: 7 Ja, 2 Nein",
        "Gilt seit Mai.",
        f"{one.meeting.get_absolute_url()}#top-1",
    ):
        assert words in page


def test_hidden_and_missing_ones_answer_alike(client, board):
    hidden = out(board, visibility="members")
    missing = client.get(f"/beschluesse/{board.slug}-99/")

    answer = client.get(hidden.get_absolute_url())

    assert answer.status_code == missing.status_code == 404
    assert answer.content == missing.content
    client.force_login(make.make_member(board))
    assert client.get(hidden.get_absolute_url()).status_code == 200


def test_session_that_is_hidden_is_not_named(client, board):
    one = out(board)
    one.meeting.visibility = "members"
    one.meeting.save()
    circular = Resolution.objects.create(
        board=board,
        kind="circular",
        state="adopted",
        number=9,
        decided_on=timezone.localdate(),
        meeting=one.meeting,
        text="Im Umlauf",
        visibility="public",
    )

    page = client.get(circular.get_absolute_url()).content.decode()

    assert "im Umlaufverfahren" in page
    assert one.meeting.slug not in page
    assert client.get(one.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("slug", ["x", "-1", "gremium-", f"gremium-{'9' * 30}", "gremium-²"])
def test_odd_addresses_are_not_found(client, slug):
    assert client.get(f"/beschluesse/{slug}/").status_code == 404


@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize(("path", "count"), [("", 4), ("gremium-1/", 3)])
def test_pages_need_so_many_queries(client, django_assert_num_queries, size, path, count):
    board = make.make_board(slug="gremium")
    for _ in range(size):
        out(board)
    client.get("/beschluesse/")

    with django_assert_num_queries(count):
        client.get(f"/beschluesse/{path}")


def test_register_behind_the_link_stays_behind_it(client, board, member):
    in_session(board, "released", visibility="members", title="Nur für uns")
    front = f"/l/{PersonalLink.objects.mint(member.person, PersonalLink.Purpose.PERSONAL)}/"

    listed = client.get(f"{front}beschluesse/").content.decode()
    page = client.get(f"{front}beschluesse/{board.slug}-1/").content.decode()

    assert f"{front}beschluesse/{board.slug}-1/" in listed
    assert "Nur für uns" in page
    assert 'href="/beschluesse/' not in listed + page


def test_session_leads_to_its_resolutions_where_the_reader_may_see_any(client, board, member):
    shown, hidden = out(board, title="Offene"), out(board, visibility="members")

    pages = [client.get(one.meeting.get_absolute_url()).content.decode() for one in (shown, hidden)]
    found = client.get(f"/beschluesse/?sitzung={shown.meeting.slug}").content.decode()
    client.force_login(member)
    inside = client.get(hidden.meeting.get_absolute_url()).content.decode()

    links = [f"/beschluesse/?sitzung={one.meeting.slug}" for one in (shown, hidden)]
    assert links[0] in pages[0]
    assert links[1] not in pages[1]
    assert links[1] in inside
    assert "Offene" in found


def test_visitor_sees_nothing_of_what_runs(client):
    board, _people = make_voters(1)
    resolution = begun(board, visibility="public")

    assert client.get(f"/mein/umlauf/{resolution.pk}/").status_code == 302
    assert resolution.title not in client.get("/beschluesse/").content.decode()
