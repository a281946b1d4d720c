"""What is not released never leaves office and board: a canary in every such field."""

import pytest
from django.core.management import call_command

from partners.models import Mandate
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.advising import (
    make_advice,
    make_demonstration,
    make_introduction,
    make_project,
    make_released_advice,
    make_report,
    make_request,
    make_round,
    make_step,
    make_topic,
)
from tests.walking import leaks, walk

pytestmark = pytest.mark.django_db

# Of the office alone; of the board; neither is a visitor's.
OFFICE, BOARD = "Kanarienbüro", "Kanariengremium"
EXTRA = ["/aktuelles/feed/", "/sitzungen/kalender.ics", "/sitemap.xml", "/anregungen/", "/themen/"]
RIGHTS = ("meetings.view_meeting", "partners.view_organisation", "news.view_article")


def words(canary, *names):
    return {name: f"{canary} {name}" for name in names}


@pytest.fixture
def board():
    """A public board with advice, topics, projects and reports on every level."""
    make.make_centre()
    meeting = make.make_meeting()
    board = meeting.board
    make.make_member(board)
    hidden = words(BOARD, "text", "contact", "answer", "effect", "public_text")
    make_advice(board=board, note=f"{OFFICE} Notiz", **hidden)
    released = make_released_advice(
        board=board, public_text="Mehr Beispiele", topics=[make_topic(board=board)]
    )
    type(released).objects.filter(pk=released.pk).update(
        text=f"{BOARD} text", note=f"{OFFICE} Notiz", contact=f"{BOARD} Kontakt"
    )
    make_step(advice=released, text=f"{OFFICE} Schritt")
    make_step(advice=released, text="Öffentlicher Schritt", is_public=True)
    make_introduction(result=f"{OFFICE} Ergebnis")
    make_topic(board=board, visibility="members", **words(BOARD, "title", "summary"))
    make_topic(board=board, visibility="office", **words(OFFICE, "title", "summary"))
    make_projects(meeting)
    return board


def make_projects(meeting):
    project = make_project(board=meeting.board, title="Öffentliches Projekt")
    make_project(
        board=meeting.board, visibility="office", slug="vogel", **words(OFFICE, "title", "summary")
    )
    round_ = make_round(meeting=meeting)
    make_request(round=round_, organisation=project.reporter)
    make_report(
        round=round_,
        project=project,
        visibility="office",
        **words(OFFICE, "status", "since_last", "light_reason", "request"),
    )
    item = make.make_agenda_item(meeting=meeting, kind="demonstration", visibility="members")
    make_demonstration(agenda_item=item, title=f"{BOARD} Station", contact=f"{BOARD} Kontakt")


def test_visitor_hears_nothing_that_is_not_released(client, board):
    found = walk(client, "/", *EXTRA)

    assert "Mehr Beispiele" in found["/anregungen/"]
    assert "Öffentlicher Schritt" in "".join(found.values())
    assert leaks(found, (OFFICE, BOARD)) == []


@pytest.mark.parametrize("door", ["login", "link"])
def test_member_hears_nothing_of_the_office(client, board, door):
    person, front = Mandate.objects.get(seat__board=board).person, "/mein/"
    if door == "login":
        client.force_login(person.user)
    else:
        front = f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"

    found = walk(client, front, "/", f"{front}anregungen/", f"{front}themen/", *EXTRA)

    assert BOARD in found[f"{front}themen/"]
    assert leaks(found, (OFFICE,)) == []


@pytest.mark.parametrize("is_member", [True, False])
def test_stranger_hears_nothing_of_the_board(client, board, is_member):
    """A member of another board; somebody of the office without the right."""
    user = make.make_member(make.make_board()) if is_member else make.make_staff(*RIGHTS)
    client.force_login(user)
    fields = (("advice", "topics"), ("project", "topics"), ("demonstration", "project"))
    asked = [
        f"/admin/autocomplete/?app_label={'projects' if model != 'advice' else 'advice'}"
        f"&model_name={model}&field_name={field}&term=Kanarien"
        for model, field in fields
    ]

    found = walk(client, "/mein/" if is_member else "/admin/", "/", *EXTRA, *asked)

    assert leaks(found, (OFFICE, BOARD)) == []


def test_office_of_another_board_hears_nothing(client, board):
    client.force_login(make.make_leader(make.make_board()))
    lists = [f"/admin/advice/{one}/" for one in ("advice", "topic", "weighing", "introduction")]
    lists += [f"/admin/projects/{one}/" for one in ("project", "progressreport", "demonstration")]

    assert leaks(walk(client, "/admin/", *lists), (OFFICE, BOARD)) == []


def test_mails_tell_nothing_of_the_office(board):
    call_command("send_due")

    told = {one.pk: f"{one.subject} {one.text} {one.html}" for one in Mail.objects.all()}
    assert leaks(told, (OFFICE,)) == []


def test_entitled_office_reads_each_canary(client, board):
    client.force_login(make.make_leader())
    addresses = [f"/admin/advice/advice/{one.pk}/change/" for one in board.advice.all()]
    addresses += [f"/admin/projects/project/{one.pk}/change/" for one in board.projects.all()]

    pages = "".join(client.get(one).content.decode() for one in addresses)

    for one in ("Notiz", "Schritt", "title", "summary"):
        assert f"{OFFICE} {one}" in pages
