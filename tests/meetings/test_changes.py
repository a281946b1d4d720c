"""What is new for a member: what happened and may be read, until they say they saw it."""

import datetime as dt

import pytest
from django.utils import timezone

from gremium.templatetags.gremium import long_day
from meetings.models import (
    AgendaItem,
    AgendaProposal,
    Document,
    DocumentVersion,
    Meeting,
    Seen,
)
from tests import factories as make
from tests.held import make_held_meeting, make_ready_minutes
from tests.meetings.minuting import released
from tests.meetings.test_member_pages import both_doors, front

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-0816"


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def person(board):
    return make.make_member(board).person


def news(client, address="/mein/"):
    return [(one.text, one.detail) for one in client.get(address).context["changes"]]


def test_news_are_what_happened_and_may_be_read(client, board, person):
    meeting = make.make_meeting(board=board, visibility="members", held_on=dt.date(2099, 1, 14))
    make.make_dispatch(meeting=meeting)
    make.make_document(meeting=meeting, title="Vorlage A", visibility="members")
    make.make_document(meeting=meeting, title=CANARY, visibility="office")
    make.make_document(
        agenda_item=make.make_agenda_item(meeting=meeting, visibility="office"), title=CANARY
    )
    make.make_document(title=CANARY, visibility="members")
    hidden = make.make_meeting(board=board, visibility="office", date_note=CANARY)
    make.make_dispatch(meeting=hidden, kind="change")
    make.make_dispatch(kind="change")
    client.force_login(person.user)

    assert news(client) == [
        ("Die Einladung zur 1. Sitzung ist da:", "Mittwoch, 14. Januar 2099"),
        ("Neue Unterlage zur 1. Sitzung:", "Vorlage A"),
    ]
    assert CANARY not in client.get("/mein/").content.decode()


def test_news_tell_of_moves_cancellations_and_decisions(client, board, person):
    moved = make.make_meeting(board=board, held_on=dt.date(2099, 2, 2), starts_at=dt.time(9))
    make.make_dispatch(meeting=moved, kind="change")
    fallen = make.make_meeting(board=board)
    make.make_dispatch(meeting=fallen, kind="invitation")
    fallen.is_cancelled, fallen.cancellation_reason = True, "Grippe"
    fallen.cancelled_at = timezone.now()
    fallen.save()
    decided = {"person": person, "meeting": moved, "decided_at": timezone.now()}
    make.make_proposal(title="Ja", state=AgendaProposal.State.ACCEPTED, **decided)
    make.make_proposal(title="Fremd", state="accepted", meeting=moved, decided_at=timezone.now())
    client.force_login(person.user)

    assert news(client) == [
        ("Die 2. Sitzung ist abgesagt.", "Grippe"),
        ("Die 1. Sitzung hat sich geändert, jetzt:", "Montag, 2. Februar 2099, 09:00 Uhr"),
        ("Ihr Vorschlag ist aufgenommen:", "Ja"),
    ]


def test_what_weighs_more_for_the_reader_comes_first(client, board, person):
    meeting = make.make_meeting(board=board)
    for kind in ("change", "invitation", "addendum", "save_the_date"):
        make.make_dispatch(meeting=meeting, kind=kind)
    make.make_document(meeting=meeting)
    client.force_login(person.user)

    assert [text.split()[0:2] for text, _detail in news(client)] == [
        ["Die", "1."],
        ["Der", "Termin"],
        ["Die", "Einladung"],
        ["Zur", "1."],
        ["Neue", "Unterlage"],
    ]


def test_news_and_page_say_what_was_told_until_a_move_is_told(client, board, person):
    venue = make.make_venue(name="Altes Haus")
    meeting = make.make_meeting(
        board=board, held_on=dt.date(2099, 1, 14), starts_at=dt.time(14), venue=venue
    )
    told = {"meeting": meeting, "sequence": meeting.sequence}
    make.make_dispatch(**told, sent_at=timezone.now())
    meeting.held_on, meeting.venue = dt.date(2099, 1, 21), make.make_venue(name="Neues Haus")
    meeting.save()
    client.force_login(person.user)

    assert news(client)[0][1] == "Mittwoch, 14. Januar 2099, 14:00 Uhr"
    for address in ("/mein/", f"/mein/sitzungen/{meeting.slug}/"):
        page = client.get(address).content.decode()
        assert "Neuer Termin, neuer Ort." in page
        assert "bisher: Mittwoch, 14. Januar 2099, 14:00 Uhr" in page
        assert "bisher: Altes Haus" in page

    make.make_dispatch(**told | {"sequence": meeting.sequence}, kind="change")

    assert news(client)[0][1] == "Mittwoch, 21. Januar 2099, 14:00 Uhr"
    assert "bisher:" not in client.get("/mein/").content.decode()


def test_newer_version_is_one_line_and_named_so(client, board, person):
    document = make.make_document(meeting=make.make_meeting(board=board), title="Vorlage A")
    for _version in range(2):
        make.add_version(document)
    client.force_login(person.user)

    assert news(client) == [("Neue Fassung zur 1. Sitzung:", "Vorlage A")]


