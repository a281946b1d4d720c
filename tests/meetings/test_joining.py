"""Who joins a session after its invitation gets it with one act, who leaves is told with one."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from meetings import invitations, joining
from meetings.models import Dispatch, Guest, Meeting
from partners.models import Mandate, Seat
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture
def office():
    return make.make_user(is_superuser=True, is_staff=True)


@pytest.fixture
def meeting(office):
    """An invited session: two seats with members, one deputy, one guest; all mails are out."""
    meeting = make.make_planned_meeting()
    make.make_mandate(seat=make.make_seat(board=meeting.board))
    make.make_mandate(seat=meeting.board.seats.first(), role="deputy")
    make.make_guest(meeting=meeting)
    invitations.send(meeting, Kind.INVITATION, office)
    Mail.objects.update(state=Mail.State.SENT)
    return Meeting.objects.get(pk=meeting.pk)


def join(meeting):
    """A new seat with a member, a new deputy, a new guest."""
    return {
        make.make_mandate(seat=make.make_seat(board=meeting.board)).person,
        make.make_mandate(seat=meeting.board.seats.last(), role="deputy").person,
        make.make_guest(meeting=meeting).person,
    }


def leave(meeting):
    """A mandate ends, a seat ends with its member and deputy, a guest is taken off."""
    first, second = meeting.board.seats.order_by("pk")[:2]
    gone = {one.person for one in Mandate.objects.filter(seat__board=meeting.board)}
    gone.add(meeting.guests.get().person)
    Mandate.objects.filter(seat=second).update(ends_on=YESTERDAY)
    Seat.objects.filter(pk=first.pk).update(ends_on=timezone.localdate())
    Guest.objects.all().delete()
    return gone


def written():
    return {one.person: one for one in Mail.objects.queued()}


def pages(client):
    """Return the office's start page and that of the session."""
    meeting = Meeting.objects.get()
    addresses = (
        reverse("admin:index"),
        reverse("admin:meetings_meeting_change", args=[meeting.pk]),
        reverse("admin:meetings_meeting_proof", args=[meeting.pk]),
    )
    return [client.get(one).text for one in addresses]


def press(client, meeting, name):
    return client.post(reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk]), follow=True)


@pytest.mark.parametrize("happens", [join, leave])
def test_start_page_counts_what_the_sessions_page_names(meeting, happens):
    beside = make.make_planned_meeting(state="invited")
    assert joining.turnovers([meeting, beside]) == []

    happens(meeting)

    one = joining.Turnover(Meeting.objects.get(pk=meeting.pk))
    assert joining.turnovers([meeting, beside]) == [(meeting, len(one.joiners), len(one.leavers))]
    assert one.joiners or one.leavers


def test_who_joined_is_shown_and_invited_with_one_button(client, meeting, office):
    client.force_login(office)
    assert not any("dazugekommen" in page for page in pages(client))
    people = join(meeting)
    assert written() == {}

    before = pages(client)
    press(client, meeting, "invite_joiners")

    assert all("3 Personen sind seit der Einladung dazugekommen" in page for page in before)
    mails = written()
    assert set(mails) == people
    assert {one.kind for one in mails.values()} == {"invitation"}
    assert {one.calendar_method for one in mails.values()} == {"REQUEST"}
    assert meeting.participations.count() == 3
    assert not any("seit der Einladung dazugekommen" in page for page in pages(client))
    assert "haben die Einladung schon" in press(client, meeting, "invite_joiners").text
    assert set(written()) == people


def test_who_left_is_shown_and_told_with_one_button(client, meeting, office):
    client.force_login(office)
    assert not any("nicht mehr eingeladen" in page for page in pages(client))
    people = leave(meeting)
    assert written() == {}

    before = pages(client)
    # Somebody has to stay.
    make.make_mandate(seat=make.make_seat(board=meeting.board))
    press(client, meeting, "tell_leavers")

    assert all("4 Personen sind nicht mehr eingeladen" in page for page in before)
    mails = written()
    assert set(mails) == people
    assert {one.calendar_method for one in mails.values()} == {"CANCEL"}
    assert all("STATUS:CANCELLED" in one.calendar for one in mails.values())
    assert not any("wissen es noch nicht" in page for page in pages(client))


def test_who_was_told_is_not_told_again_by_a_change(meeting, office):
    leave(meeting)
    make.make_mandate(seat=make.make_seat(board=meeting.board))
    joining.tell(meeting, office)
    Mail.objects.update(state=Mail.State.SENT)

    meeting.starts_at, meeting.ends_at = dt.time(9), dt.time(10)
    meeting.save()
    invitations.send(meeting, Kind.CHANGE, office)

    assert len(written()) == 1
    with pytest.raises(ValidationError):
        joining.tell(meeting, office)


def test_who_comes_back_is_invited_again(meeting, office):
    guest = meeting.guests.get().person
    Guest.objects.all().delete()
    joining.tell(meeting, office)
    make.make_guest(meeting=meeting, person=guest)

    assert [one.person for one in joining.Turnover(meeting).joiners] == [guest]
    joining.invite(meeting)

    assert joining.Turnover(meeting).joiners == joining.Turnover(meeting).leavers == []
    assert {(one.kind, one.person) for one in Mail.objects.queued()} == {("invitation", guest)}


def test_letter_tells_who_has_no_address(meeting, office):
    guest = make.make_guest(meeting=meeting, person=make.make_person(email=""))
    joining.invite(meeting)
    guest.delete()

    [leaver] = joining.Turnover(meeting).leavers
    joining.tell(meeting, office)

    assert leaver.person == guest.person
    assert joining.Turnover(meeting).leavers == []
    assert meeting.dispatches.get(kind=Kind.FAREWELL).deliveries.get().is_letter


def test_day_that_was_told_stays_that_of_the_last_announcement(meeting, office):
    """A farewell tells nobody who is invited of a new day."""
    meeting.held_on += dt.timedelta(days=7)
    meeting.save()
    Guest.objects.all().delete()

    joining.tell(meeting, office)
    invitations.send(meeting, Kind.CHANGE, office)

    assert {one.kind for one in Mail.objects.queued()} == {"farewell", "change"}


@pytest.mark.parametrize("values", [{"is_cancelled": True, "cancellation_reason": "Sturm"}, {}])
def test_nobody_is_told_of_a_session_that_does_not_come(meeting, values):
    values = values or {"held_on": YESTERDAY}
    leave(meeting)
    join(meeting)
    Meeting.objects.update(**values)

    meeting.refresh_from_db()

    assert joining.Turnover(meeting).joiners == joining.Turnover(meeting).leavers == []
