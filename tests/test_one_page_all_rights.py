"""
Pages and files that show several kinds of things: each kind only with its own right.

Every thing carries a mark. An account with all rights to read finds each mark; without one
right no page, file or print shows the mark of that kind any more.
"""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from advice.due import section
from meetings import digest, rights
from meetings.minutes import acts
from meetings.models import Minutes, MinutesVersion
from tests import advising, held
from tests import factories as make
from tests.meetings.link_scene import text_of
from tests.meetings.papers import make_packs, paper
from tests.meetings.sitting import make_running

pytestmark = pytest.mark.django_db

MARKS = {
    "meetings.view_agendaitem": "MARKE-TOP",
    "meetings.view_document": "MARKE-PAPIER",
    "meetings.view_resolution": "MARKE-BESCHLUSS",
    "meetings.view_task": "MARKE-AUFGABE",
    "meetings.view_minutes": "MARKE-FESTSTELLUNG",
    "advice.view_advice": "MARKE-ANREGUNG",
    "projects.view_progressreport": "MARKE-BERICHT",
    "projects.view_project": "MARKE-PROJEKT",
    "projects.view_demonstration": "MARKE-STATION",
}
OF_A_SESSION = ("", "protokoll/", "protokoll.pdf", "mappe.pdf", "mappe.zip", "tagesordnung.pdf")
OF_THE_OFFICE = (
    *("change/", "history/", "cockpit/", "cockpit/stand/", "mappe/", "tagesordnung/members.pdf"),
    *("mappe/mitglieder.pdf", "mappe/geschaeftsstelle.pdf", "mappe/oeffentlichkeit.pdf"),
)


def fill(meeting, item):
    """Put one thing of each kind on the item, for members."""
    level = {"visibility": make.MEMBERS}
    make.make_document(agenda_item=item, title="MARKE-PAPIER", content=paper("x"), **level)
    held.make_resolution(agenda_item=item, text="MARKE-BESCHLUSS", **level)
    held.make_task(board=meeting.board, meeting=meeting, agenda_item=item, title="MARKE-AUFGABE")
    advising.make_advice(
        board=meeting.board, meeting=meeting, agenda_item=item, text="MARKE-ANREGUNG"
    )
    advising.make_demonstration(agenda_item=item, title="MARKE-STATION")


def make_last(board):
    """The session before, its minutes released with all that was noted in it."""
    meeting = held.make_held_meeting(board=board, visibility=make.MEMBERS)
    item = make.make_agenda_item(meeting=meeting, title="MARKE-TOP", visibility=make.MEMBERS)
    held.make_record(agenda_item=item)
    fill(meeting, item)
    minutes = held.make_ready_minutes(meeting=meeting, findings="MARKE-FESTSTELLUNG")
    until = timezone.localdate() + dt.timedelta(days=14)
    Minutes.objects.filter(pk=minutes.pk).update(
        state="released", released_at=timezone.now(), objections_until=until
    )
    minutes.refresh_from_db()
    acts.freeze(minutes, MinutesVersion.Occasion.RELEASE, None)
    return minutes


@pytest.fixture
def addresses():
    """Return the addresses of all that composes, around a session that runs and one before."""
    make.make_centre()
    board = make.make_board()
    last = make_last(board)
    running = make_running(board=board, items=0, visibility=make.MEMBERS)
    item = make.make_agenda_item(meeting=running, title="MARKE-TOP", visibility=make.MEMBERS)
    held.make_record(agenda_item=item)
    fill(running, item)
    running.minutes.findings = "MARKE-FESTSTELLUNG"
    running.minutes.save()
    project = advising.make_project(board=board, title="MARKE-PROJEKT", visibility=make.MEMBERS)
    round_ = advising.make_round(meeting=running)
    advising.make_request(round=round_, organisation=project.reporter)
    advising.make_report(round=round_, project=project, status="MARKE-BERICHT")
    make_packs()
    found = ["/admin/", f"/admin/projects/reportinground/{round_.pk}/change/"]
    found.append(f"/admin/projects/reportinground/{round_.pk}/praesentation/")
    found.append(f"/admin/nachweis/?board={board.pk}")
    for meeting in (last.meeting, running):
        found += [f"/sitzungen/{meeting.slug}/{one}" for one in OF_A_SESSION]
        found += [f"/admin/meetings/meeting/{meeting.pk}/{one}" for one in OF_THE_OFFICE]
        found.append(f"/admin/meetings/minutes/{meeting.minutes.pk}/change/")
        found.append(f"/admin/meetings/minutes/{meeting.minutes.pk}/history/")
    found.append(f"/admin/meetings/minutes/{last.pk}/fassung/1/")
    return found


def reading(client, without=""):
    """Sign an account in that may read everything, but not `without`."""
    user = make.make_staff()
    apps = ("meetings", "advice", "projects", "partners", "news", "post")
    found = Permission.objects.filter(content_type__app_label__in=apps, codename__startswith="view")
    user.user_permissions.set(found.exclude(codename=without.rpartition(".")[2]))
    client.force_login(user)


def shown(client, addresses):
    """Return mark → the addresses that show it."""
    texts = {address: text_of(client.get(address)) for address in addresses}
    return {
        mark: {address for address, text in texts.items() if mark in text}
        for mark in MARKS.values()
    }


def test_each_kind_goes_from_every_page_and_file_with_its_right(client, addresses):
    reading(client)
    whole = shown(client, addresses)
    left = {}
    for right, mark in MARKS.items():
        reading(client, without=right)
        left[mark] = shown(client, addresses)[mark]
    # The minutes are what was said to each item; its heading is part of them.
    left["MARKE-TOP"] = {one for one in left["MARKE-TOP"] if not is_of_minutes(one)}

    assert left == {mark: set() for mark in MARKS.values()}
    assert all(whole.values())
    assert len(whole["MARKE-ANREGUNG"]) > 4


def is_of_minutes(address):
    return "protokoll" in address or "/minutes/" in address


def test_daily_mail_of_the_office_asks_each_right_too():
    board = make.make_board()
    late = timezone.localdate() - dt.timedelta(days=40)
    advising.make_advice(board=board, due_on=late, owner=make.make_staff())
    held.make_task(board=board, due_on=late)
    held.make_minutes(meeting=held.make_held_meeting(board=board, held_on=late))
    reader = digest.reader(make.make_staff(*rights.SENDING))
    leader = digest.reader(make.make_leader(board))

    def headings(one):
        return {part.heading for part in digest.open_steps(one, timezone.localdate(), [section])}

    assert {"Protokolle", "Aufgaben", "Anregungen"} <= headings(leader)
    assert not {"Protokolle", "Aufgaben", "Anregungen"} & headings(reader)
