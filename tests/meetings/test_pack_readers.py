"""Nobody reads in a session's pack what none of their own pages shows."""

import json

import pytest

from meetings import audiences, pack_contents, packs
from meetings.models import Participation
from partners.models import Mandate
from tests import advising, held
from tests import factories as make
from tests.meetings.link_scene import text_of
from tests.meetings.minuting import released

pytestmark = pytest.mark.django_db

INSIDE = {"TOP-MITGLIEDER", "PAPIER-MITGLIEDER"}
OF_THE_BOARD = {"ANREGUNG", "BERICHT", "ZAHL-12", "ZAHL-34"}
OPEN = {"TOP-OFFEN", "PAPIER-OFFEN"}
SECRET = {"TOP-INTERN", "PAPIER-INTERN", "ZAHL-777", "ANREGUNG-INTERN"}
MARKS = INSIDE | OF_THE_BOARD | OPEN | SECRET
IN_PACK = {
    "member": OPEN | INSIDE | OF_THE_BOARD,
    "deputy": OPEN | INSIDE | OF_THE_BOARD,
    "stand-in": OPEN | INSIDE,
    "guest": OPEN,
    "visitor": OPEN,
    "office": MARKS - {"ZAHL-34", "ANREGUNG-INTERN"},
}


def report(board, held_on, figures, **values):
    """A report of the board's one project for a session of that day."""
    meeting = make.make_meeting(board=board, held_on=held_on, visibility=make.MEMBERS)
    round_ = advising.make_round(meeting=meeting)
    return advising.make_report(round=round_, figures=figures, **values)


def make_session(board):
    """A session to come with everything in it, after two with reports and one with advice."""
    project = advising.make_project(board=board, visibility=make.MEMBERS)
    last = released(meeting=held.make_held_meeting(board=board, visibility=make.MEMBERS)).meeting
    hidden = make.make_agenda_item(meeting=last, visibility=make.OFFICE)
    given = {"board": board, "meeting": last, "topics": [advising.make_topic(board=board)]}
    advising.make_advice(text="ANREGUNG-INTERN", agenda_item=hidden, **given)
    advising.make_advice(text="ANREGUNG", agenda_item=last.agenda_items.first(), **given)
    meeting = make.make_meeting(board=board)
    for back, figures, level in ((90, 34, make.MEMBERS), (60, 777, make.OFFICE)):
        day = last.held_on - (meeting.held_on - last.held_on) * back / 60
        report(board, day, f"Betriebe: ZAHL-{figures}", project=project, visibility=level)
    round_ = advising.make_round(meeting=meeting)
    advising.make_request(round=round_, organisation=project.reporter)
    now = {"status": "BERICHT", "figures": "Betriebe: ZAHL-12", "visibility": make.MEMBERS}
    advising.make_report(round=round_, project=project, **now)
    levels = {"OFFEN": make.PUBLIC, "MITGLIEDER": make.MEMBERS, "INTERN": make.OFFICE}
    for name, level in levels.items():
        item = make.make_agenda_item(meeting=meeting, title=f"TOP-{name}", visibility=level)
        make.make_document(agenda_item=item, title=f"PAPIER-{name}", visibility=level)
    return meeting


def make_readers(meeting):
    seat = make.make_seat(board=meeting.board)
    people = {name: make.make_person(user=make.make_user()) for name in IN_PACK}
    make.make_mandate(seat=seat, person=people["member"])
    make.make_mandate(seat=seat, person=people["deputy"], role=Mandate.Role.DEPUTY)
    Participation.objects.create(
        meeting=meeting, seat=seat, response="delegated", deputy=people["stand-in"]
    )
    make.make_guest(meeting=meeting, person=people["guest"])
    return {name: one.user for name, one in people.items()} | {
        "office": make.make_staff(is_superuser=True)
    }


def marks_in(text):
    return {one for one in MARKS if any(end in text for end in (f"{one}<", f'{one}"', f"{one} "))}


def on_pages(client, meeting, user):
    """Return the marks on all pages on which this reader can read something of the session."""
    client.force_login(user)
    last = meeting.board.meetings.get(minutes__isnull=False)
    project = meeting.board.projects.get()
    pages = [f"/mein/sitzungen/{meeting.slug}/", f"/sitzungen/{meeting.slug}/", "/mein/unterlagen/"]
    pages += [f"/mein/sitzungen/{last.slug}/protokoll/", f"/projekte/{project.slug}/"]
    pages += [f"/sitzungen/{last.slug}/protokoll/", f"/themen/{meeting.board.topics.get().slug}/"]
    return marks_in("".join(text_of(client.get(one)) for one in pages))


def test_pack_holds_what_pages_of_the_same_reader_show_and_no_more(client):
    meeting = make_session(make.make_board())
    users = make_readers(meeting)
    in_pack, beyond = {}, {}
    for name, user in users.items():
        made = pack_contents.for_audience(meeting, audiences.audience_of(user, meeting))
        in_pack[name] = marks_in(json.dumps(made.front()).replace("\\n", " "))
        seen = MARKS if user.is_superuser else on_pages(client, meeting, user)
        beyond[name] = in_pack[name] - seen

    assert in_pack == IN_PACK
    assert beyond == {name: set() for name in IN_PACK}


def test_member_of_the_board_who_works_in_the_office_in_part_gets_the_boards_pack():
    meeting = make_session(make.make_board())
    user = make_readers(meeting)["member"]
    user.is_staff = True
    user.save()
    packs.ask(meeting)

    pack, _is_fresh = packs.find(meeting, user)

    assert pack.audience == audiences.MEMBERS
    assert audiences.STAND_INS in meeting.packs.values_list("audience", flat=True)


@pytest.mark.parametrize("missing", audiences.INSIDE_RIGHTS)
def test_office_without_one_right_gets_no_pack_that_holds_more(client, missing):
    meeting = make_session(make.make_board(visibility=make.MEMBERS))
    make.make_agenda_item(meeting=meeting, role="open_tasks", visibility=make.MEMBERS)
    rights = [one for one in audiences.INSIDE_RIGHTS if one != missing]
    client.force_login(make.make_staff(*rights))
    address = f"/sitzungen/{meeting.slug}/mappe.pdf"

    answer = client.get(address)
    client.force_login(make.make_staff(*audiences.INSIDE_RIGHTS))
    whole = client.get(address)

    assert answer.status_code == (404 if missing == "meetings.view_meeting" else 403)
    assert whole.status_code == 202
    if answer.status_code == 403:
        assert "Dafür fehlt Ihnen das Recht" in answer.content.decode()
