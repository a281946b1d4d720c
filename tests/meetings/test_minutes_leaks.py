"""A draft never leaves the office: a canary in every field, and nobody outside hears one."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from meetings.minutes import acts
from meetings.models import Attendance, Minutes, Participation, TaskComment
from meetings.tasks.agenda import take_over
from partners.models import Mandate
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.advising import make_advice
from tests.held import make_held_meeting, make_record, make_resolution, make_task
from tests.walking import leaks, walk

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"
# What only a draft says without words of its own: who may not vote, what was put off.
SAID = (CANARY, "Befangen", "Vertagt in der")
# Chair and guest are people whom any office may know; that they were there, it may not.
OUTSIDE = (*SAID, "Stieglitz")
both_states = pytest.mark.parametrize("minutes", ["draft", "in_review"], indirect=True)


def canaries(*names):
    return {name: f"{CANARY} {name}" for name in names}


@pytest.fixture
def minutes(request):
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
    guest = {"organisation_name": f"{CANARY} Gastorganisation", "is_present": True}
    make.make_guest(meeting=meeting, person=make.make_person(family_name="Stieglitz-Gast"), **guest)
    item = make.make_agenda_item(meeting=meeting, title="Berichte")
    record = make_record(agenda_item=item, text=f"{CANARY} Ergebnis", result="rejected")
    record.conflicted.add(seat)
    put_off = make.make_agenda_item(meeting=meeting, title="Haushalt")
    make_record(agenda_item=put_off, text="", result="postponed")
    words = canaries("title", "text", "reason", "outcome", "explanation")
    make_resolution(
        agenda_item=item, state="draft", number=None, decided_on=None, manner="", **words
    )
    make_canary_tasks(item, member.person)
    answer = canaries("text", "contact", "state_reason", "answer", "effect", "note", "public_text")
    make_advice(board=meeting.board, meeting=meeting, agenda_item=item, **answer)
    take_over(make.make_meeting(board=meeting.board))
    make.make_article(meeting=meeting)
    head = canaries("minute_taker", "distribution", "findings", "closing")
    chair = make.make_person(family_name="Stieglitz-Vorsitz")
    state = getattr(request, "param", "draft")
    return Minutes.objects.create(meeting=meeting, chair=chair, state=state, **head)


def make_canary_tasks(item, person):
    """One that is overdue, and one that was dropped with a reason."""
    values = {
        "board": item.meeting.board,
        "meeting": item.meeting,
        "agenda_item": item,
        "person": person,
        "due_on": item.meeting.held_on,
        "is_announced": False,
    }
    task = make_task(title=f"{CANARY} Aufgabe", text=f"{CANARY} Erläuterung", **values)
    TaskComment.objects.create(task=task, text=f"{CANARY} Bemerkung")
    reason = {"state": "dropped", "state_reason": f"{CANARY} Grund"}
    make_task(title=f"{CANARY} Entfallenes", **reason, **values)


def member_of(minutes):
    return Mandate.objects.get(seat__board=minutes.meeting.board).person


def session_pages(minutes, front):
    address = f"{front}sitzungen/{minutes.meeting.slug}/"
    parts = ("", "protokoll/", "protokoll.pdf", "kalender.ics", "mappe.pdf", "mappe.zip")
    return [address + part for part in parts]


@both_states
def test_visitor_hears_nothing_of_a_draft(client, minutes):
    extra = ["/aktuelles/feed/", "/sitzungen/kalender.ics", "/sitemap.xml"]
    call_command("send_due")

    found = walk(client, "/", *session_pages(minutes, "/"), *extra)

    assert len(found) > 12
    assert leaks(found, OUTSIDE) == []


@both_states
@pytest.mark.parametrize("door", ["login", "link"])
def test_member_hears_nothing_of_a_draft(client, minutes, door):
    person, front = member_of(minutes), "/mein/"
    if door == "login":
        client.force_login(person.user)
    else:
        front = f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"
    call_command("send_due")

    found = walk(client, front, "/", *session_pages(minutes, front), f"{front}aufgaben/")

    assert len(found) > 15
    assert leaks(found, OUTSIDE) == []


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
    item = minutes.meeting.agenda_items.first()
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
    assert leaks(found, SAID) == []


def test_office_of_another_board_hears_nothing_of_a_draft(client, minutes):
    client.force_login(make.make_leader(make.make_board()))
    address = f"/admin/meetings/minutes/{minutes.pk}/change/"

    found = walk(client, "/admin/", "/admin/meetings/minutes/", address)

    assert leaks(found, SAID) == []


def test_entitled_office_reads_each_canary(client, minutes):
    client.force_login(make.make_leader())
    task = minutes.meeting.tasks.get(state="open")

    page = client.get(f"/admin/meetings/minutes/{minutes.pk}/change/").content.decode()
    on_task = client.get(f"/admin/meetings/task/{task.pk}/change/").content.decode()

    for name in ("minute_taker", "distribution", "findings", "closing", "Ergebnis", "Aufgabe"):
        assert f"{CANARY} {name}" in page
    for name in ("Person", "Organisation", "Vertretung", "title", "text", "explanation"):
        assert f"{CANARY} {name}" in page
    for words in (f"{CANARY} Gastorganisation", f"{CANARY} Entfallenes", "Befangen"):
        assert words in page
    for name in ("Gast", "Vorsitz"):
        assert f"Stieglitz-{name}" in page
    for name in ("Erläuterung", "Bemerkung"):
        assert f"{CANARY} {name}" in on_task
    advice = minutes.meeting.advice.get()
    on_advice = client.get(f"/admin/advice/advice/{advice.pk}/change/").content.decode()
    for name in ("text", "contact", "state_reason", "answer", "effect", "note", "public_text"):
        assert f"{CANARY} {name}" in on_advice


def test_no_mail_tells_of_a_draft_before_the_release(minutes):
    Minutes.objects.filter(pk=minutes.pk).update(chair=member_of(minutes))

    acts.begin(minutes.meeting)
    acts.hand_to_chair(minutes, None)
    call_command("send_due")
    before = leaks(mails(), OUTSIDE)
    # What a release does to them: the same reminder could have told of the draft.
    minutes.meeting.tasks.update(is_announced=True)
    call_command("send_due")

    assert before == []
    assert [word for _kind, word in leaks(mails(), SAID)] == [CANARY]


def mails():
    return {
        one.pk: f"{one.to_name} {one.subject} {one.text} {one.html} {one.calendar}"
        for one in Mail.objects.all()
    }


def test_work_on_a_draft_moves_nothing_public(client, minutes):
    address = f"/sitzungen/{minutes.meeting.slug}/"
    before = client.get(address)["ETag"]

    record = minutes.meeting.agenda_items.first().record
    record.text = "Anders"
    record.save()
    minutes.closing = "Anders"
    minutes.save()
    resolution = minutes.meeting.resolutions.get()
    resolution.text = "Anders"
    resolution.save()
    for row in (*minutes.meeting.tasks.all(), *minutes.meeting.guests.all()):
        row.save()
    after = client.get(address)["ETag"]
    minutes.meeting.text = "<p>Öffentlich anders</p>"
    minutes.meeting.save()

    assert after == before
    assert client.get(address)["ETag"] != before
