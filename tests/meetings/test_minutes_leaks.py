"""A draft never leaves the office: a canary in every field, and nobody outside hears one."""

import re
from collections import deque

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from meetings import invitations, planning
from meetings.minutes import acts
from meetings.models import Attendance, Meeting, Minutes, Participation
from meetings.tasks import agenda
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.held import make_held_meeting, make_record, make_resolution, make_task

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
# Signing out, and files that hold no data.
BESIDES = re.compile(r"^/(static|abmelden)|/jsi18n/")
MOST = 400


@pytest.fixture
def minutes():
    """A draft of a public session, full of canaries, with a member and a next session."""
    make.make_centre()
    meeting = make_held_meeting()
    member = make.make_member(meeting.board)
    seat = meeting.board.seats.get()
    Participation.objects.create(
        meeting=meeting,
        seat=seat,
        attendance=Attendance.REPRESENTED,
        person_name=f"{CANARY} Person",
        organisation_name=f"{CANARY} Organisation",
        deputy_person_name=f"{CANARY} Vertretung",
    )
    item = make.make_agenda_item(meeting=meeting, title="Berichte")
    record = make_record(agenda_item=item, text=f"{CANARY} Ergebnis", result="rejected")
    record.conflicted.add(seat)
    words = {name: f"{CANARY} {name}" for name in ("title", "text", "reason", "outcome")}
    make_resolution(
        agenda_item=item, state="draft", number=None, decided_on=None, manner="", **words
    )
    make_task(
        board=meeting.board,
        meeting=meeting,
        agenda_item=item,
        person=member.person,
        title=f"{CANARY} Aufgabe",
        text=f"{CANARY} Erläuterung",
        is_announced=False,
    )
    make.make_meeting(board=meeting.board)
    make.make_article(meeting=meeting)
    names = ("minute_taker", "distribution", "findings", "closing")
    return Minutes.objects.create(meeting=meeting, **{name: f"{CANARY} {name}" for name in names})


def member_of(minutes):
    return minutes.meeting.board.seats.get().mandates.get().person


def walk(client, *starts):
    """Open everything that pages lead to; return address → text of the answer."""
    waiting, found = deque(starts), {}
    while waiting and len(found) < MOST:
        address = waiting.popleft()
        if address in found or BESIDES.search(address):
            continue
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = content.decode(errors="ignore") + str(answer.headers)
        if answer.get("Location", "").startswith("/"):
            waiting.append(answer["Location"])
        waiting.extend(one.replace("&amp;", "&") for one in LINK.findall(found[address]))
    assert len(found) < MOST
    return found


def leaks(found):
    return [address for address, text in found.items() if CANARY in text]


def session_pages(minutes, front):
    address = f"{front}sitzungen/{minutes.meeting.slug}/"
    parts = ("", "protokoll/", "protokoll.pdf", "kalender.ics", "mappe.pdf", "mappe.zip")
    return [address + part for part in parts]


def test_visitor_hears_nothing_of_a_draft(client, minutes):
    extra = ["/aktuelles/feed/", "/sitzungen/kalender.ics", "/sitemap.xml"]

    found = walk(client, "/", *session_pages(minutes, "/"), *extra)

    assert len(found) > 12
    assert leaks(found) == []


@pytest.mark.parametrize("door", ["login", "link"])
def test_member_hears_nothing_of_a_draft(client, minutes, door):
    person, front = member_of(minutes), "/mein/"
    if door == "login":
        client.force_login(person.user)
    else:
        front = f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"

    found = walk(client, front, "/", *session_pages(minutes, front), f"{front}aufgaben/")

    assert len(found) > 15
    assert leaks(found) == []


OTHER_RIGHTS = (
    "meetings.view_meeting",
    "meetings.view_agendaitem",
    "meetings.view_document",
    "partners.view_organisation",
    "partners.view_person",
    "partners.view_board",
)


def in_office(*permissions, group=""):
    user = make.make_staff(*permissions)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.parametrize("group", ["", "Redaktion"])
