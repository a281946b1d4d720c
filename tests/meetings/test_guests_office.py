"""Guests in the session's form: whom the office invites, and what it cannot reach."""

import pytest
from django.urls import reverse

from meetings.models import Guest, Participation
from tests import factories as make
from tests.test_office_twice import meeting_form, row_errors, rows

pytestmark = pytest.mark.django_db


def change(obj):
    model = obj._meta.model_name
    return reverse(f"admin:meetings_{model}_change", args=[obj.pk])


@pytest.fixture
def meeting():
    return make.make_meeting()


@pytest.fixture
def office(client, meeting):
    client.force_login(make.make_leader(meeting.board))
    return client


def save(office, meeting, *guests):
    seen = office.get(change(meeting)).context["adminform"].form["seen"].value()
    form = meeting_form(number=meeting.number, slug=meeting.slug, seen=seen)
    return office.post(change(meeting), form | rows("guests", *guests))


def test_guest_is_invited_to_the_session_or_to_one_item(office, meeting):
    item = make.make_agenda_item(meeting=meeting)
    whole, part = make.make_person(), make.make_person()
    items = {
        "agenda_items-TOTAL_FORMS": 1,
        "agenda_items-INITIAL_FORMS": 1,
        "agenda_items-0-id": item.pk,
        "agenda_items-0-meeting": meeting.pk,
        "agenda_items-0-title": item.title,
        "agenda_items-0-kind": item.kind,
        "agenda_items-0-visibility": item.visibility,
        "agenda_items-0-position": 1,
    }
    seen = office.get(change(meeting)).context["adminform"].form["seen"].value()
    guests = rows("guests", {"person": whole.pk}, {"person": part.pk, "agenda_item": item.pk})
    form = meeting_form(number=meeting.number, slug=meeting.slug, seen=seen) | items | guests

    response = office.post(change(meeting), form)

    assert response.status_code == 302
    assert set(Guest.objects.values_list("person", "agenda_item")) == {
        (whole.pk, None),
        (part.pk, item.pk),
    }


def test_item_of_another_session_is_no_choice(office, meeting):
    foreign = make.make_agenda_item()

    response = save(office, meeting, {"person": make.make_person().pk, "agenda_item": foreign.pk})

    assert response.status_code == 200
    assert not Guest.objects.exists()


def test_person_is_invited_once(office, meeting):
    guest = {"person": make.make_person().pk}

    response = save(office, meeting, guest, guest)

    assert "doppelten" in str(row_errors(response))
    assert not Guest.objects.exists()


def test_nobody_is_asked_for_guests_before_there_is_a_session(office):
    assert 'id="guests-group"' not in office.get("/admin/meetings/meeting/add/").content.decode()


def test_answers_of_foreign_boards_do_not_exist(office, meeting):
    def rows_of(one):
        guest = Guest.objects.create(meeting=one, person=make.make_person())
        seat = make.make_seat(board=one.board)
        return guest, Participation.objects.create(meeting=one, seat=seat)

    own, foreign = rows_of(meeting), rows_of(make.make_meeting())

    assert [office.get(change(one)).status_code for one in own] == [200, 200]
    assert [office.get(change(one)).status_code for one in foreign] == [302, 302]
