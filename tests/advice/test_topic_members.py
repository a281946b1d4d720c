"""Topics behind both doors: proposed, read, and nothing of other boards."""

import pytest

from advice import topics
from advice.models import Advice, Topic
from meetings.models import Meeting
from tests import factories as make
from tests.advice.weighing import front_of, said
from tests.advising import make_advice, make_project, make_topic

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


def test_member_proposes_by_page_or_link(client, front, board, person):
    page = text_of(client.get(f"{front}themen/"))

    done = client.post(
        f"{front}thema-vorschlagen/",
        {"board": board.pk, "title": "Recht 4.0", "text": "Weil viele fragen."},
        follow=True,
    )

    topic = Topic.objects.get()
    assert "Thema vorschlagen" in page
    assert said(done) == [
        "„Recht 4.0“ ist vorgeschlagen. Die Geschäftsstelle sagt Ihnen, was daraus wird."
    ]
    assert (topic.title, topic.proposed_by, topic.board) == ("Recht 4.0", person, board)
    assert done.redirect_chain == [(f"{front}themen/", 302)]
    assert text_of(done).count("eingereicht") == 1


def test_refused_proposal_loses_nothing(client, front, board):
    answer = client.post(
        f"{front}thema-vorschlagen/", {"board": board.pk, "title": "Recht 4.0", "text": ""}
    )

    assert answer.status_code == 422
    assert "Bitte schreiben Sie, worum es geht." in text_of(answer)
    assert 'value="Recht 4.0"' in text_of(answer)
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"title": "x" * 201, "text": "t"},
        {"title": "x", "text": "t" * 4001},
        {"title": "a\0b", "text": "t"},
        {"title": "x", "text": "t", "board": "9" * 30},
        {"title": "x", "text": "t", "board": ""},
    ],
)
def test_odd_proposals_are_refused(client, front, board, data):
    answer = client.post(f"{front}thema-vorschlagen/", {"board": board.pk} | data)

    assert answer.status_code == 422
    assert not Topic.objects.exists()


def test_foreign_board_is_no_choice(client, front):
    foreign = make.make_board()

    answer = client.post(
        f"{front}thema-vorschlagen/", {"board": foreign.pk, "title": "x", "text": "t"}
    )

    assert answer.status_code == 422
    assert not Topic.objects.exists()


def test_own_topics_show_state_and_reason(client, front, board, person):
    topic = topics.propose(board, person, "Recht 4.0", "Warum.")
    topics.defer(topic, None, "Erst nach der Sitzung.")

    page = text_of(client.get(f"{front}themen/"))

    own = page[page.index("Ihre Vorschläge") :]
    assert "zurückgestellt" in own
    assert "Erst nach der Sitzung." in own
    assert f"{front}themen/recht-4-0/" in own


def test_member_reads_a_topic_behind_their_door(client, front, board, person):
    topic = topics.propose(board, person, "Recht 4.0", "Warum.")
    meeting = make.make_meeting(board=board, state=Meeting.State.INVITED)
    item = make.make_agenda_item(meeting=meeting, visibility=make.MEMBERS, title="Recht")
    topic.agenda_items.add(item)
    make_advice(board=board, topics=[topic], text="Intern angeregt")

    page = text_of(client.get(f"{front}themen/recht-4-0/"))
    session = text_of(client.get(f"{front}sitzungen/{meeting.slug}/"))

    assert f"{front}sitzungen/{meeting.slug}/#top-1" in page
    assert "Intern angeregt" in page
    assert f"von {topic.organisation}" in page
    assert f'href="{front}themen/recht-4-0/"' in session


def test_link_shows_only_what_opens_without_signing_in(client, board, person):
    topic = make_topic(board=board)
    for level in (make.MEMBERS, make.PUBLIC):
        make.make_article(title=f"Meldung-{level}", visibility=level).topics.add(topic)
        make_project(board=board, title=f"Projekt-{level}", visibility=level, topics=[topic])

    by_link = text_of(client.get(f"{front_of(client, person)}themen/{topic.slug}/"))
    front_of(client, person, "login")
    signed_in = text_of(client.get(f"/mein/themen/{topic.slug}/"))

    assert "Meldung-public" in by_link
    assert "Projekt-public" in by_link
    assert "members" not in by_link
    assert "Meldung-members" in signed_in
    assert "Projekt-members" in signed_in


def test_pages_of_another_board_do_not_exist(client, front):
    foreign = make_topic(visibility=make.MEMBERS)

    page = text_of(client.get(f"{front}themen/"))

    assert client.get(f"{front}themen/{foreign.slug}/").status_code == 404
    assert foreign.title not in page


def test_guest_behind_a_link_proposes_nothing(client, board):
    guest = make.make_guest(meeting=make.make_meeting(board=board)).person
    make_topic(board=board, title=CANARY, visibility=make.MEMBERS)
    front = front_of(client, guest)

    page = client.get(f"{front}themen/")
    data = {"board": board.pk, "title": "x", "text": "t"}

    assert page.status_code == 200
    assert "Thema vorschlagen" not in text_of(page)
    assert CANARY not in text_of(page)
    assert client.post(f"{front}thema-vorschlagen/", data).status_code == 422
    assert Topic.objects.count() == 1


def test_item_shows_members_the_topics_they_may_read(client, board, person):
    meeting = make.make_meeting(board=board)
    item = make.make_agenda_item(meeting=meeting)
    for level in make.Visibility:
        make_topic(board=board, title=f"T-{level}", visibility=level, agenda_items=[item])

    as_visitor = text_of(client.get(meeting.get_absolute_url()))
    client.force_login(person.user)
    as_member = text_of(client.get(meeting.get_absolute_url()))

    shown = [[f"T-{one}" in page for one in make.Visibility] for page in (as_visitor, as_member)]
    assert shown == [[True, False, False], [True, True, False]]


def test_opening_a_page_changes_nothing(client, front, board, person):
    topics.propose(board, person, "Recht 4.0", "Warum.")
    before = list(Topic.objects.values()), list(Advice.objects.values())

    for part in ("themen/", "themen/recht-4-0/"):
        assert client.get(front + part).status_code == 200

    assert client.get(f"{front}thema-vorschlagen/").status_code == 405
    assert (list(Topic.objects.values()), list(Advice.objects.values())) == before