def test_office_without_the_right_hears_nothing_of_a_draft(client, minutes, group):
    rights = () if group else OTHER_RIGHTS
    client.force_login(in_office(*rights, group=group))
    item = minutes.meeting.agenda_items.get()
    hidden = [
        f"/admin/meetings/minutes/{minutes.pk}/change/",
        f"/admin/meetings/minutes/{minutes.pk}/history/",
        "/admin/meetings/minutes/",
        "/admin/meetings/minutes/export/",
        f"/admin/meetings/meeting/{minutes.meeting.pk}/history/",
        "/admin/autocomplete/?app_label=meetings&model_name=task&field_name=meeting&term=Kan",
        f"/admin/autocomplete/?app_label=meetings&model_name=minutes&field_name=chair&term={CANARY}",
        f"/admin/meetings/agendaitem/{item.pk}/history/",
    ]

    found = walk(client, "/admin/", *hidden)

    assert len(found) > 5
    assert leaks(found) == []


def test_office_of_another_board_hears_nothing_of_a_draft(client, minutes):
    client.force_login(make.make_leader(make.make_board()))
    address = f"/admin/meetings/minutes/{minutes.pk}/change/"

    found = walk(client, "/admin/", "/admin/meetings/minutes/", address)

    assert leaks(found) == []


def test_entitled_office_reads_each_canary(client, minutes):
    client.force_login(make.make_leader())
    task = minutes.meeting.tasks.get()

    page = client.get(f"/admin/meetings/minutes/{minutes.pk}/change/").content.decode()
    on_task = client.get(f"/admin/meetings/task/{task.pk}/change/").content.decode()

    for name in ("minute_taker", "distribution", "findings", "closing", "Ergebnis", "Aufgabe"):
        assert f"{CANARY} {name}" in page
    for name in ("Person", "Organisation", "Vertretung", "title", "text"):
        assert f"{CANARY} {name}" in page
    assert f"{CANARY} Erläuterung" in on_task


def test_no_mail_is_written_before_the_release(minutes):
    person = member_of(minutes)
    Minutes.objects.filter(pk=minutes.pk).update(chair=person)

    acts.begin(minutes.meeting)
    acts.hand_to_chair(minutes, None)

    assert not Mail.objects.exists()


@pytest.fixture
def next_session(minutes):
    """The next session, planned while the minutes are a draft that postpones a public item."""
    item = minutes.meeting.agenda_items.get()
    item.title, item.visibility = f"{CANARY} TOP", make.PUBLIC
    item.save()
    item.record.result = "postponed"
    item.record.save()
    following = make.make_planned_meeting(board=minutes.meeting.board)
    following.agenda_items.all().delete()
    planning.fill_from_template(following, make.make_agenda_template("Begrüßung"))
    return following


def heard(client, meeting, front="/"):
    """Return the pages of the next session on which the postponed item stands."""
    address = f"{front}sitzungen/{meeting.slug}/"
    parts = ("", "kalender.ics", "mappe.pdf", "tagesordnung.pdf")
    answers = [client.get(address + part) for part in parts]
    texts = [one.content.decode(errors="ignore") for one in answers if not one.streaming]
    return [one for one in texts if f"{CANARY} TOP" in one or "Vertagt" in one]


@pytest.mark.parametrize("door", ["visitor", "member"])
def test_next_agenda_is_silent_about_what_a_draft_postpones(client, minutes, next_session, door):
    person = member_of(minutes)
    invitations.send(next_session, "invitation", None)
    if door == "member":
        client.force_login(person.user)
    front = "/mein/" if door == "member" else "/"

    mails = [mail.text for mail in Mail.objects.all()]
    before = heard(client, next_session, front)
    Minutes.objects.filter(pk=minutes.pk).update(state="released", released_at=timezone.now())
    agenda.take_over(next_session)

    assert "Begrüßung" in mails[0]
    assert [one for one in mails if CANARY in one or "Vertagt" in one] == []
    assert before == []
    assert heard(client, next_session, front) != []


def test_work_on_a_draft_moves_nothing_public(client, minutes):
    address = f"/sitzungen/{minutes.meeting.slug}/"
    before = client.get(address)["ETag"]

    record = minutes.meeting.agenda_items.get().record
    record.text = "Anders"
    record.save()
    minutes.closing = "Anders"
    minutes.save()
    resolution = minutes.meeting.resolutions.get()
    resolution.text = "Anders"
    resolution.save()
    Meeting.objects.get(pk=minutes.meeting.pk).tasks.get().save()
    after = client.get(address)["ETag"]
    minutes.meeting.text = "<p>Öffentlich anders</p>"
    minutes.meeting.save()

    assert after == before
    assert client.get(address)["ETag"] != before
