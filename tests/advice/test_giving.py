"""Members give advice behind both doors; twice the same is one, and nobody else can."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from advice import giving
from advice.models import Advice
from post.models import PersonalLink
from tests import factories as make
from tests.advising import make_advice, make_topic
from tests.held import make_held_meeting, make_minutes

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-4711"


@pytest.fixture
def member():
    return make.make_member(make.make_board())


@pytest.fixture
def board(member):
    return member.person.mandates.get().seat.board


def link_of(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def test_member_gives_an_idea_by_link(client, member, board):
    address = link_of(member.person) + "anregungen/"
    topic = make_topic(board=board)

    page = client.post(
        f"{address}geben/",
        {"board": board.pk, "text": " Mehr Beispiele ", "kind": "idea", "topics": [topic.pk]},
        follow=True,
    ).content.decode()

    found = Advice.objects.get()
    assert (found.text, found.kind, found.person, found.board) == (
        "Mehr Beispiele",
        "idea",
        member.person,
        board,
    )
    assert found.organisation == member.person.mandates.get().seat.organisation
    assert found.due_on == timezone.localdate() + dt.timedelta(weeks=6)
    assert list(found.topics.all()) == [topic]
    assert "Ihre Anregung hat die Nummer 1." in page
    assert "Mehr Beispiele" in page


def test_looking_changes_nothing(client, member):
    client.get(link_of(member.person) + "anregungen/")
    refused = client.get(link_of(member.person) + "anregungen/geben/")

    assert refused.status_code == 405
    assert not Advice.objects.exists()


def test_same_words_twice_are_one(member, board):
    found = [giving.give(member.person, board, giving.Gift("Mehr Beispiele")) for _ in range(2)]

    assert found[0] == found[1]
    assert Advice.objects.count() == 1


def test_cooperation_needs_its_direction_and_keeps_the_contact(member, board):
    kind = Advice.Kind.COOPERATION_OFFER

    with pytest.raises(ValidationError, match="anbieten oder suchen"):
        giving.give(member.person, board, giving.Gift("Werkstatt", kind))
    found = giving.give(
        member.person, board, giving.Gift("Werkstatt", kind, direction="offer", contact=" R. B. ")
    )

    assert (found.direction, found.contact) == ("offer", "R. B.")


def test_recommendation_is_the_boards(client, member, board):
    client.force_login(member)

    page = client.post(
        "/mein/anregungen/geben/",
        {"board": board.pk, "text": "Wir empfehlen", "kind": "recommendation"},
    ).content.decode()

    assert not Advice.objects.exists()
    assert "Wir empfehlen" in page
    with pytest.raises(ValidationError, match="das Gremium als Ganzes"):
        giving.give(member.person, board, giving.Gift("x", Advice.Kind.RECOMMENDATION))


def test_nobody_gives_to_a_board_they_do_not_sit_on(client, member):
    other = make.make_board()
    client.force_login(member)

    client.post("/mein/anregungen/geben/", {"board": other.pk, "text": "Fremd", "kind": "idea"})

    assert not Advice.objects.exists()
    with pytest.raises(ValidationError, match="kein Mandat"):
        giving.give(member.person, other, giving.Gift("Fremd"))


def test_former_member_gives_nothing(member, board):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    member.person.mandates.update(ends_on=yesterday)

    with pytest.raises(ValidationError, match="kein Mandat"):
        giving.give(member.person, board, giving.Gift("Zu spät"))


def seen_by(client, user):
    client.force_login(user)
    return client.get("/mein/anregungen/").content.decode()


def test_members_read_what_is_theirs_and_what_the_minutes_told(client, member, board):
    draft = make_held_meeting(board=board)
    hidden = make.make_agenda_item(meeting=draft, visibility="office")
    make_advice(board=board, text=f"{CANARY}-Entwurf", meeting=draft)
    make_advice(board=board, text=f"{CANARY}-intern", meeting=draft, agenda_item=hidden)
    make_advice(text=f"{CANARY}-anderswo")
    make_advice(board=board, text="Aus dem Gremium", note=f"{CANARY}-Notiz")
    make_advice(board=board, text="Meine eigene", person=member.person)

    page = seen_by(client, member)

    assert CANARY not in page
    assert "Aus dem Gremium" in page
    assert "Meine eigene" in page


def test_advice_is_no_draft_once_the_minutes_are_out(client, member, board):
    meeting = make_held_meeting(board=board)
    item = make.make_agenda_item(meeting=meeting, visibility="members")
    make_advice(board=board, text="Im Protokoll", meeting=meeting, agenda_item=item)

    before = seen_by(client, member)
    make_minutes(meeting=meeting, state="released", released_at=timezone.now())

    assert "Im Protokoll" not in before
    assert "Im Protokoll" in seen_by(client, member)