def test_released_minutes_are_news_until_when_one_may_object(client, board, person):
    day = timezone.localdate() + dt.timedelta(days=14)
    released(meeting=make_held_meeting(board=board))
    make_ready_minutes(meeting=make_held_meeting(board=board))
    released()
    client.force_login(person.user)

    assert news(client) == [
        ("Das Protokoll der 1. Sitzung liegt vor.", f"Einwendungen bis zum {long_day(day)}")
    ]
    page = client.get("/mein/").content.decode()
    assert f'href="/mein/sitzungen/{board.slug}-1/protokoll/">Das Protokoll' in page


def test_invitation_to_a_session_that_is_over_is_no_news(client, board, person):
    meeting = make.make_meeting(board=board, held_on=timezone.localdate())
    make.make_dispatch(meeting=meeting)
    client.force_login(person.user)
    assert len(news(client)) == 1

    Meeting.objects.update(held_on=timezone.localdate() - dt.timedelta(days=1))

    assert news(client) == []


def long_ago(meeting, person):
    """Put a paper of the office into the past, and the person's mark after it."""
    document = make.make_document(meeting=meeting, title="Vorlage A", visibility="office")
    moment = timezone.now() - dt.timedelta(days=9)
    DocumentVersion.objects.update(uploaded_at=moment)
    for model in (Document, AgendaItem, Meeting):
        model.history.update(history_date=moment)
    Seen.objects.create(person=person, seen_at=timezone.now() - dt.timedelta(days=2))
    return document


def test_paper_is_new_when_it_can_be_read_not_when_it_was_uploaded(client, board, person):
    document = long_ago(make.make_meeting(board=board), person)
    client.force_login(person.user)
    assert news(client) == []

    document.visibility = "members"
    document.save()

    assert news(client) == [("Neue Unterlage zur 1. Sitzung:", "Vorlage A")]


def test_papers_of_an_item_are_new_when_the_item_is_opened(client, board, person):
    meeting = make.make_meeting(board=board)
    document = long_ago(meeting, person)
    item = make.make_agenda_item(meeting=meeting, visibility="office")
    document.agenda_item, document.visibility = item, "members"
    document.save()
    Document.history.update(history_date=timezone.now() - dt.timedelta(days=9))
    client.force_login(person.user)
    assert news(client) == []

    item.visibility = "members"
    item.save()

    assert news(client) == [("Neue Unterlage zur 1. Sitzung:", "Vorlage A")]


def test_papers_of_before_come_with_the_invitation(client, board, person):
    meeting = make.make_meeting(board=board, state="planned", visibility="members")
    document = long_ago(meeting, person)
    Document.objects.filter(pk=document.pk).update(visibility="members")
    Document.history.update(visibility="members")
    client.force_login(person.user)
    assert news(client) == []

    meeting.state = "invited"
    meeting.save()

    assert news(client) == [("Neue Unterlage zur 1. Sitzung:", "Vorlage A")]


@both_doors
def test_seen_is_said_by_the_person_and_never_by_opening(client, board, person, door):
    make.make_document(meeting=make.make_meeting(board=board), title="Alt")
    start = front(client, person, door)
    opened = client.get(start).context["now"]
    client.head(start)
    assert len(news(client, start)) == 1
    assert not Seen.objects.exists()

    make.make_document(meeting=Meeting.objects.get(), title="Inzwischen")
    client.post(f"{start}gesehen/", {"until": opened.isoformat()})

    assert news(client, start) == [("Neue Unterlage zur 1. Sitzung:", "Inzwischen")]
    assert client.get(f"{start}gesehen/").status_code == 405


def test_news_older_than_half_a_year_are_none(client, board, person):
    meeting = make.make_meeting(board=board)
    for days in (20, 170, 190):
        sent_at = timezone.now() - dt.timedelta(days=days)
        make.make_dispatch(meeting=meeting, kind="addendum", number=days, sent_at=sent_at)
    client.force_login(person.user)
    assert len(news(client)) == 1

    Seen.objects.create(person=person, seen_at=timezone.now() - dt.timedelta(days=900))

    assert len(news(client)) == 2


@pytest.mark.parametrize("until", ["", "gestern", "2999-01-01T00:00:00Z", "0001-01-01T00:00+23:59"])
def test_a_malformed_or_coming_moment_counts_as_now(client, person, until):
    client.force_login(person.user)
    before = timezone.now()

    assert client.post("/mein/gesehen/", {"until": until}).status_code == 302

    assert before <= Seen.objects.get().seen_at <= timezone.now()


def test_an_older_page_does_not_make_seen_things_new_again(client, person):
    client.force_login(person.user)
    for days in (1, 9):
        moment = timezone.now() - dt.timedelta(days=days)
        client.post("/mein/gesehen/", {"until": moment.isoformat()})

    assert timezone.now() - Seen.objects.get().seen_at < dt.timedelta(days=2)
