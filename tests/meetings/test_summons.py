"""Was the board properly invited? As the sendings prove it, and explained in one sentence."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import resending, summons
from meetings.cockpit import beginning, captures
from meetings.minutes import acts, checklist
from meetings.minutes.content import content_of
from meetings.models import Meeting, Minutes
from meetings.procedure import Invited
from meetings.procedure import summons as judge
from tests import factories as make
from tests.meetings.sending import change, meeting, send, staff
from tests.meetings.sitting import address, ask_for_quorum, invite, make_running, make_sitting
from tests.meetings.test_cockpit import first_item, refusal
from tests.meetings.voting import BASIS, USUAL, own_rules
from tests.test_office_forms import office

__all__ = ["meeting", "office", "send", "staff"]
pytestmark = pytest.mark.django_db

DAY = dt.date(2027, 1, 14)


def ago(days):
    return DAY - dt.timedelta(days=days)


# --- The rule -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("invited", "is_proper", "text"),
    [
        (
            Invited(ago(21), 11),
            True,
            "Ordnungsgemäß eingeladen: Die Einladung ging am 24.12.2026 an alle 11 besetzten "
            "Sitze; die Frist von 21 Tagen ist gewahrt",
        ),
        (
            Invited(ago(10), 1, short_notice_reason="Sturm"),
            True,
            "Ordnungsgemäß eingeladen: Die Einladung ging am 04.01.2027 an den einen besetzten "
            "Sitz; die Frist von 21 Tagen ist auf 10 verkürzt, Grund: Sturm",
        ),
        (
            Invited(ago(10), 11),
            False,
            "Nicht ordnungsgemäß eingeladen: Die Einladung ging am 04.01.2027 an alle 11 "
            "besetzten Sitze; die Frist von 21 Tagen ist auf 10 verkürzt, ohne Grund",
        ),
        (
            Invited(ago(6), 11, short_notice_reason="Sturm"),
            False,
            "Nicht ordnungsgemäß eingeladen: Die Einladung ging am 08.01.2027 an alle 11 "
            "besetzten Sitze; auch die verkürzte Frist von 7 Tagen ist unterschritten: 6",
        ),
        (
            Invited(ago(30), 11, ["HWK", "IHK"]),
            False,
            "Nicht ordnungsgemäß eingeladen: Die Einladung vom 15.12.2026 hat nicht erreicht: "
            "HWK, IHK; die Frist von 21 Tagen ist gewahrt",
        ),
        (
            Invited(None),
            False,
            "Nicht ordnungsgemäß eingeladen: Dass jemand zu diesem Tag eingeladen hat, ist hier "
            "nicht belegt",
        ),
    ],
)
def test_summons_is_explained_with_day_seats_and_notice(invited, is_proper, text):
    found = judge(invited, DAY, own_rules())

    assert (found.is_proper, found.text) == (is_proper, f"{text} {BASIS}.")


# --- What the sendings prove --------------------------------------------------


def begun(meeting):
    """The minutes of a session whose day has come."""
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    minutes = acts.begin(meeting)
    return minutes, summons.summons_of(minutes.meeting).text


def sitting(**values):
    """A session of today of three members, to which nobody is invited yet."""
    meeting = make_sitting(seats=3, **values)
    meeting.dispatches.all().delete()
    return meeting


def test_invitation_to_all_seats_in_time_is_proper():
    meeting = sitting()
    sent = invite(meeting).sent_at

    minutes, text = begun(meeting)

    assert minutes.is_properly_invited is True
    assert text == (
        f"Ordnungsgemäß eingeladen: Die Einladung ging am {timezone.localdate(sent):%d.%m.%Y} an "
        f"alle 3 besetzten Sitze; die Frist von 21 Tagen ist gewahrt {USUAL}."
    )
    assert content_of(minutes)["findings"][0] == "Die Sitzung ist ordnungsgemäß einberufen."


def test_nobody_invited_is_not_proper_and_the_minutes_say_so():
    minutes, text = begun(sitting())

    assert minutes.is_properly_invited is False
    assert "ist hier nicht belegt" in text
    assert content_of(minutes)["findings"][0] == "Die Sitzung ist nicht ordnungsgemäß einberufen."


@pytest.mark.parametrize(
    ("days", "reason", "is_proper"),
    [(21, "", True), (20, "", False), (20, "Sturm", True), (7, "Eilt", True), (6, "Eilt", False)],
)
def test_notice_is_kept_or_shortened_with_a_reason(days, reason, is_proper):
    meeting = sitting()
    invite(meeting, days=days, short_notice_reason=reason)

    assert begun(meeting)[0].is_properly_invited is is_proper


def test_seat_without_the_invitation_is_named():
    meeting = sitting()
    dispatch = invite(meeting)
    left_out = dispatch.deliveries.last()
    name = left_out.seat.organisation.short_name
    left_out.delete()

    minutes, text = begun(meeting)

    assert minutes.is_properly_invited is False
    assert f"hat nicht erreicht: {name}; die Frist" in text


@pytest.mark.parametrize(
    ("state", "is_proper"), [("sent", True), ("queued", True), ("failed", False)]
)
def test_mail_that_failed_reached_nobody(state, is_proper):
    meeting = sitting()
    delivery = invite(meeting).deliveries.first()
    delivery.mail = make.make_mail(person=delivery.person, state=state)
    delivery.save()

    assert begun(meeting)[0].is_properly_invited is is_proper


def test_letter_reaches_nobody_until_it_is_printed():
    meeting = sitting()
    delivery = invite(meeting).deliveries.first()
    delivery.letter_printed_at = None
    delivery.save()

    before = summons.summons_of(meeting).is_proper
    resending.mark_printed(delivery)

    assert (before, summons.summons_of(meeting).is_proper) == (False, True)


def test_vacant_seat_has_nobody_to_invite_and_its_deputies_where_it_has_some():
    meeting = sitting()
    make.make_seat(board=meeting.board)
    deputy = make.make_mandate(seat=make.make_seat(board=meeting.board), role="deputy")
    dispatch = invite(meeting)

    with_deputy = summons.invited(meeting)
    dispatch.deliveries.get(person=deputy.person).delete()

    assert (with_deputy.seats, list(with_deputy.missed)) == (4, [])
    assert summons.invited(meeting).missed == [deputy.seat.organisation.short_name]


def test_day_that_was_moved_counts_from_when_it_was_told(meeting, send):
    """Moving the session invites anew: the notice runs from the change."""
    send("invitation")
    first = summons.invited(meeting).sent_on
    change(meeting, held_on=meeting.held_on + dt.timedelta(days=30))
    untold = summons.invited(meeting)
    told = send("change")
    moved = summons.telling_of_the_day(meeting)

    assert first == timezone.localdate()
    assert (untold.sent_on, moved) == (None, [told])


# --- Explained to the office --------------------------------------------------


def point(minutes):
    found = checklist.invitation(Minutes.objects.get(pk=minutes.pk))
    return found.is_met, found.is_blocking, found.text


def test_checklist_explains_and_says_where_the_office_knows_better():
    meeting = sitting()
    minutes, text = begun(meeting)
    as_derived = point(minutes)
    Minutes.objects.update(is_properly_invited=True)
    overruled = point(minutes)
    invite(meeting)

    assert as_derived == (False, False, text)
    assert overruled == (False, False, f"{text} Im Protokoll steht: ordnungsgemäß eingeladen.")
    assert point(minutes)[:2] == (True, False)


def test_cockpit_explains_why_nothing_can_be_decided_and_where_to_say_otherwise(office):
    meeting = sitting()
    beginning.begin(meeting, None)
    meeting.participations.update(attendance="present")
    ask_for_quorum(meeting)

    page = office.get(address(meeting)).content.decode()
    refused = refusal(
        captures.note_resolution, first_item(meeting), {"text": "Ja", "yes": "3"}, None
    )
    minutes = Minutes.objects.get()
    Minutes.objects.update(is_properly_invited=True)
    later = office.get(address(meeting)).content.decode()

    assert "Dass jemand zu diesem Tag eingeladen hat, ist hier nicht belegt" in page
    assert f"/admin/meetings/minutes/{minutes.pk}/change/#id_kopf-is_properly_invited" in page
    assert "die Mitglieder wurden nicht alle ordnungsgemäß eingeladen" in refused
    assert "nicht belegt" not in later


def test_session_of_a_board_properly_invited_is_quorate_by_its_number():
    meeting = make_running(seats=4)
    ask_for_quorum(meeting)

    found = captures.note_resolution(first_item(meeting), {"text": "Ja", "yes": "4"}, None)

    assert found.state == "adopted"
