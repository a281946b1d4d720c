"""A link printed by the office opens nothing of a board that is not the letter's."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import calendars, printing
from post.models import PersonalLink
from tests import factories as make
from tests.factories import MEMBERS
from tests.meetings.papers import text_of

pytestmark = pytest.mark.django_db

OURS, THEIRS = "Offenbarung-Alpha", "Geheimnis-Beta"
PAGES = ("", "unterlagen/", "vorschlaege/", "gremium/", "kalender/")


def fill(board, person, mark):
    """Let the board hold a session for members, with an item and a paper named by `mark`."""
    meeting = make.make_meeting(board=board, visibility=MEMBERS, slug=mark.lower(), date_note=mark)
    item = make.make_agenda_item(meeting=meeting, title=f"TOP {mark}", visibility=MEMBERS)
    make.make_document(agenda_item=item, title=f"Papier {mark}", visibility=MEMBERS)
    make.make_proposal(meeting=meeting, person=person, title=f"Vorschlag {mark}")
    return meeting


@pytest.fixture(params=["member", "guest", "stand-in"])
def boards(request):
    """Board A with a member to whom it writes on paper, who also has a place on board B."""
    ours, theirs = (make.make_board(short_name=one, visibility=MEMBERS) for one in (OURS, THEIRS))
    person = make.make_person(email="")
    make.make_mandate(seat=make.make_seat(board=ours), person=person)
    meeting, other = fill(ours, person, OURS), fill(theirs, person, THEIRS)
    seat = make.make_seat(board=theirs)
    if request.param == "member":
        make.make_mandate(seat=seat, person=person)
    elif request.param == "guest":
        make.make_guest(meeting=other, person=person, agenda_item=other.agenda_items.get())
    else:
        make.make_mandate(seat=seat)
        other.participations.create(seat=seat, response="delegated", deputy=person)
    return person, meeting, other


def printed(client, meeting, person):
    """Let somebody who works on the letter's board alone print it; return the link in it."""
    dispatch = make.make_dispatch(meeting=meeting)
    make.make_delivery(dispatch=dispatch, person=person)
    client.force_login(make.make_leader(meeting.board))
    path = f"/admin/meetings/meeting/{meeting.pk}/briefe/"
    response = client.post(path, {"dispatch": dispatch.pk})
    client.logout()
    link = next(one for one in " ".join(text_of(response.content)).split() if "/l/" in one)
    return link[link.index("/l/") :]


def read(client, start, *sessions):
    pages = [*PAGES, *(f"sitzungen/{one.slug}/" for one in sessions)]
    pages += [f"sitzungen/{one.slug}/{end}" for one in sessions for end in ("kalender.ics",)]
    return "".join(client.get(start + one).content.decode() for one in pages)


def test_printed_link_opens_the_letters_board_and_no_other(client, boards):
    person, meeting, other = boards
    link = printed(client, meeting, person)
    mailed = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)

    text = read(client, link, meeting, other)

    assert OURS in text
    assert THEIRS.lower() not in text.lower()
    assert THEIRS in read(client, f"/l/{mailed}/", meeting, other)
    for act in ("antwort/", "mitteilung/", "einspringen/", "zuruecktreten/"):
        values = {"response": "declined", "note": "x"}
        assert client.post(f"{link}sitzungen/{other.slug}/{act}", values).status_code == 404


def test_calendar_made_with_it_shows_no_other_board(client, boards):
    person, meeting, _other = boards
    own = calendars.create_address(person)
    link = printed(client, meeting, person)

    page = client.post(f"{link}kalender/erzeugen/")

    address = page.context["address"].partition("testserver")[2] or page.context["address"]
    feed = client.get(f"/kalender/{address.rsplit('/', 1)[1]}").content.decode()
    assert OURS in feed
    assert THEIRS not in feed
    assert THEIRS in client.get(f"/kalender/{own}.ics").content.decode()
    assert [one.board_id for one in page.context["addresses"]] == [meeting.board_id]


def test_it_closes_with_the_place_on_that_board(client, boards):
    person, meeting, _other = boards
    link = printed(client, meeting, person)
    assert client.get(link).status_code == 200

    yesterday = timezone.localdate() - dt.timedelta(days=1)
    person.mandates.filter(seat__board=meeting.board).update(ends_on=yesterday)

    assert client.get(link).status_code == 404


def test_token_is_bound_to_the_sessions_board(boards):
    person, meeting, _other = boards

    token = printing.new_token(person, meeting)

    assert PersonalLink.objects.find(token, "personal").board == meeting.board
