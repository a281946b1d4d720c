"""Deputies on the personal page: named, told for whom they come, and stepping back."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import Guest, Participation, Response
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


@pytest.fixture
def deputy(seat):
    return make.make_mandate(seat=seat, role="deputy").person


def test_permanent_deputy_is_one_tap_away_and_sees_it_at_once(client, member, deputy):
    assert f"{deputy.full_name} vertritt mich" in page_of(client, member)

    page = send(client, home(member), "vertretung/", deputy=deputy.pk)

    assert f"{deputy.full_name} vertritt Sie." in page
    assert "Sie vertreten in dieser Sitzung" in page_of(client, deputy)


def test_confirmed_deputy_reads_for_whom_they_come_and_is_not_asked_again(
    client, meeting, seat, member
):
    person = make.make_person()
    meeting.participations.create(seat=seat, response=Response.DELEGATED, deputy=person)
    Guest.objects.create(meeting=meeting, person=person)

    page = page_of(client, person)

    name = f"{member.full_name} ({seat.organisation.name})"
    assert f"Sie vertreten in dieser Sitzung {name}." in page
    assert "Antworten müssen Sie nicht noch einmal." in page
    assert "Kommen Sie?" not in page
    assert "Ich komme" not in page


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


def test_name_of_an_organisation_that_ends_with_a_full_stop_gets_no_second_one(
    client, meeting, seat, member, deputy
):
    assert seat.organisation.name.endswith("e. V.")
    stand_in = make.make_person()

    pages = [page_of(client, deputy)]
    meeting.participations.create(seat=seat, response=Response.DELEGATED, deputy=stand_in)
    pages.append(page_of(client, stand_in))
    seat.mandates.filter(role="main").update(ends_on=timezone.localdate())
    pages.append(page_of(client, deputy))

    assert [seat.organisation.name in page for page in pages] == [True] * 3
    assert ["e. V.." in page for page in pages] == [False] * 3


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
