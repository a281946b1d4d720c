"""
What the page of a link holder offers can be done: every link is followed, every button pressed.

Walked over the kinds of people who hold links, so that a new button on any
of their pages is covered without a test of its own.
"""

import datetime as dt
import re
from urllib.parse import urljoin

import pytest
from django.utils import timezone

from gremium.signin import member_of
from meetings.models import Guest, Meeting, Participation, Task
from post.models import PersonalLink
from tests import advising
from tests import factories as make
from tests.advice import weighing
from tests.factories import MEMBERS
from tests.meetings import balloting, minuting
from tests.meetings.pressing import Page, presses, try_out
from tests.projects import rounds

pytestmark = pytest.mark.django_db

INSIDE = ("member", "permanent deputy", "stand-in", "guest", "guest of an item", "partner")
OUTSIDE = ("former member", "next member")
WRONG = re.compile(
    r'role="status".{0,80}?data-level="(?:error|warning)">([^<]*)|(invalid-feedback.{100})',
    re.DOTALL,
)
DAY = dt.timedelta(days=1)


@pytest.fixture
def scene():
    """A board with something of everything that can be read, answered, voted, given."""
    minutes = minuting.released()
    board, past = minutes.meeting.board, minutes.meeting
    meeting = make.make_planned_meeting(
        board=board, state="invited", slug="zwei", visibility=MEMBERS, video_link="https://v.test/"
    )
    people = {name: make.make_person(user=make.make_user()) for name in INSIDE + OUTSIDE}
    seats = [make.make_seat(board=board) for _ in range(3)]
    today = timezone.localdate()
    make.make_mandate(seat=seats[0], person=people["member"])
    make.make_mandate(seat=seats[1])
    make.make_mandate(seat=seats[0], person=people["permanent deputy"], role="deputy")
    make.make_mandate(seat=seats[2], person=people["former member"], ends_on=today - DAY)
    make.make_mandate(seat=seats[2], person=people["next member"], starts_on=today + 9 * DAY)
    for one, seat in ((meeting, seats[1]), (past, seats[1])):
        Participation.objects.update_or_create(
            meeting=one, seat=seat, defaults={"response": "delegated", "deputy": people["stand-in"]}
        )
        Guest.objects.create(meeting=one, person=people["guest"])
    item = meeting.agenda_items.first()
    Guest.objects.create(meeting=meeting, person=people["guest of an item"], agenda_item=item)
    make.make_document(meeting=meeting, visibility=MEMBERS)
    make.make_document(agenda_item=item)
    balloting.begun(board)
    weighing.begun(board)
    advising.make_advice(board=board, person=people["member"])
    advising.make_topic(board=board)
    for name in INSIDE + OUTSIDE:
        Task.objects.create(
            board=board, meeting=meeting, title="Tun", person=people[name], is_announced=True
        )
        make.make_proposal(meeting=meeting, person=people[name])
    rounds.make_asked(meeting=meeting)
    partner = make.make_organisation()
    advising.make_project(board=board, reporter=partner)
    advising.make_request(
        round=meeting.reporting_round, organisation=partner, person=people["partner"]
    )
    return people


def walk_behind(client, door):
    """Return each page behind the door, and what each link, file and button answers."""
    waiting, pages, answers = [door], {}, {}
    while waiting:
        address = waiting.pop().split("#")[0]
        if address in answers or not address.startswith("/"):
            continue
        answer = answers[address] = client.get(address)
        if answer.streaming:
            answer.getvalue()
        if address.startswith(door) and "text/html" in answer.get("Content-Type", ""):
            pages[address] = answer.content.decode()
            waiting += (urljoin(address, one) for one in Page(pages[address]).links)
    return pages, answers


@pytest.mark.parametrize("name", INSIDE)
def test_everything_offered_to_a_link_holder_works(client, scene, name):
    token = PersonalLink.objects.mint(scene[name], PersonalLink.Purpose.PERSONAL)
    pages, answers = walk_behind(client, f"/l/{token}/")
    refused = [
        (action or address, values, fault)
        for address, text in pages.items()
        for method, action, values in presses(text)
        if (fault := fault_of(*try_out(client, method, action or address, values)))
    ]
    assert [(one, at.status_code) for one, at in answers.items() if at.status_code >= 400] == []
    assert refused == []


def fault_of(answer, feeds):
    """Return what went wrong, in words of the page; empty if nothing did."""
    words = [" ".join(one).strip() for one in WRONG.findall(answer.content.decode())]
    statuses = [one for one in (answer.status_code, *feeds) if one >= 400]
    return [*statuses, *words]


def home_of(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


# --- What is said on the pages ---------------------------------------------------


def test_stand_in_proposes_an_item_for_the_session_in_the_members_place(client, scene):
    stand_in = scene["stand-in"]
    home = home_of(stand_in)
    meeting = Meeting.objects.get(slug="zwei")
    page = client.get(f"{home}sitzungen/zwei/").content.decode()

    assert "In dieser Sitzung haben Sie alle Rechte des Mitglieds." in page
    assert f"{home}vorschlaege/?sitzung=zwei" in page
    form = {"meeting": meeting.pk, "title": "Neuer Punkt", "text": "", "minutes_planned": ""}
    assert client.post(f"{home}vorschlaege/einreichen/", form).status_code == 302
    proposal = meeting.proposals.get(title="Neuer Punkt")
    assert (proposal.person, proposal.seat) == (
        stand_in,
        meeting.participations.get(deputy=stand_in).seat,
    )


@pytest.mark.parametrize("name", ["guest", "guest of an item"])
def test_guest_proposes_nothing_and_is_not_asked_to(client, scene, name):
    home, meeting = home_of(scene[name]), Meeting.objects.get(slug="zwei")
    pages = [client.get(home + one).content.decode() for one in ("", "sitzungen/zwei/", "themen/")]

    assert "TOP vorschlagen" not in "".join(pages)
    assert "Schlagen Sie etwas vor" not in "".join(pages)
    client.post(f"{home}vorschlaege/einreichen/", {"meeting": meeting.pk, "title": "Neu"})
    assert not meeting.proposals.filter(title="Neu").exists()


def test_signing_in_is_offered_to_whom_a_code_is_sent(client, scene):
    offered = {}
    for name in ("member", "permanent deputy", "stand-in", "guest", "guest of an item"):
        page = client.get(f"{home_of(scene[name])}sitzungen/zwei/").content.decode()
        offered[name] = "Private Notizen" in page
        assert offered[name] == (member_of(scene[name].email) is not None)

    assert {name for name in offered if offered[name]} == {"member", "permanent deputy"}


def test_past_session_promises_no_rights_any_more(client, scene):
    past = Meeting.objects.exclude(slug="zwei").get()
    page = client.get(f"{home_of(scene['stand-in'])}sitzungen/{past.slug}/").content.decode()

    assert "Sie vertreten in dieser Sitzung" in page
    assert "Rechte" not in page.split("<main")[1].split("</main")[0]
