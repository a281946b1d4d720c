"""Who sees what: every role, every level, every kind of object."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from meetings.models import AgendaItem, Document, Meeting
from news.models import Article
from partners.models import Board
from tests.factories import (
    MEMBERS,
    OFFICE,
    PUBLIC,
    make_agenda_item,
    make_article,
    make_board,
    make_document,
    make_mandate,
    make_meeting,
    make_member,
    make_person,
    make_seat,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def seen_by(users, model):
    return {
        name: set(model.objects.visible_to(user).values_list("visibility", flat=True))
        for name, user in users.items()
    }


@pytest.fixture
def readers():
    """One reader of every role, seen from the board of `readers["board"]`."""
    board, other = make_board(), make_board()
    former = make_user()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_mandate(seat=make_seat(board=board), person=make_person(user=former), ends_on=yesterday)
    bound = make_staff(*VIEW)
    other.staff.add(bound)
    return board, {
        "visitor": AnonymousUser(),
        "member": make_member(board),
        "member of another board": make_member(other),
        "former member": former,
        "staff without permission": make_staff(),
        "office": make_staff(*VIEW),
        "office of another board": bound,
        "superuser": make_user(is_superuser=True, is_staff=True),
    }


VIEW = (
    "meetings.view_meeting",
    "meetings.view_agendaitem",
    "meetings.view_document",
    "partners.view_board",
)
OF_A_BOARD = {
    "visitor": {PUBLIC},
    "member": {PUBLIC, MEMBERS},
    "member of another board": {PUBLIC},
    "former member": {PUBLIC},
    "staff without permission": {PUBLIC},
    "office": {PUBLIC, MEMBERS, OFFICE},
    "office of another board": {PUBLIC},
    "superuser": {PUBLIC, MEMBERS, OFFICE},
}


def test_sessions_are_seen_by_level_and_board(readers):
    board, users = readers
    for level in (PUBLIC, MEMBERS, OFFICE):
        make_meeting(board=board, visibility=level)

    assert seen_by(users, Meeting) == OF_A_BOARD


def test_agenda_items_are_seen_by_level_and_board(readers):
    board, users = readers
    meeting = make_meeting(board=board)
    for level in (PUBLIC, MEMBERS, OFFICE):
        make_agenda_item(meeting=meeting, visibility=level)

    assert seen_by(users, AgendaItem) == OF_A_BOARD


def test_documents_are_seen_by_level_and_board(readers):
    board, users = readers
    meeting = make_meeting(board=board)
    for level in (PUBLIC, MEMBERS, OFFICE):
        make_document(meeting=meeting, visibility=level)

    assert seen_by(users, Document) == OF_A_BOARD


def test_boards_are_seen_by_level(readers):
    _, users = readers
    hidden = make_board(visibility=MEMBERS)
    make_mandate(seat=make_seat(board=hidden), person=users["member"].person)

    seen = {name for name, user in users.items() if hidden in Board.objects.visible_to(user)}

    assert seen == {"member", "office", "superuser"}


def test_articles_are_seen_by_level_and_drafts_by_the_office_only(readers):
    _, users = readers
    users["office"] = make_staff("news.view_article")
    del users["office of another board"]
    for level in (PUBLIC, MEMBERS, OFFICE):
        make_article(visibility=level)
    draft = make_article(published_from=None)

    of_members = {PUBLIC, MEMBERS}
    expected = OF_A_BOARD | {"member of another board": of_members}
    del expected["office of another board"]
    with_draft = {name for name, user in users.items() if draft in Article.objects.visible_to(user)}

    assert seen_by(users, Article) == expected
    assert with_draft == {"office", "superuser"}


def test_members_see_a_session_from_the_invitation_on():
    member = make_member(board := make_board())
    meeting = make_meeting(board=board, visibility=MEMBERS, state=Meeting.State.PLANNED)
    assert set(Meeting.objects.visible_to(member)) == set()

    meeting.state = Meeting.State.INVITED
    meeting.save()

    assert set(Meeting.objects.visible_to(member)) == {meeting}


def test_public_parts_of_a_hidden_session_are_hidden_too():
    hidden, shown = make_meeting(visibility=OFFICE), make_meeting()
    for meeting in (hidden, shown):
        make_document(meeting=meeting, agenda_item=make_agenda_item(meeting=meeting))
    visitor = AnonymousUser()

    assert {one.meeting for one in AgendaItem.objects.visible_to(visitor)} == {shown}
    assert {one.meeting for one in Document.objects.visible_to(visitor)} == {shown}


def test_public_document_of_a_hidden_item_is_hidden_too():
    meeting = make_meeting()
    shown = make_document(meeting=meeting, agenda_item=make_agenda_item(meeting=meeting))
    make_document(
        meeting=meeting, agenda_item=make_agenda_item(meeting=meeting, visibility=MEMBERS)
    )

    assert set(Document.objects.visible_to(AnonymousUser())) == {shown}


def test_disabled_account_is_a_visitor(client):
    user = make_member(board := make_board())
    meeting = make_meeting(board=board, visibility=MEMBERS)
    client.force_login(user)
    assert client.get(meeting.get_absolute_url()).status_code == 200

    user.is_active = False
    user.save()

    assert client.get(meeting.get_absolute_url()).status_code == 404


def test_right_that_ends_is_gone_at_the_next_request(client):
    user = make_member(board := make_board())
    meeting = make_meeting(board=board, visibility=MEMBERS)
    client.force_login(user)
    assert client.get(meeting.get_absolute_url()).status_code == 200

    user.person.mandates.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    assert client.get(meeting.get_absolute_url()).status_code == 404
