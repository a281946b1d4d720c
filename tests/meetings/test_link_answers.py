"""Answering from the personal page: one tap, a plain confirmation, and what is refused."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from meetings.models import Guest, Participation, Response
from post.models import Mail, PersonalLink
from tests import factories as make

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


@pytest.fixture
def deputy(seat):
    return make.make_mandate(seat=seat, role="deputy").person


def home(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def page_of(client, person):
    return client.get(home(person)).content.decode()


def send(client, address, path, **values):
    response = client.post(f"{address}sitzungen/zwei/{path}", values)
    assert response.status_code in {302, 409}
    return client.get(address).content.decode() if response.status_code == 302 else response


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


# --- Deputies -------------------------------------------------------------------


def test_permanent_deputy_is_one_tap_away_and_sees_it_at_once(client, member, deputy):
    assert f"{deputy.full_name} vertritt mich" in page_of(client, member)

    page = send(client, home(member), "vertretung/", deputy=deputy.pk)

    assert f"{deputy.full_name} vertritt Sie." in page
    assert "Sie vertreten in dieser Sitzung" in page_of(client, deputy)


@pytest.mark.parametrize("key", ["", "abc", "0", "9" * 40, "١"])
def test_nobody_is_no_deputy(client, member, deputy, key):
    answer = client.post(f"{home(member)}sitzungen/zwei/vertretung/", {"deputy": key})

    assert answer.status_code == 409
    assert not Participation.objects.exists()


def test_a_stranger_and_nobody_are_refused_alike(client, member, deputy):
    address = f"{home(member)}sitzungen/zwei/vertretung/"
    stranger = make.make_person()

    answers = [client.post(address, {"deputy": key}) for key in (stranger.pk, 987654)]

    assert [one.status_code for one in answers] == [409, 409]
    texts = [{str(one) for one in answer.context["messages"]} for answer in answers]
    assert texts[0] == texts[1] == {"Diese Person ist nicht die Stellvertretung Ihres Sitzes."}


def test_deputy_sees_what_the_member_answered_and_steps_in(client, member, deputy):
    assert f"{member.full_name} hat noch nicht geantwortet." in page_of(client, deputy)
    send(client, home(member), "antwort/", response="declined")
    address = home(deputy)
    assert f"{member.full_name} hat abgesagt." in client.get(address).content.decode()

    page = send(client, address, "einspringen/")

    assert "Sie vertreten in dieser Sitzung" in page
    assert f"{deputy.full_name} vertritt Sie." in page_of(client, member)


def test_named_deputy_is_shown_as_waiting(client, member):
    values = {"deputy_name": "Kim Muster", "deputy_email": "kim@example.org"}

    page = send(client, home(member), "vertretung/benennen/", **values)

    assert "Sie haben Kim Muster als Vertretung benannt." in page
    assert Participation.objects.get().awaits_confirmation


def test_form_comes_back_open_with_what_was_typed(client, member):
    values = {"deputy_name": "Kim Muster", "deputy_email": "kim(at)example.org"}

    response = send(client, home(member), "vertretung/benennen/", **values)

    page = response.content.decode()
    assert "Bitte gültige E-Mail-Adresse eingeben." in page
    assert 'value="Kim Muster"' in page
    assert "<details" in page
    assert page.count(" open>") == 1
    assert page.count(" autofocus ") == 1
    assert not Participation.objects.exists()


def test_stand_in_from_outside_steps_back_and_the_link_closes(client, meeting, seat, member):
    person = make.make_person()
    row = Participation.objects.create(
        meeting=meeting, seat=seat, response=Response.DELEGATED, deputy=person, answered_by=member
    )
    address = home(person)

    response = client.post(f"{address}sitzungen/zwei/zuruecktreten/")

    row.refresh_from_db()
    assert (row.response, row.deputy) == (Response.PENDING, None)
    assert "Ihr persönlicher Link ist damit geschlossen." in response.content.decode()
    assert client.get(address).status_code == 404


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
