"""
What becomes of minutes, each act in a transaction that holds the session's row.

All raise ValidationError with the reason where the act is not due.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visibility import Visibility
from meetings import entitlement, summons
from meetings.cockpit import agreement
from meetings.minutes import agenda, checklist, mails, outlook
from meetings.minutes.content import members_part, public_part
from meetings.minutes.versions import freeze, is_changed, last_version, reads_same
from meetings.models import ItemRecord, Meeting, Minutes, MinutesVersion
from meetings.planning import rules_for
from meetings.procedure import objections_deadline
from meetings.resolutions import register
from meetings.tasks.acts import announce_tasks_of
from partners.models import Mandate

State, Occasion = Minutes.State, MinutesVersion.Occasion


def locked(minutes) -> Minutes:
    """Return the minutes as they are now; whoever else acts on the session waits."""
    Meeting.objects.select_for_update().get(pk=minutes.meeting_id)
    found = Minutes.objects.select_related("meeting__board", "chair", "approved_in__board")
    return found.select_for_update(of=("self",)).get(pk=minutes.pk)


def keep(minutes, by):
    minutes.revision += 1
    minutes._history_user = by
    minutes.save()


# --- Until the release ------------------------------------------------------


@transaction.atomic
def begin(meeting, by=None) -> Minutes:
    """
    Return the session's minutes, made if there are none, with a record for each item.

    Raise ValidationError for a session that is cancelled or still to come.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.is_cancelled:
        raise ValidationError(_("Zu einer abgesagten Sitzung gibt es kein Protokoll."))
    if meeting.held_on > timezone.localdate():
        raise ValidationError(_("Die Sitzung hat noch nicht begonnen."))
    minutes = Minutes.objects.filter(meeting=meeting).first() or made(meeting, by)
    for item in meeting.agenda_items.filter(record=None):
        ItemRecord.objects.create(agenda_item=item)
    register.note_in_minutes_of(meeting)
    agenda.put_on_next(meeting)
    return minutes


def made(meeting, by) -> Minutes:
    """Make the draft, with what is known of the session; how it was called, its sendings show."""
    invitation = summons.invitation_of(meeting)
    minutes = Minutes(
        meeting=meeting,
        chair=chair_of(meeting),
        minute_taker=str(by) if by else "",
        distribution=_("Mitglieder"),
        # In the cockpit it is filled in at the end, for it may be planned while the board sits.
        closing=outlook.sentence(meeting) if meeting.state == Meeting.State.HELD else "",
        is_properly_invited=summons.summons_of(meeting).is_proper,
        is_second_invitation=bool(invitation and invitation.is_second_invitation),
    )
    minutes._history_user = by
    minutes.save()
    return minutes


def chair_of(meeting):
    """Return who holds the chair on that day, if one person does."""
    then = entitlement.sitting(meeting, meeting.held_on)
    mandates = then.filter(office=Mandate.Office.CHAIR)
    people = {one.person for one in mandates.select_related("person")}
    return people.pop() if len(people) == 1 else None


@transaction.atomic
def hand_to_chair(minutes, by) -> Minutes:
    """
    Note that the draft is with the chair for agreement.

    Nothing is sent: the draft never leaves the office by itself.
    """
    minutes = locked(minutes)
    if minutes.state != State.DRAFT:
        raise ValidationError(_("Das Protokoll ist kein Entwurf mehr."))
    if minutes.chair is None:
        raise ValidationError(_("Bitte nennen Sie zuerst die Sitzungsleitung."))
    minutes.state = State.IN_REVIEW
    keep(minutes, by)
    return minutes


@transaction.atomic
def release(minutes, by) -> MinutesVersion:
    """Open the minutes and the session's tasks to the members, and tell them; once."""
    minutes = locked(minutes)
    if minutes.is_released:
        raise ValidationError(_("Das Protokoll ist schon freigegeben."))
    if minutes.state != State.IN_REVIEW:
        raise ValidationError(_("Das Protokoll ist noch nicht in Abstimmung."))
    if missing := [one.text for one in checklist.points(minutes, by=by) if one.is_blocking]:
        raise ValidationError(_("Es fehlt noch: %s") % "; ".join(missing))
    today = timezone.localdate()
    register.enter_all_of(minutes.meeting, by)
    version = freeze(minutes, Occasion.RELEASE, by)
    minutes.state, minutes.released_at = State.RELEASED, timezone.now()
    minutes.objections_until = objections_deadline(today, rules_for(minutes.meeting)).due_on
    keep(minutes, by)
    mails.tell_of_release(minutes, version, announce_tasks_of(minutes.meeting))
    return version


@transaction.atomic
def amend(minutes, reason, by) -> MinutesVersion:
    """
    Let the members read the released minutes as the office has changed them, and tell them.

    `reason` says what is changed. The period for objections stays as it is: the
    board decides on amended minutes, silence does not.
    """
    minutes = locked(minutes)
    reason = " ".join(reason.split())
    if minutes.state != State.RELEASED:
        raise ValidationError(
            _("Eine geänderte Fassung gibt es nur zwischen Freigabe und Genehmigung.")
        )
    if not reason:
        raise ValidationError(_("Bitte sagen Sie, was sich geändert hat."))
    last = last_version(minutes)
    if not is_changed(minutes, last):
        raise ValidationError(_("Es wurde nichts geändert."))
    agreement.check(minutes.meeting)
    version = freeze(minutes, Occasion.AMENDMENT, by, reason)
    keep(minutes, by)
    if not reads_same(members_part, minutes, last.content, version.content):
        mails.tell_of_amendment(minutes, version)
    return version


