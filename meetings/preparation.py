"""How far a session is prepared: what is done, what is due, what comes next."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visibility import Visibility
from meetings import facts
from meetings.agenda_news import fresh_items
from meetings.models import Dispatch, DocumentVersion, Meeting
from meetings.planning import deadlines
from meetings.procedure import Deadline

Kind = Dispatch.Kind
State = Meeting.State
ANNOUNCES = (Kind.SAVE_THE_DATE, Kind.INVITATION)
SOON_DAYS = 7


def calendar_state(meeting) -> int:
    """Return the number that rises with every change of what invited people's calendars show."""
    return meeting.sequence + meeting.internal_sequence


@dataclass(frozen=True)
class Watched:
    """A deadline with what became of it; `is_duty` when the office has to keep it."""

    deadline: Deadline
    is_done: bool
    note: str
    is_duty: bool
    day: dt.date

    @property
    def is_overdue(self):
        return self.is_duty and not self.is_done and self.deadline.due_on < self.day

    @property
    def is_soon(self):
        return self.is_due_within(SOON_DAYS) and not self.is_overdue

    def is_due_within(self, days):
        """Tell whether it is still to be done and overdue, or due in so many days."""
        is_owed = self.is_duty and not self.is_done
        return is_owed and self.deadline.due_on <= self.day + dt.timedelta(days=days)

    @property
    def state(self):
        if self.is_done:
            return "done"
        return "overdue" if self.is_overdue else "soon" if self.is_soon else "open"


@dataclass(frozen=True)
class Lack:
    """What is missing, and the id of the part of the session's form where it is entered."""

    name: str
    field: str
    is_plural: bool = False


