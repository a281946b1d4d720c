"""Topics at every door: the list, one topic with all that belongs to it, a member's own pages."""

import datetime as dt

import pytest
from django.utils import timezone

from advice.models import Topic
from meetings.models import Meeting
from tests import factories as make
from tests.advice.weighing import front_of
from tests.advising import make_advice, make_project, make_released_advice, make_topic

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-4711"
State = Topic.State
HIDDEN = pytest.mark.parametrize("level", [make.MEMBERS, make.OFFICE])


@pytest.fixture
def board():
    return make.make_board(slug="gremium")


@pytest.fixture
def person(board):
    return make.make_member(board).person


@pytest.fixture(params=["login", "link"])
def front(request, client, person):
    return front_of(client, person, request.param)


def text_of(answer):
    return answer.content.decode()


def assert_same_404(client, answer):
    missing = client.get("/themen/gibt-es-nicht/")
    assert answer.status_code == missing.status_code == 404
    assert answer.content == missing.content
    assert set(answer.headers) == set(missing.headers)


# --- Visitors -----------------------------------------------------------------


@HIDDEN
def test_hidden_topic_is_nowhere(client, board, level):
    item = make.make_agenda_item(meeting=make.make_meeting(board=board))
    shown = make_topic(board=board, title="Offenes Thema", agenda_items=[item])
    hidden = make_topic(
        board=board,
        title=CANARY,
        slug="geheim",
        summary=CANARY,
        state=State.REJECTED,
        state_reason=CANARY,
        visibility=level,
        agenda_items=[item],
    )
    article = make.make_article()
    article.topics.set([shown, hidden])

    addresses = ["/", "/themen/", "/sitzungen/gremium-1/", "/sitemap.xml", "/aktuelles/feed/"]
    pages = [text_of(client.get(one)) for one in [*addresses, article.get_absolute_url()]]

    assert_same_404(client, client.get("/themen/geheim/"))
    assert CANARY not in "".join(pages)
    assert "geheim" not in "".join(pages)
    assert ["Offenes Thema" in one for one in pages] == [False, True, True, False, False, True]
    assert shown.slug in pages[3]


def test_hidden_board_hides_its_public_topics(client):
    hidden = make_topic(board=make.make_board(visibility=make.MEMBERS))

    assert_same_404(client, client.get(hidden.get_absolute_url()))


def test_list_is_grouped_by_state_the_ones_worked_on_first(client, board):
    for state in State:
        make_topic(board=board, title=f"T-{state}", state=state, state_reason="Grund")

    page = text_of(client.get("/themen/"))

    order = ["adopted", "discussed", "submitted", "deferred", "rejected"]
    found = [page.index(f"T-{one}") for one in order]
    assert found == sorted(found)
    assert [page.count(f'id="stand-{one}"') for one in order] == [1] * 5
    assert "Aufgenommen" in page


def test_list_may_be_of_one_board(client, board):
    make_topic(board=board, title="Hier")
    make_topic(title="Dort")
    hidden = make.make_board(visibility=make.MEMBERS)

    page = text_of(client.get("/themen/?gremium=gremium"))

    assert "Hier" in page
    assert "Dort" not in page
    assert client.get(f"/themen/?gremium={hidden.slug}").status_code == 404


def test_topic_shows_what_happened_newest_first(client, board):
    day = dt.date(2026, 3, 10)
    topic = make_topic(board=board, decided_on=day, proposed_on=day - dt.timedelta(days=90))
    meeting = make.make_meeting(board=board, held_on=dt.date(2026, 5, 5), state=Meeting.State.HELD)
    topic.agenda_items.add(make.make_agenda_item(meeting=meeting, title="Beratung dazu"))
    make_released_advice(
        board=board, topics=[topic], public_text="Angeregt", given_on=dt.date(2026, 4, 4)
    )
    make_project(board=board, topics=[topic], title="Vorhaben", starts_on=dt.date(2026, 6, 6))
    article = make.make_article(title="Gemeldet", published_from=timezone.now())
    article.topics.add(topic)

    page = text_of(client.get(topic.get_absolute_url()))

    words = ["Gemeldet", "Vorhaben", "TOP 1: Beratung dazu", "Angeregt", "10. März 2026"]
    found = [page.index(one) for one in words]
    assert found == sorted(found)
    for kind in ("Meldung", "Projekt", "Sitzung", "Idee", "Stand"):
        assert f'<span class="timeline-kind">{kind}</span>' in page
    assert "Thema vorgeschlagen" not in page


@HIDDEN
def test_topic_shows_nothing_hidden_to_visitors(client, board, level):
    giver = make.make_organisation(name=CANARY)
    topic = make_topic(
        board=board, organisation=giver, proposed_by=make.make_person(family_name=CANARY)
    )
    meeting = make.make_meeting(board=board)
    topic.agenda_items.add(
        make.make_agenda_item(meeting=meeting, title=CANARY, visibility=level),
        make.make_agenda_item(meeting=make.make_meeting(board=board, visibility=level)),
        make.make_agenda_item(meeting=meeting, title="Offener Punkt"),
    )
    make_advice(board=board, topics=[topic], text=CANARY, visibility=level)
    make_released_advice(board=board, topics=[topic], text=CANARY, public_text="Freigegeben")
    make_project(board=board, topics=[topic], title=CANARY, visibility=level)
    for one in (
        make.make_article(title=CANARY, visibility=level),
        make.make_article(title=CANARY, published_from=None),
    ):
        one.topics.add(topic)

    page = text_of(client.get(topic.get_absolute_url()))

    assert CANARY not in page
    assert page.count('class="timeline-kind"') == 2
    assert "Offener Punkt" in page
    assert "Freigegeben" in page


def test_long_lists_go_on_on_a_second_page(client, board):
    topic = make_topic(board=board)
    for number in range(35):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        make_released_advice(
            board=board, topics=[topic], public_text=f"Nr.{number:02d}.", given_on=day
        )

    first, second, third = (
        text_of(client.get(f"{topic.get_absolute_url()}?seite={one}")) for one in (1, 2, 3)
    )

    assert [first.count("Nr."), second.count("Nr."), third.count("Nr.")] == [30, 5, 0]
    assert first.index("Nr.34.") < first.index("Nr.05.")
    assert "seite=2" in first
    assert "seite=3" not in second


@pytest.mark.parametrize("asked", ["0", "-1", "abc", "9" * 30, "²", "1.5"])
def test_odd_page_numbers_are_no_error(client, board, asked):
    topic = make_topic(board=board)

    assert client.get(f"{topic.get_absolute_url()}?seite={asked}").status_code == 200
