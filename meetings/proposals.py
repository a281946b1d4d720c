"""Members propose items for the agenda; the office takes them up or says why not."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings import entitlement, facts, planning
from meetings.decisions import tell
from meetings.models import AgendaItem, AgendaProposal, Meeting
from meetings.models.meeting import stands_in
from meetings.places import announced_to
from partners.models.board import member_of
from partners.reader import Reader
from partners.richtext import from_plain

State = AgendaProposal.State


def known_to(reader):
    """Return the sessions the reader knows of as a member or in its place; not a guest's."""
    return announced_to(reader).filter(member_of(reader, "board") | stands_in(reader, "pk"))


def open_for(reader):
    """Return the coming sessions for which the reader may propose an item."""
    found = known_to(reader).filter(is_cancelled=False).exclude(state=Meeting.State.HELD)
    coming = found.upcoming().select_related("board").prefetch_related("board__rules", "dispatches")
    return [one for one in coming if not one.has_begun]


def deadline(meeting):
    """Return the last day for proposals in time, with the rule it comes from."""
    return planning.deadline(meeting, "proposals")


def seat_of(person, board):
    """Return the seat the person holds on the board today, as main member first; or None."""
    return entitlement.seat_of(person, board.pk)


@transaction.atomic
def propose(meeting, person, title, text="", minutes_planned=None):
    """
    Hand in an item and return it; the same one again, from a second click, is one.

    Raise ValidationError unless the person's board holds the session, or they
    come to it in a member's place; it has to be ahead and not cancelled. After
    the deadline it is marked as late.
    """
    meeting = locked(meeting)
    ruling = entitlement.may(person, entitlement.Act.PROPOSE, meeting)
    # Who may, proposes to a session they were told of.
    if not ruling or not announced_to(Reader(person)).filter(pk=meeting.pk).exists():
        raise ValidationError(_("Zu dieser Sitzung können Sie nichts vorschlagen."))
    if meeting.is_cancelled:
        raise ValidationError(_("Die Sitzung ist abgesagt."))
    if meeting.has_begun or meeting.state == Meeting.State.HELD:
        raise ValidationError(_("Die Sitzung hat schon begonnen. Sprechen Sie es bitte dort an."))
    words = {"title": printable(title).strip(), "text": printable(text).strip()}
    if same := meeting.proposals.open().filter(person=person, **words).first():
        return same
    return meeting.proposals.create(
        person=person,
        seat=ruling.seat,
        minutes_planned=minutes_planned,
        is_late=timezone.localdate() > deadline(meeting).due_on,
        **words,
    )


@transaction.atomic
def judge_again(meeting):
    """Count anew which undecided proposals are late, after the session has moved."""
    due_on = deadline(meeting).due_on
    for one in meeting.proposals.open():
        is_late = timezone.localdate(one.submitted_at) > due_on
        if is_late != one.is_late:
            one.is_late = is_late
            one.save(update_fields=["is_late"])


@transaction.atomic
def withdraw(proposal, person):
    """Take back one's own proposal. Raise ValidationError once the office has decided."""
    proposal = undecided(proposal)
    if proposal.person_id != person.pk:
        raise ValidationError(_("Das ist nicht Ihr Vorschlag."))
    proposal.delete()


@transaction.atomic
def accept(proposal, by):
    """
    Put the proposal on the agenda, tell the proposer, and return the item.

    Raise ValidationError if it is decided already, or the session is cancelled
    or over.
    """
    proposal = undecided(proposal)
    meeting = proposal.meeting
    if meeting.is_cancelled:
        raise ValidationError(_("Die Sitzung ist abgesagt."))
    if facts.is_over(meeting):
        raise ValidationError(_("Die Sitzung ist schon vorbei."))
    proposal.agenda_item = item_of(proposal)
    decide(proposal, State.ACCEPTED, by)
    return proposal.agenda_item


@transaction.atomic
def decline(proposal, by, reason):
    """Decide against the proposal and tell the proposer why. Raise ValidationError without."""
    proposal = undecided(proposal)
    reason = " ".join(printable(reason).split())
    if not reason:
        raise ValidationError(_("Bitte begründen Sie die Ablehnung."))
    if len(reason) > AgendaProposal._meta.get_field("decision_reason").max_length:
        raise ValidationError(_("Bitte begründen Sie kürzer: höchstens 500 Zeichen."))
    proposal.decision_reason = reason
    decide(proposal, State.DECLINED, by)


def locked(meeting):
    """Return the meeting; others who change what belongs to it wait from here on."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def undecided(proposal):
    """Return the proposal as it is now, with its meeting locked; refuse a decided one."""
    locked(proposal.meeting)
    found = AgendaProposal.objects.filter(pk=proposal.pk).select_related(
        "meeting__board", "person", "seat__organisation"
    )
    proposal = found.first()
    if proposal is None:
        raise ValidationError(_("Der Vorschlag wurde zurückgezogen."))
    if proposal.state != State.SUBMITTED:
        decided = (
            f"{proposal.get_state_display()} ({timezone.localtime(proposal.decided_at):%d.%m.%Y})"
        )
        raise ValidationError(_("Über diesen Vorschlag ist schon entschieden: %s.") % decided)
    return proposal


def decide(proposal, state, by):
    proposal.state, proposal.decided_at, proposal.decided_by = state, timezone.now(), by
    proposal.save()
    tell(proposal)


def item_of(proposal):
    """Make the proposal an item: the last one, but before any other business."""
    meeting = proposal.meeting
    item = meeting.agenda_items.create(
        position=AgendaItem.objects.room_at_end(meeting),
        title=proposal.title,
        text=from_plain(proposal.text),
        minutes_planned=proposal.minutes_planned,
        is_late=proposal.is_late,
    )
    if proposal.seat:
        item.rapporteurs.add(proposal.seat.organisation)
        item.refresh_public_face()
    AgendaItem.objects.renumber(meeting)
    return item