class Preparation:
    """
    One session on `day`.

    Reads `dispatches`, `agenda_items`, `documents` and `board.rules` of the
    session as `all()`, so that a list prefetches them.
    """

    def __init__(self, meeting, day=None):
        self.meeting, self.day = meeting, day or timezone.localdate()

    @cached_property
    def dispatches(self):
        return list(self.meeting.dispatches.all())

    def sent(self, kind):
        """Return the latest sending of `kind`, or None."""
        return next((one for one in self.dispatches if one.kind == kind), None)

    @property
    def is_announced(self):
        return any(one.kind in ANNOUNCES for one in self.dispatches)

    @property
    def is_invited(self):
        return self.meeting.state != State.PLANNED

    @property
    def is_over(self):
        return self.meeting.has_begun or self.meeting.state == State.HELD

    @cached_property
    def untold(self):
        told = max((one.sequence for one in self.dispatches), default=None)
        if not self.is_announced or told >= calendar_state(self.meeting):
            return []
        return facts.untold(self.meeting)

    @property
    def is_changed(self):
        """Tell whether those informed know another day, time or place than the session has."""
        return bool(self.untold)

    @property
    def is_resumed(self):
        """Tell whether they may take the session for cancelled, which it is not any more."""
        return not self.meeting.is_cancelled and facts.is_of_state(self.untold)

    @property
    def duty(self) -> str:
        """Return the sending the office owes next, or "" when it owes none."""
        if self.meeting.is_cancelled:
            is_open = self.is_announced and not self.is_cancellation_sent
            return Kind.CANCELLATION if is_open else ""
        if self.is_over:
            return ""
        if self.is_changed:
            return Kind.CHANGE
        if self.is_invited:
            return ""
        return Kind.SAVE_THE_DATE if self.saves_the_date else Kind.INVITATION

    @property
    def next_kind(self) -> str:
        """Return the duty, or the addendum that is possible since something is new."""
        return self.duty or (Kind.ADDENDUM if self.may_add and self.has_news else "")

    @property
    def may_add(self):
        """Tell whether members were invited by a sending to which something can be added."""
        is_ahead = self.is_invited and not self.is_over and not self.meeting.is_cancelled
        return is_ahead and self.is_announced

    @property
    def awaits_mark(self):
        """Tell whether the session is over and nobody said yet that it was held."""
        meeting = self.meeting
        return meeting.has_begun and not meeting.is_cancelled and meeting.state != State.HELD

    @property
    def is_cancellation_sent(self):
        """A session cancelled again, after it was to take place after all, is told again."""
        sent, since = self.sent(Kind.CANCELLATION), self.meeting.cancelled_at
        return bool(sent and (since is None or sent.sent_at >= since))

    @property
    def saves_the_date(self):
        """Ahead of its day and as long as nothing went out, the save-the-date comes first."""
        due_on = self.due("save_the_date").due_on
        return not self.is_announced and self.day <= due_on

    # --- Dates ----------------------------------------------------------------

    @cached_property
    def deadlines(self):
        return deadlines(self.meeting)

    def due(self, code):
        return next(one for one in self.deadlines if one.code == code)

    @cached_property
    def watched(self):
        """Return the deadlines with their state; none once nothing can be kept any more."""
        if self.meeting.is_cancelled or self.is_over:
            return []
        found = [self.watch(one) for one in self.deadlines]
        return [one for one in found if one]

    def watch(self, deadline):
        judge = getattr(self, f"watch_{deadline.code}")
        is_done, note, is_duty = judge()
        if note is None:
            return None
        return Watched(deadline, is_done, note, is_duty, self.day)

    def watch_save_the_date(self):
        sent = self.sent(Kind.SAVE_THE_DATE)
        if sent is None and self.is_invited:
            return False, None, False
        return bool(sent), sent_note(sent), True

    def watch_invitation(self):
        sent = self.sent(Kind.INVITATION)
        note = sent_note(sent) or (_("ist ergangen") if self.is_invited else "")
        return self.is_invited, note, True

    def watch_proposals(self):
        return False, _("danach nur mit Zustimmung des Gremiums"), False

    def watch_papers(self):
        count = len(self.meeting.documents.all())
        note = ngettext("%d Dokument liegt vor", "%d Dokumente liegen vor", count) % count
        return bool(count), note if count else _("noch keine Dokumente"), True

    def watch_answers(self):
        return False, "", False

    @property
    def overdue(self):
        return [one for one in self.watched if one.is_overdue]

    @property
    def due_soon(self):
        return [one for one in self.watched if one.is_soon]

    # --- What is missing, what is new ------------------------------------------

    @cached_property
    def lacks(self) -> list[Lack]:
        """Return what an invitation should hold and does not yet."""
        meeting = self.meeting
        if self.is_over or meeting.is_cancelled:
            return []
        agenda = meeting.agenda_items.all()
        found = (
            (meeting.starts_at, Lack(_("Uhrzeit"), "field-starts_at")),
            (meeting.venue_id or meeting.video_link, Lack(_("Ort"), "field-venue")),
            (agenda, Lack(_("Tagesordnung"), "field-agenda_from")),
            (meeting.documents.all(), Lack(_("Dokumente"), "documents-group", is_plural=True)),
            (
                meeting.visibility != Visibility.OFFICE,
                Lack(_("Sichtbarkeit für Mitglieder"), "field-visibility"),
            ),
        )
        return [lack for is_there, lack in found if not is_there]

    @property
    def lacks_many(self):
        return len(self.lacks) > 1 or any(one.is_plural for one in self.lacks)

    @cached_property
    def has_news(self):
        """Tell whether papers or items came or changed since the members were written to."""
        told = [one.sent_at for one in self.dispatches if one.kind in TELLS_OF_AGENDA]
        if not told:
            return False
        fresh = self.papers_since(max(told)).exists()
        return fresh or bool(fresh_items(self.meeting, max(told), closed=[Visibility.OFFICE]))

    def papers_since(self, moment):
        fresh = DocumentVersion.objects.filter(
            document__meeting=self.meeting, uploaded_at__gt=moment
        )
        return fresh.exclude(document__visibility=Visibility.OFFICE)


TELLS_OF_AGENDA = (Kind.INVITATION, Kind.ADDENDUM, Kind.CHANGE)


def sent_note(dispatch) -> str:
    if dispatch is None:
        return ""
    return _("versandt am %s") % f"{timezone.localtime(dispatch.sent_at):%d.%m.%Y}"
