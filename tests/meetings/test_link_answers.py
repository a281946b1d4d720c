"""Answering from the personal page: one tap, a plain confirmation, and what is refused."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from meetings.models import Guest, Participation
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.meetings.answering import home, page_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = make.make_meeting(starts_at=dt.time(14), slug="zwei")
    make.make_dispatch(meeting=meeting)
    return meeting


@pytest.fixture
def seat(meeting):
    return make.make_seat(board=meeting.board)


@pytest.fixture
def member(seat):
    return make.make_mandate(seat=seat).person


def test_one_tap_and_a_plain_confirmation(client, member):
    page = send(client, home(member), "antwort/", response="accepted")

    assert "Sie haben zugesagt.</strong> Sie können das bis zum Beginn ändern." in page
    assert "Ich komme" not in page
    assert "Absagen" in page


def test_declining_offers_to_tell_why(client, member):
    address = home(member)

    page = send(client, address, "antwort/", response="declined")
    assert "Sie haben abgesagt." in page
    assert "Grund mitteilen (freiwillig)" in page

    page = send(client, address, "antwort/", response="declined", reason="krank")
    assert "Ihr Grund: krank" in page


@pytest.mark.parametrize("before", [None, "accepted"])
def test_reason_goes_along_with_declining_in_one_step(client, member, before):
    address = home(member)
    page = client.get(address).content.decode()
    if before:
        page = send(client, address, "antwort/", response=before)
    form = page.split("Absagen und den Grund nennen</summary>")[1].split("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(response|back)" value="(\w+)"', form))
    assert 'name="reason"' in form

    page = send(client, address, "antwort/", reason="krank", **fields)

    row = Participation.objects.get()
    assert (row.response, row.reason) == ("declined", "krank")
    assert "Ihr Grund: krank" in page
    assert "Absagen und den Grund nennen" not in page


@pytest.mark.parametrize("response", ["", "pending", "delegated", "\x00"])
def test_nonsense_is_no_answer(client, member, response):
    answer = client.post(f"{home(member)}sitzungen/zwei/antwort/", {"response": response})

    assert answer.status_code == 409
    assert not Participation.objects.exists()


def test_first_act_notes_the_use_of_the_link(client, member):
    address = home(member)
    client.get(address)
    assert PersonalLink.objects.get().used_at is None

    send(client, address, "antwort/", response="accepted")

    assert PersonalLink.objects.get().used_at is not None


def test_act_leads_back_to_where_it_was_pressed(client, member):
    address = f"{home(member)}sitzungen/zwei/"

    response = client.post(f"{address}antwort/", {"response": "accepted", "back": "meeting"})

    assert response["Location"] == f"{address}#antwort"
    assert "Sie haben zugesagt." in client.get(address).content.decode()


def test_too_late_is_said_on_the_page_without_a_cookie(client, meeting, member):
    address = home(member)
    meeting.held_on = timezone.localdate()
    meeting.starts_at = dt.time(0)
    meeting.save()

    response = send(client, address, "antwort/", response="accepted")

    assert "Die Sitzung hat begonnen." in response.content.decode()
    assert set(response.cookies) <= {"csrftoken"}
    assert not Participation.objects.exists()


def test_cancelled_session_offers_no_answer(client, meeting, member):
    meeting.is_cancelled, meeting.cancellation_reason = True, "Sturm"
    meeting.save()

    page = page_of(client, member)

    assert "Diese Sitzung ist abgesagt.</strong> Sturm" in page
    assert "Ich komme" not in page


def test_planned_public_session_waits_for_the_invitation(client, meeting, member):
    meeting.dispatches.all().delete()
    meeting.state = "planned"
    meeting.save()

    page = page_of(client, member)

    assert "Die Einladung folgt." in page
    assert "Ich komme" not in page


# --- Guests, notes, reminders -----------------------------------------------------


def test_guest_of_an_item_answers(client, meeting):
    guest = make.make_person()
    item = make.make_agenda_item(meeting=meeting)
    Guest.objects.create(meeting=meeting, person=guest, agenda_item=item)
    address = home(guest)
    assert "Sie sind als Gast zu TOP 1 eingeladen." in client.get(address).content.decode()

    page = send(client, address, "antwort/", response="accepted")

    assert "Sie haben zugesagt." in page
    assert "Vertretung benennen" not in page


def test_guest_reads_why_an_item_has_no_heading(client, meeting, member):
    guest = make.make_person()
    Guest.objects.create(meeting=meeting, person=guest)
    make.make_agenda_item(meeting=meeting)
    address, why = f"{home(guest)}sitzungen/zwei/", "sehen Überschrift und Unterlagen nur"
    assert why not in client.get(address).content.decode()

    make.make_agenda_item(meeting=meeting, visibility="members")

    assert why in client.get(address).content.decode()
    assert why not in client.get(f"{home(member)}sitzungen/zwei/").content.decode()


def test_note_reaches_the_office_and_comes_back(client, member):
    page = send(client, home(member), "mitteilung/", note="Komme <b>später</b>.")

    assert "liegt der Geschäftsstelle vor: Komme &lt;b&gt;später&lt;/b&gt;." in page
    assert Participation.objects.get().note == "Komme <b>später</b>."
    assert not Mail.objects.exists()


@pytest.mark.parametrize(("wants", "act"), [(True, "Ausschalten"), (False, "Einschalten")])
def test_home_says_whether_reminders_come_and_leads_to_the_switch(client, member, wants, act):
    member.wants_reminders = wants
    member.save()
    address = home(member)

    page = client.get(address).content.decode()

    assert f'<a href="{address}kalender/#erinnerungen">{act}</a>' in page


def test_same_acts_work_for_somebody_signed_in(client, meeting):
    user = make.make_member(meeting.board)
    client.force_login(user)

    response = client.post(
        "/mein/sitzungen/zwei/antwort/", {"response": "accepted", "back": "meeting"}
    )

    assert response["Location"] == "/mein/sitzungen/zwei/#antwort"
    assert Participation.objects.get().answered_by == user.person


def test_whoever_has_two_places_is_asked_once(client, meeting, seat, member):
    make.make_mandate(seat=make.make_seat(board=meeting.board), person=member)
    Guest.objects.create(meeting=meeting, person=member)
    address = home(member)
    assert client.get(address).content.decode().count("Ich komme") == 1

    send(client, address, "antwort/", response="accepted")

    assert [one.response for one in Participation.objects.all()] == ["accepted", "accepted"]
    assert Guest.objects.get().response == "accepted"
    assert Mail.objects.count() == 1