# --- Approval ---------------------------------------------------------------


@transaction.atomic
def approve(minutes, in_meeting, by) -> MinutesVersion:
    """Note that the board approved the minutes, as it could read them, in a later session."""
    minutes = locked(minutes)
    check_approvable(minutes)
    check_later(minutes.meeting, in_meeting)
    if is_changed(minutes, last_version(minutes)):
        raise ValidationError(
            _(
                "Was Sie seit der letzten Fassung geändert haben, konnte noch niemand lesen. "
                "Geben Sie zuerst die geänderte Fassung frei."
            )
        )
    minutes.approved_in = in_meeting
    return approved(minutes, by)


@transaction.atomic
def approve_tacitly(minutes, today=None) -> MinutesVersion:
    """
    Let the minutes count as approved because nobody objected in time.

    An objection leaves the decision to the board, however it was answered; one
    that was withdrawn is gone.
    """
    minutes = locked(minutes)
    check_approvable(minutes)
    if minutes.objections.exists():
        raise ValidationError(_("Es gab eine Einwendung: Darüber entscheidet das Gremium."))
    if not rules_for(minutes.meeting).approves_tacitly:
        raise ValidationError(
            _("Die Geschäftsordnung sieht keine stillschweigende Genehmigung vor.")
        )
    if (today or timezone.localdate()) <= minutes.objections_until:
        raise ValidationError(_("Die Frist für Einwendungen läuft noch."))
    last = last_version(minutes)
    is_amended = last.occasion == Occasion.AMENDMENT
    if is_amended or is_changed(minutes, last):
        raise ValidationError(
            _("Seit der Freigabe wurde etwas geändert: Darüber entscheidet das Gremium.")
        )
    return approved(minutes, by=None)


def approved(minutes, by):
    minutes.state, minutes.approved_at = State.APPROVED, timezone.now()
    keep(minutes, by)
    return freeze(minutes, Occasion.APPROVAL, by)


def check_approvable(minutes):
    if minutes.state == State.APPROVED:
        raise ValidationError(_("Das Protokoll ist schon genehmigt."))
    if minutes.state != State.RELEASED:
        raise ValidationError(_("Das Protokoll ist noch nicht freigegeben."))
    if count := minutes.objections.filter(outcome="open").count():
        text = ngettext(
            "%d Einwendung ist noch nicht beantwortet.",
            "%d Einwendungen sind noch nicht beantwortet.",
            count,
        )
        raise ValidationError(text % count)
    agreement.check(minutes.meeting)


def check_later(recorded, meeting):
    if meeting.board_id != recorded.board_id:
        raise ValidationError(_("Diese Sitzung gehört zu einem anderen Gremium."))
    if not Meeting.objects.later_than(recorded).filter(pk=meeting.pk).exists():
        raise ValidationError(_("Genehmigt wird ein Protokoll erst in einer späteren Sitzung."))
    if meeting.state != Meeting.State.HELD:
        raise ValidationError(_("Diese Sitzung ist noch nicht durchgeführt."))


# --- Afterwards -------------------------------------------------------------


@transaction.atomic
def publish(minutes, by) -> Minutes:
    """Show everybody the public part of the approved minutes."""
    minutes = locked(minutes)
    meeting = minutes.meeting
    if minutes.state != State.APPROVED:
        raise ValidationError(_("Veröffentlicht wird erst ein genehmigtes Protokoll."))
    if minutes.published_at:
        raise ValidationError(_("Das Protokoll ist schon veröffentlicht."))
    if {meeting.visibility, meeting.board.visibility} != {Visibility.PUBLIC}:
        raise ValidationError(_("Die Sitzung oder ihr Gremium ist nicht öffentlich."))
    minutes.published_at = minutes.public_changed_at = timezone.now()
    keep(minutes, by)
    return minutes


@transaction.atomic
def withdraw(minutes, by) -> Minutes:
    """Take the publication back."""
    minutes = locked(minutes)
    if not minutes.published_at:
        raise ValidationError(_("Das Protokoll ist nicht veröffentlicht."))
    minutes.published_at = None
    keep(minutes, by)
    return minutes


@transaction.atomic
def correct(minutes, reason, by) -> MinutesVersion:
    """Make what was changed after the approval a version of its own, and tell the members."""
    minutes = locked(minutes)
    reason = " ".join(reason.split())
    if minutes.state != State.APPROVED:
        raise ValidationError(_("Berichtigt wird nur ein genehmigtes Protokoll."))
    if not reason:
        raise ValidationError(_("Bitte begründen Sie die Berichtigung."))
    last = last_version(minutes)
    if not is_changed(minutes, last):
        raise ValidationError(_("Es wurde nichts geändert."))
    agreement.check(minutes.meeting)
    version = freeze(minutes, Occasion.CORRECTION, by, reason)
    contents = (last.content, version.content)
    if minutes.published_at and not reads_same(public_part, minutes, *contents):
        minutes.public_changed_at = version.made_at
    keep(minutes, by)
    # What members cannot see changed is none for them, nor is its reason.
    if not reads_same(members_part, minutes, *contents):
        mails.tell_of_correction(minutes, version)
    return version
