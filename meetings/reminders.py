"""
Reminding: of an answer that is missing, and of a session on its eve.

The same round lets in whose mandate has begun since the invitation.

`send_for()` may run any number of times a day. It writes what is due once, and
drops what still waits and is no longer true. Days count in Europe/Berlin.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings import reminder_mails
from meetings.access import open_until
from meetings.answer_mails import REMINDER
from meetings.invitations import thread_of
from meetings.models import Delivery, Meeting, Response
from meetings.newcomers import KIND as ACCESS
from meetings.newcomers import newcomers
from meetings.preparation import Preparation, calendar_state
from meetings.turnout import turnout
from partners.models import Centre, Person
from post import outbox
from post.models import Mail
from post.outbox import Circumstances

ANSWER, EVE = REMINDER, "session_reminder"
# Who wants no reminders gets none of these.
SWITCHED = (ANSWER, EVE)
KINDS = (*SWITCHED, ACCESS)
TEXTS = {
    ANSWER: reminder_mails.ask_for_answer,
    EVE: reminder_mails.on_the_eve,
    ACCESS: reminder_mails.let_in,
}
FIRST_DAYS, LAST_DAYS = 7, 2
BY_HAND = "by-"
# Nobody is asked again so soon after an invitation or another reminder.
QUIET = dt.timedelta(days=3)


@dataclass(frozen=True)
class Reminder:
    """What a person should be reminded of; without a `stage` nothing is due just now."""

    kind: str
    meeting: Meeting
    person: Person
    stage: str = ""

    @property
    def cause(self):
        """Name what the reminder is about; a new date makes it another one."""
        meeting = self.meeting
        day = meeting.answers_due if self.kind == ANSWER else meeting.held_on
        if self.kind == ANSWER and meeting.answers_due_on:
            # Set by hand it may stay when the session moves, which opens the question again.
            day = f"{day}/{meeting.held_on}"
        return f"{self.kind}:{meeting.pk}:person:{self.person.pk}:{day}:"

    @property
    def state(self):
        return f":{calendar_state(self.meeting)}"

    def is_said_by(self, mail):
        """Tell whether a mail says what is still true; what is not due only if asked by hand."""
        beginning = self.cause if self.stage else self.cause + BY_HAND
        return mail.occasion.startswith(beginning) and mail.occasion.endswith(self.state)


# --- The daily round --------------------------------------------------------


def sessions_to_look_at(today=None) -> list[int]:
    """Return the keys of sessions with something to remind of, or with reminders that wait."""
    coming = Meeting.objects.upcoming(today).filter(state=Meeting.State.INVITED)
    waiting = Mail.objects.queued().filter(kind__in=KINDS)
    named = {int(thread.split(":")[1]) for thread in waiting.values_list("thread", flat=True)}
    return sorted({*coming.values_list("pk", flat=True), *named})


@transaction.atomic
def send_for(key, today=None) -> int:
    """Write the reminders due for one session; return how many."""
    today = today or timezone.localdate()
    meeting = locked(key)
    wanted = true_reminders(meeting, today)
    drop_untrue(meeting, wanted)
    known = Known(meeting)
    due = [one for one in wanted if one.stage and not known.was_said(one, today)]
    due = without_second(due)
    for one in due:
        write(one, today)
    return len(due)


def without_second(due) -> list[Reminder]:
    """Leave out a question to somebody whose new link asks it already."""
    let_in = {one.person for one in due if one.kind == ACCESS}
    return [one for one in due if one.kind != ANSWER or one.person not in let_in]


def locked(key):
    """Return the session as it is now; answers and sendings wait until we are done."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related("board", "venue")
    return found.get(pk=key)


def true_reminders(meeting, today) -> list[Reminder]:
    """Return what may be said of the session today, due or not."""
    # Nobody hears by a reminder what only the office knows: that day, time or place changed.
    if not is_open(meeting) or Preparation(meeting, today).is_changed:
        return []
    expected, stage = turnout(meeting), stage_of(meeting, today)
    asked = unanswered(expected, today)
    found = [Reminder(ANSWER, meeting, one, stage) for one in asked]
    if meeting.held_on - today <= dt.timedelta(days=1):
        found += [Reminder(EVE, meeting, one, "eve") for one in coming(meeting, expected)]
    return found + [Reminder(ACCESS, meeting, one, "begun") for one in newcomers(meeting)]


def is_open(meeting) -> bool:
    """From the invitation until it begins, unless it is cancelled, or it or its board hidden."""
    is_hidden = Visibility.OFFICE in {meeting.visibility, meeting.board.visibility}
    is_invited = meeting.state == Meeting.State.INVITED and not is_hidden
    return is_invited and not meeting.is_cancelled and not meeting.has_begun


def stage_of(meeting, today) -> str:
    """Return which reminder the days until the deadline ask for; "" for none."""
    left = (meeting.answers_due - today).days
    if 0 <= left <= LAST_DAYS:
        return "last"
    return "first" if LAST_DAYS < left <= FIRST_DAYS else ""


def drop_untrue(meeting, wanted):
    true = {(one.kind, one.person.pk): one for one in wanted}
    for mail in written_about(meeting).filter(state=Mail.State.QUEUED):
        one = true.get((mail.kind, mail.person_id))
        if one is None or not one.is_said_by(mail):
            outbox.supersede(mail.thread, kind=mail.kind)


def written_about(meeting):
    """Return the reminders of a session that were sent or still will be."""
    found = Mail.objects.filter(kind__in=KINDS, thread__startswith=f"meeting:{meeting.pk}:")
    return found.exclude(state=Mail.State.DROPPED).exclude(is_superseded=True)


