"""Items that members propose: who may, until when, and what becomes of them."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings import proposals
from meetings.models import AgendaItem, AgendaProposal, Meeting
from partners.models import Rules
from partners.reader import Reader
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make.make_meeting(visibility="members")


@pytest.fixture
def person(meeting):
    return make.make_member(meeting.board).person


@pytest.fixture
def staff():
    return make.make_staff(is_superuser=True)


def titles(meeting):
    return list(meeting.agenda_items.order_by("position").values_list("position", "title"))


# --- Who may propose, and for what -------------------------------------------


def open_to(person):
    return {one.pk for one in proposals.open_for(Reader(person))}


def test_member_proposes_for_coming_sessions_of_the_own_boards(meeting, person):
    board = meeting.board
    make.make_meeting()
    make.make_meeting(board=board, visibility="office")
    make.make_meeting(board=board, visibility="members", state=Meeting.State.PLANNED)
    make.make_meeting(board=board, is_cancelled=True, cancellation_reason="Grippe")
    make.make_meeting(board=board, held_on=timezone.localdate() - dt.timedelta(days=1))

    assert open_to(person) == {meeting.pk}


def test_planned_session_is_open_once_its_date_is_announced(meeting, person):
    announced = make.make_meeting(
        board=meeting.board, visibility="members", state=Meeting.State.PLANNED
    )
    assert open_to(person) == {meeting.pk}

    make.make_dispatch(meeting=announced, kind="save_the_date")

    assert open_to(person) == {meeting.pk, announced.pk}


def test_deputy_proposes_but_guest_and_former_member_do_not(meeting):
    seat = make.make_seat(board=meeting.board)
    deputy, guest, former = (make.make_person() for _ in range(3))
    make.make_mandate(seat=seat, person=deputy, role="deputy")
    make.make_mandate(seat=seat, person=former, ends_on=timezone.localdate() - dt.timedelta(days=1))
    meeting.guests.create(person=guest)

    assert open_to(deputy) == {meeting.pk}
    assert proposals.propose(meeting, deputy, "Ja").seat == seat
    for person in (guest, former):
        assert open_to(person) == set()
        with pytest.raises(ValidationError, match="können Sie nichts vorschlagen"):
            proposals.propose(meeting, person, "Nein")


def test_nothing_is_proposed_for_a_cancelled_or_begun_session(meeting, person):
    meeting.is_cancelled, meeting.cancellation_reason = True, "Grippe"
    meeting.save()
    with pytest.raises(ValidationError, match="abgesagt"):
        proposals.propose(meeting, person, "Zu spät")

    meeting.is_cancelled, meeting.held_on = False, timezone.localdate()
    meeting.save()
    with pytest.raises(ValidationError, match="schon begonnen"):
        proposals.propose(meeting, person, "Zu spät")


@pytest.mark.parametrize(
    ("moment", "is_late"),
    [("2027-03-31 21:59", False), ("2027-03-31 22:01", True), ("2027-04-14 11:59", True)],
)
def test_last_day_counts_in_berlin_and_late_ones_are_marked(moment, is_late):
    with time_machine.travel(f"{moment}+00:00", tick=False):
        meeting = make.make_meeting(held_on=dt.date(2027, 4, 14), starts_at=dt.time(14))
        person = make.make_member(meeting.board).person

        assert proposals.propose(meeting, person, "Thema").is_late is is_late
        assert proposals.deadline(meeting).due_on == dt.date(2027, 3, 31)


def test_deadline_follows_the_rules_of_today_until_the_board_is_invited(meeting):
    day, today = meeting.held_on, timezone.localdate()
    board = meeting.board
    for days, valid_from in ((10, make.LONG_AGO), (20, today), (30, day)):
        Rules.objects.create(board=board, valid_from=valid_from, proposals_days=days)

    assert proposals.deadline(meeting).due_on == day - dt.timedelta(days=20)
    assert f"Geschäftsordnung vom {today:%d.%m.%Y}" in proposals.deadline(meeting).rule


def test_second_click_hands_in_one_proposal(meeting, person):
    for _click in range(2):
        proposals.propose(meeting, person, " Thema ", "Text\x07")

    assert [(one.title, one.text) for one in meeting.proposals.all()] == [("Thema", "Text")]


def test_proposer_withdraws_what_is_undecided_and_nobody_else_does(meeting, person, staff):
    proposal = make.make_proposal(meeting=meeting, person=person)
    with pytest.raises(ValidationError, match="nicht Ihr Vorschlag"):
        proposals.withdraw(proposal, make.make_person())
    proposals.accept(make.make_proposal(meeting=meeting, person=person), staff)

    proposals.withdraw(proposal, person)
    accepted = AgendaProposal.objects.get()
    with pytest.raises(ValidationError, match="schon entschieden: aufgenommen"):
        proposals.withdraw(accepted, person)


# --- What the office decides -------------------------------------------------


def test_accepted_proposal_is_an_item_before_the_closing_one(meeting, person, staff):
    make.make_agenda_item(meeting=meeting, title="Begrüßung", kind="formal")
    make.make_agenda_item(meeting=meeting, title="Verschiedenes", role="any_other_business")
    proposal = make.make_proposal(
        meeting=meeting, person=person, title="KI", text="A <b>\n\nB", minutes_planned=15
    )

    item = proposals.accept(proposal, staff)

    assert titles(meeting) == [(1, "Begrüßung"), (2, "KI"), (3, "Verschiedenes")]
    assert (item.text, item.minutes_planned) == ("<p>A &lt;b&gt;</p><p>B</p>", 15)
    assert (item.visibility, item.is_late) == ("members", False)
    assert list(item.rapporteurs.all()) == [proposal.seat.organisation]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.agenda_item) == ("accepted", staff, item)


def test_without_a_closing_item_it_comes_last_and_late_stays_late(meeting, person, staff):
    make.make_agenda_item(meeting=meeting, title="Begrüßung", kind="formal")
    proposal = make.make_proposal(meeting=meeting, person=person, title="KI", is_late=True)

    assert proposals.accept(proposal, staff).is_late
    assert titles(meeting) == [(1, "Begrüßung"), (2, "KI")]


def test_proposer_is_told_of_the_item_once(meeting, person, staff):
    proposal = make.make_proposal(meeting=meeting, person=person, title="KI", is_late=True)

    proposals.accept(proposal, staff)
    with pytest.raises(ValidationError, match="schon entschieden"):
        proposals.accept(proposal, staff)

    mail = Mail.objects.get()
    assert (mail.person, mail.subject) == (person, "Ihr Vorschlag zur 1. Sitzung ist aufgenommen")
    for form in (mail.text, mail.html):
        assert "TOP 1" in form
        assert "KI" in form
        assert "braucht die Zustimmung des Gremiums" in form
        assert "PERSOENLICHER-LINK" in form
    assert AgendaItem.objects.count() == 1


def test_declining_needs_a_reason_and_says_it(meeting, person, staff):
    proposal = make.make_proposal(meeting=meeting, person=person, title="KI")
    for reason in ("  ", "x" * 501):
        with pytest.raises(ValidationError, match="begründen"):
            proposals.decline(proposal, staff, reason)

    proposals.decline(proposal, staff, "Das Thema\r\nBcc: x@example.org kommt später.")

    proposal.refresh_from_db()
    assert proposal.decision_reason == "Das Thema Bcc: x@example.org kommt später."
    assert proposal.decision_reason in Mail.objects.get().text
    assert not AgendaItem.objects.exists()


def test_proposer_without_an_address_gets_no_mail_but_a_decision(meeting, staff):
    person = make.make_person(email="")
    make.make_mandate(seat=make.make_seat(board=meeting.board), person=person)
    proposal = make.make_proposal(meeting=meeting, person=person)

    proposals.accept(proposal, staff)

    assert AgendaItem.objects.count() == 1
    assert not Mail.objects.exists()


def test_nothing_is_accepted_for_a_cancelled_or_past_session(meeting, person, staff):
    proposal = make.make_proposal(meeting=meeting, person=person)
    meeting.is_cancelled, meeting.cancellation_reason = True, "Grippe"
    meeting.save()
    with pytest.raises(ValidationError, match="abgesagt"):
        proposals.accept(proposal, staff)

    meeting.is_cancelled, meeting.held_on = False, timezone.localdate() - dt.timedelta(days=1)
    meeting.save()
    with pytest.raises(ValidationError, match="vorbei"):
        proposals.accept(proposal, staff)
    proposals.decline(proposal, staff, "Die Sitzung ist vorbei.")


def test_withdrawn_proposal_is_not_accepted(meeting, person, staff):
    proposal = make.make_proposal(meeting=meeting, person=person)
    proposals.withdraw(proposal, person)

    with pytest.raises(ValidationError, match="zurückgezogen"):
        proposals.accept(proposal, staff)
