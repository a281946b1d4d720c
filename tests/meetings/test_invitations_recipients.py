"""Who gets what: members, stand-ins, deputies, guests; each person once."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import invitations
from meetings.models import Delivery, Dispatch, Participation
from meetings.recipients import recipients, vacant_seats
from tests import factories as make

pytestmark = pytest.mark.django_db

Kind, Role = Dispatch.Kind, Delivery.Role
MEMBER, STAND_IN, DEPUTY, GUEST = Role.MEMBER, Role.STAND_IN, Role.DEPUTY, Role.GUEST


@pytest.fixture
def seat():
    return make.make_seat()


@pytest.fixture
def member(seat):
    return make.make_mandate(seat=seat).person


@pytest.fixture
def deputy(seat):
    return make.make_mandate(seat=seat, role="deputy").person


@pytest.fixture
def meeting(seat, member, deputy):
    return make.make_planned_meeting(board=seat.board)


@pytest.fixture
def guest(meeting):
    return make.make_guest(meeting=meeting).person


def roles(meeting, kind=Kind.INVITATION):
    return {one.person: one.role for one in recipients(meeting, kind)}


def delegate(meeting, seat, deputy):
    Participation.objects.update_or_create(
        meeting=meeting, seat=seat, defaults={"response": "delegated", "deputy": deputy}
    )


def end(person, day):
    person.mandates.update(ends_on=day)


def test_members_deputies_and_guests_get_the_invitation(meeting, member, deputy, guest):
    assert roles(meeting) == {member: MEMBER, deputy: DEPUTY, guest: GUEST}


def test_guests_get_no_save_the_date(meeting, member, deputy, guest):
    assert roles(meeting, Kind.SAVE_THE_DATE) == {member: MEMBER, deputy: DEPUTY}


def test_guests_who_were_told_nothing_hear_of_no_change(meeting, member, deputy, guest):
    assert roles(meeting, Kind.CHANGE) == {member: MEMBER, deputy: DEPUTY}


def test_permanent_deputy_who_is_named_stands_in(meeting, seat, member, deputy):
    delegate(meeting, seat, deputy)

    assert roles(meeting) == {member: MEMBER, deputy: STAND_IN}


def test_confirmed_ad_hoc_deputy_stands_in(meeting, seat, member, deputy):
    other = make.make_person()
    delegate(meeting, seat, other)

    assert roles(meeting) == {member: MEMBER, other: STAND_IN, deputy: DEPUTY}


def test_named_but_unconfirmed_deputy_gets_nothing(meeting, seat, member, deputy):
    Participation.objects.create(
        meeting=meeting, seat=seat, response="delegated", deputy_name="X", deputy_email="x@e.org"
    )

    assert roles(meeting) == {member: MEMBER, deputy: DEPUTY}


def test_deputy_of_a_seat_without_member_stands_in(meeting, member, deputy):
    end(member, timezone.localdate())

    assert roles(meeting) == {deputy: STAND_IN}


def test_mandates_count_on_the_day_of_the_session(meeting, seat, member, deputy):
    end(member, meeting.held_on - dt.timedelta(days=1))
    successor = make.make_mandate(seat=seat, starts_on=meeting.held_on).person

    assert roles(meeting) == {successor: MEMBER, deputy: DEPUTY}


def test_office_learns_that_a_mandate_has_not_begun(meeting, seat, member, deputy):
    end(member, meeting.held_on - dt.timedelta(days=1))
    make.make_mandate(seat=seat, starts_on=meeting.held_on)

    notes = [one.notes for one in recipients(meeting, Kind.INVITATION)]

    text = f"Mandat beginnt am {meeting.held_on:%d.%m.%Y}"
    assert notes == [[f"{text}; bis dahin sieht die Person nur Öffentliches"], []]


def test_seat_that_ended_before_the_session_counts_no_more(meeting, seat):
    seat.ends_on = meeting.held_on - dt.timedelta(days=1)
    seat.save()

    assert roles(meeting) == {}
    assert vacant_seats(meeting) == []


def test_seat_without_member_is_a_gap(meeting, seat, member):
    assert vacant_seats(meeting) == []

    end(member, timezone.localdate())

    assert vacant_seats(meeting) == [seat]


def test_other_boards_get_nothing(meeting, member, deputy):
    make.make_mandate()

    assert roles(meeting) == {member: MEMBER, deputy: DEPUTY}


def test_person_on_two_seats_is_one_recipient_for_both(meeting, seat, member, deputy):
    other = make.make_seat(board=meeting.board)
    make.make_mandate(seat=other, person=member)

    first, _deputy = recipients(meeting, Kind.INVITATION)

    names = sorted([seat.organisation.name, other.organisation.name])
    assert first.person == member
    assert first.represents == " und ".join(names)
    assert first.why == f"als Mitglied ({names[0]}) und Mitglied ({names[1]})"


def test_member_who_is_also_deputy_is_a_member(meeting, member, deputy):
    other = make.make_seat(board=meeting.board)
    make.make_mandate(seat=other, person=member, role="deputy")
    make.make_mandate(seat=other)
    found = {one.person: one for one in recipients(meeting, Kind.INVITATION)}

    assert found[member].role == MEMBER
    assert found[member].notes == [f"auch Stellvertretung ({other.organisation.short_name})"]


def test_deputy_who_is_also_a_guest_is_invited_as_a_guest(meeting, seat, member, deputy):
    make.make_guest(meeting=meeting, person=deputy)
    found = {one.person: one for one in recipients(meeting, Kind.INVITATION)}

    assert found[deputy].role == GUEST
    assert found[deputy].asks_answer
    assert found[deputy].notes == [f"auch Stellvertretung ({seat.organisation.short_name})"]


def test_whose_answer_is_asked(meeting, seat, member, deputy, guest):
    other = make.make_person()
    delegate(meeting, seat, other)
    alone = make.make_mandate(seat=make.make_seat(board=meeting.board), role="deputy").person

    asked = {one.person for one in recipients(meeting, Kind.INVITATION) if one.asks_answer}

    assert asked == {member, guest, alone}


def test_without_address_it_is_a_letter(meeting, member, deputy):
    deputy.email = ""
    deputy.save()

    channels = {one.person: one.channel for one in recipients(meeting, Kind.INVITATION)}

    assert channels == {member: "mail", deputy: "letter"}


@pytest.mark.parametrize("kind", [Kind.CHANGE, Kind.CANCELLATION])
def test_who_was_told_and_left_hears_once_that_it_is_off(meeting, member, deputy, kind):
    staff = make.make_staff()
    invitations.send(meeting, Kind.INVITATION, staff)
    end(member, timezone.localdate())
    meeting.refresh_from_db()
    told = {one.person: one.is_former for one in recipients(meeting, kind)}
    meeting.held_on += dt.timedelta(days=1)
    meeting.save()

    invitations.send(meeting, Kind.CHANGE, staff)

    assert told == {member: True, deputy: False}
    assert list(roles(meeting, kind)) == [deputy]


def test_who_left_gets_no_addendum(meeting, member, deputy):
    invitations.send(meeting, Kind.INVITATION, make.make_staff())

    end(member, timezone.localdate())

    assert list(roles(meeting, Kind.ADDENDUM)) == [deputy]