class Known:
    """What the people of a session were told already."""

    def __init__(self, meeting):
        self.said = defaultdict(list)
        for mail in written_about(meeting):
            self.said[mail.kind, mail.person_id].append(mail)
        self.written_to = defaultdict(list)
        for one in Delivery.objects.filter(dispatch__meeting=meeting).select_related("dispatch"):
            self.written_to[one.person_id].append(one.dispatch.sent_at)

    def was_said(self, reminder, today) -> bool:
        mails = self.said[reminder.kind, reminder.person.pk]
        if any(one.occasion.startswith(reminder.cause + reminder.stage) for one in mails):
            return True
        return reminder.kind == ANSWER and self.is_too_soon(reminder.person, today)

    def is_too_soon(self, person, today) -> bool:
        asked = self.said[ANSWER, person.pk] + self.said[ACCESS, person.pk]
        moments = [*self.written_to[person.pk], *(one.queued_at for one in asked)]
        is_waiting = any(one.state == Mail.State.QUEUED for one in asked)
        return is_waiting or any(today - timezone.localdate(one) < QUIET for one in moments)

    def was_asked_on(self, person, day) -> bool:
        return any(timezone.localdate(one.queued_at) == day for one in self.said[ANSWER, person.pk])


# --- Who --------------------------------------------------------------------


def unanswered(expected, today) -> list[Person]:
    """Return who can answer and has not: members, deputies of a seat without one, guests."""
    return reachable(silent(expected, today))


def silent(expected, today) -> list[Person]:
    """Return whose answer is missing, whether or not they can be reached."""
    found = [person for one in expected.pending for person in speakers(one, today)]
    return list(dict.fromkeys([*found, *expected.pending_guests]))


def speakers(one, today) -> list[Person]:
    """Return the seat's member, else its deputies; a mandate that begins later cannot answer."""
    if one.member:
        mandates = [mandate for mandate in one.seat.people if mandate.person == one.member]
    else:
        mandates = one.seat.people
    return [mandate.person for mandate in mandates if mandate.starts_on <= today]


def coming(meeting, expected) -> list[Person]:
    """Return who has promised to come: members, those in their place, guests."""
    found = [attending(one) for one in expected.expected if one.is_coming]
    guests = meeting.guests.filter(response=Response.ACCEPTED, holds=True)
    return reachable([*found, *(one.person for one in guests.select_related("person"))])


def attending(one) -> Person | None:
    """Return whose coming the answer promises: who gave it, or who comes instead."""
    row = one.participation
    return row.stand_in or row.given_by


def reachable(people) -> list[Person]:
    """Return each person once who has an address and wants reminders."""
    return [one for one in dict.fromkeys(people) if one and one.email and one.wants_reminders]


# --- By hand ----------------------------------------------------------------


def askable(meeting, today=None) -> list[Person]:
    """Return whom the office can remind of their answer now."""
    today = today or timezone.localdate()
    if not is_open(meeting) or Preparation(meeting, today).is_changed:
        return []
    known = Known(meeting)
    found = unanswered(turnout(meeting), today)
    return [one for one in found if not known.was_asked_on(one, today)]


def not_askable(meeting, today=None) -> list[tuple[Person, str]]:
    """Return whose answer is missing and who cannot be asked now, each with the reason."""
    today = today or timezone.localdate()
    known, asked = Known(meeting), askable(meeting, today)
    missing = [one for one in silent(turnout(meeting), today) if one not in asked]
    return [(one, why_not(one, known, today)) for one in missing]


def why_not(person, known, today) -> str:
    if not person.email:
        return _("keine E-Mail-Adresse, bitte anrufen")
    if not person.wants_reminders:
        return _("möchte keine Erinnerungen")
    return _("heute schon erinnert") if known.was_asked_on(person, today) else ""


@transaction.atomic
def remind(meeting, by) -> list[Person]:
    """
    Ask all who have not answered, each at most once a day; return them.

    Raise ValidationError if there is nobody to ask, or nothing to ask any more.
    """
    today, meeting = timezone.localdate(), locked(meeting.pk)
    if not is_open(meeting):
        raise ValidationError(_("Zu dieser Sitzung kann gerade niemand antworten."))
    if Preparation(meeting, today).is_changed:
        raise ValidationError(_("Bitte teilen Sie zuerst die Änderung mit."))
    people = askable(meeting, today)
    if not people:
        raise ValidationError(_("Alle haben geantwortet oder wurden heute schon erinnert."))
    for one in people:
        outbox.supersede(thread_of(meeting, one), kind=ANSWER)
        write(Reminder(ANSWER, meeting, one, f"{BY_HAND}{by.pk}-{today}"), today)
    return people


# --- The mail ---------------------------------------------------------------


def write(reminder, today):
    meeting, person = reminder.meeting, reminder.person
    circumstances = Circumstances(
        kind=reminder.kind,
        occasion=f"{reminder.cause}{reminder.stage}{reminder.state}",
        thread=thread_of(meeting, person),
        reply_to=Centre.objects.current().email,
        link_expires_on=open_until(meeting),
    )
    message = TEXTS[reminder.kind](meeting, person, today)
    return outbox.write(message, circumstances, person=person)


@transaction.atomic
def switch(person, *, is_wanted):
    """Turn a person's reminders on or off; what still waits is dropped."""
    person.wants_reminders = is_wanted
    person._history_user = None
    person.save(update_fields=["wants_reminders"])
    if not is_wanted:
        for mail in person.mails.queued().filter(kind__in=SWITCHED):
            outbox.supersede(mail.thread, kind=mail.kind)
