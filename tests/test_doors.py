"""
What is hidden is hidden at every door a visitor has.

Each absence stands beside a presence: the same object is found once it is
public, or by somebody entitled.
"""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import AgendaItem, Meeting
from news.models import Article
from tests.factories import (
    MEMBERS,
    OFFICE,
    PUBLIC,
    make_agenda_item,
    make_article,
    make_board,
    make_document,
    make_meeting,
    make_member,
    make_organisation,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-4711"
HIDDEN = pytest.mark.parametrize("level", [MEMBERS, OFFICE])


@pytest.fixture
def missing(client):
    """The answer to an address that does not exist."""
    return client.get("/sitzungen/gibt-es-nicht/")


def assert_same_404(answer, missing):
    assert answer.status_code == missing.status_code == 404
    assert answer.content == missing.content
    assert set(answer.headers) == set(missing.headers)


def doors(client):
    """Everything a visitor can read without knowing an address."""
    addresses = [
        "/",
        "/mitglieder/",
        "/sitzungen/",
        "/sitzungen/kalender.ics",
        "/aktuelles/",
        "/aktuelles/feed/",
        "/sitemap.xml",
    ]
    return {address: client.get(address).content.decode() for address in addresses}


@HIDDEN
def test_hidden_session_is_nowhere(client, missing, level):
    board = make_board()
    shown = make_meeting(board=board, text="<p>offen</p>")
    hidden = make_meeting(board=board, visibility=level, text=f"<p>{CANARY}</p>", date_note=CANARY)
    make_agenda_item(meeting=hidden, title=CANARY)
    make_article(title="offen", meeting=hidden)

    pages = doors(client) | {"page": client.get(shown.get_absolute_url()).content.decode()}
    article = client.get(Article.objects.get().get_absolute_url()).content.decode()

    assert_same_404(client.get(hidden.get_absolute_url()), missing)
    assert [address for address, page in pages.items() if hidden.slug in page] == []
    assert CANARY not in "".join(pages.values()) + article
    assert hidden.slug not in article
    assert shown.slug in pages["/sitzungen/"]
    assert shown.slug in pages["/sitemap.xml"]


@HIDDEN
def test_hidden_item_is_a_number_and_nothing_else(client, level):
    meeting = make_meeting()
    make_agenda_item(meeting=meeting, title="Begrüßung")
    make_agenda_item(
        meeting=meeting,
        title=CANARY,
        text=f"<p>{CANARY}</p>",
        visibility=level,
        kind=AgendaItem.Kind.DECISION,
        minutes_planned=29731,
        rapporteurs=[make_organisation(name=CANARY, short_name=CANARY)],
    )

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Begrüßung" in page
    assert 'id="top-2"' in page
    assert page.count("nichtöffentlich") == 1
    assert CANARY not in page
    assert "Beschlussfassung" not in page
    assert "29731" not in page


def test_hidden_item_is_there_for_a_member(client):
    meeting = make_meeting()
    make_agenda_item(meeting=meeting, title=CANARY, visibility=MEMBERS)
    client.force_login(make_member(meeting.board))

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert CANARY in page
    assert "nichtöffentlich" not in page


def content_of(client, document):
    return client.get(document.get_absolute_url()).getvalue()


@HIDDEN
def test_hidden_document_is_nowhere(client, missing, level):
    meeting = make_meeting()
    shown = make_document(meeting=meeting, title="Einladung")
    hidden = make_document(meeting=meeting, title=CANARY, visibility=level, file_name="gehalt.pdf")

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Einladung" in page
    assert shown.token in page
    assert CANARY not in page
    assert hidden.token not in page
    assert content_of(client, shown).startswith(b"%PDF-")
    assert_same_404(client.get(hidden.get_absolute_url()), missing)
    assert_same_404(client.get(f"/dokumente/{hidden.token}/anders.pdf"), missing)


def test_hidden_document_is_there_for_a_member(client):
    document = make_document(visibility=MEMBERS)
    client.force_login(make_member(document.meeting.board))

    assert content_of(client, document).startswith(b"%PDF-")


@HIDDEN
def test_hidden_article_is_nowhere(client, missing, level):
    shown = make_article(title="Offene Meldung")
    hidden = make_article(title=CANARY, teaser=CANARY, body=CANARY, visibility=level)

    pages = doors(client)

    assert_same_404(client.get(hidden.get_absolute_url()), missing)
    assert CANARY not in "".join(pages.values())
    assert [address for address, page in pages.items() if hidden.slug in page] == []
    assert [address for address, page in pages.items() if shown.slug in page] == [
        "/",
        "/aktuelles/",
        "/aktuelles/feed/",
        "/sitemap.xml",
    ]


@pytest.mark.parametrize("in_days", [None, 1])
def test_draft_and_future_article_are_nowhere(client, missing, in_days):
    later = in_days and timezone.now() + dt.timedelta(days=in_days)
    draft = make_article(title=CANARY, published_from=later)

    assert_same_404(client.get(draft.get_absolute_url()), missing)
    assert CANARY not in "".join(doors(client).values())


@HIDDEN
def test_hidden_board_and_its_partners_are_nowhere(client, missing, level):
    board = make_board()
    make_seat(board=board, organisation=make_organisation(name="Sichtbar e. V."))
    hidden = make_board(visibility=level, short_name=CANARY, slug="geheim")
    partner = make_organisation(name=CANARY)
    make_seat(board=hidden, organisation=partner)

    pages = doors(client)

    assert CANARY not in "".join(pages.values())
    assert_same_404(client.get(partner.get_absolute_url()), missing)
    assert_same_404(client.get("/mitglieder/?gremium=geheim"), missing)
    assert_same_404(client.get("/sitzungen/?gremium=geheim"), missing)
    assert "Sichtbar e. V." in pages["/mitglieder/"]


def test_public_session_of_a_hidden_board_is_hidden(client, missing):
    board = make_board(visibility=MEMBERS)
    meeting = make_meeting(board=board)
    make_seat(board=board)

    visitors = client.get(meeting.get_absolute_url())
    client.force_login(make_member(board))

    assert_same_404(visitors, missing)
    assert client.get(meeting.get_absolute_url()).status_code == 200


def test_rapporteur_of_a_hidden_board_is_not_named(client):
    seen = make_organisation(short_name="Sichtbar", consortium_role="partner")
    hidden = make_organisation(short_name=CANARY)
    make_seat(board=make_board(visibility=OFFICE), organisation=hidden)
    item = make_agenda_item(rapporteurs=[seen, hidden])

    page = client.get(item.meeting.get_absolute_url()).content.decode()

    assert "Sichtbar" in page
    assert CANARY not in page


def test_account_with_rights_but_outside_the_office_sees_what_visitors_see(client, missing):
    partner = make_organisation()
    make_seat(board=make_board(visibility=OFFICE), organisation=partner)
    rights = "partners.view_organisation"
    inside, outside = make_staff(rights), make_staff(rights, is_staff=False)

    client.force_login(inside)
    assert client.get(partner.get_absolute_url()).status_code == 200
    client.force_login(outside)
    assert client.get(partner.get_absolute_url()).status_code == 404


def test_counts_do_not_tell_of_hidden_sessions(client):
    board = make_board()
    long_ago = {"board": board, "held_on": dt.date(2020, 5, 5), "state": Meeting.State.HELD}
    make_meeting(**long_ago)
    before = client.get("/").content

    hidden = make_meeting(**long_ago | {"visibility": OFFICE})
    after = client.get("/").content
    hidden.visibility = PUBLIC
    hidden.save()

    assert after == before
    assert client.get("/").content != before


def test_previous_and_next_leave_hidden_sessions_out(client):
    board = make_board()
    first = make_meeting(board=board)
    hidden = make_meeting(board=board, visibility=OFFICE)
    third = make_meeting(board=board)

    page = client.get(first.get_absolute_url()).content.decode()

    assert third.get_absolute_url() in page
    assert hidden.get_absolute_url() not in page


def test_video_link_is_for_members_and_the_office(client):
    meeting = make_meeting(video_link="https://video.example.org/geheim")
    people = {
        "visitor": None,
        "stranger": make_member(),
        "member": make_member(meeting.board),
        "office": make_staff("meetings.view_meeting"),
    }

    shown = set()
    for name, user in people.items():
        client.logout()
        if user:
            client.force_login(user)
        if b"video.example.org" in client.get(meeting.get_absolute_url()).content:
            shown.add(name)

    assert shown == {"member", "office"}
