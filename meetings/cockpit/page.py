"""What the cockpit shows: agenda with clock and notes, who is there, what is still missing."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visibility import Visibility
from meetings import planning
from meetings.cockpit import agreement, clock, people, presence, running
from meetings.cockpit.results import blocks_for
from meetings.minutes import checklist, decided
from meetings.models import AgendaItem, Choice, ItemRecord, Resolution, Task
from meetings.rights import ANSWERS, PEOPLE
from partners.models import Rules

Result = ItemRecord.Result


@dataclass
class Entry:
    """One item with all that was noted on it; `typed` is what came back refused."""

    item: object
    record: ItemRecord
    pace: clock.Pace
    eligible: int = 0
    # Earlier minutes that the board approves at this item.
    approves: list = field(default_factory=list)
    typed: dict = field(default_factory=dict)
    conflict: dict | None = None
    previous: "Entry | None" = None
    next: "Entry | None" = None

    @property
    def is_running(self):
        return bool(self.record.begun_at and not self.record.ended_at)

    @property
    def asks_consent(self):
        return self.item.is_late and self.record.is_taken_up is None

    @property
    def waits(self):
        """A late item waits for the board's consent."""
        return self.item.is_late and not self.record.is_taken_up

    @property
    def is_settled(self):
        return bool(self.record.result)

    @property
    def conflicts(self):
        return list(self.record.conflicted.all()) if self.record.pk else []

    @property
    def conflicted(self):
        return [one.then_short_name for one in self.conflicts]

    @property
    def conflicted_keys(self):
        return {one.pk for one in self.conflicts}

    @property
    def decisions(self):
        return [one for one in self.item.resolutions.all() if one.state in Resolution.DECIDED]

    @property
    def advice(self):
        """Return what was advised, in the order it was noted."""
        found = self.item.advice.all() if hasattr(self.item, "advice") else []
        return sorted(found, key=lambda one: one.pk)

    @property
    def is_empty(self):
        return not (self.item.resolutions.all() or self.item.tasks.all() or self.advice)

    @property
    def behind_now(self):
        """+4 Min., for whom no script ticks."""
        return clock.signed(self.pace.behind(timezone.now()))


class Cockpit:
    """
    The running session as it is now; reads only.

    Of each kind it holds what `user` may read, and all without one.
    """

    def __init__(self, meeting, user=None):
        self.meeting, self.user = meeting, user
        self.draft = running.minutes_of(meeting)
        self.closed = running.why_closed(meeting, self.draft)

    @property
    def is_begun(self):
        return self.draft is not None

    @property
    def is_open(self):
        return not self.closed

    @property
    def is_today(self):
        return running.is_today(self.meeting)

    @property
    def may_reopen(self):
        is_held = self.meeting.state == self.meeting.State.HELD
        return self.is_begun and is_held and not self.draft.is_released

    @cached_property
    def rules(self):
        return planning.rules_for(self.meeting)

    @property
    def chair_decides(self):
        return self.rules.tie == Rules.Tie.CHAIR

    @property
    def choices(self):
        return Choice.choices

    @property
    def is_by_consensus(self):
        return self.rules.mode == Rules.Mode.CONSENSUS

    def sees(self, *rights):
        return self.user is None or self.user.has_perms(rights)

    # --- Who is there ---------------------------------------------------------

    @cached_property
    def places(self):
        return presence.places(self.meeting)

    @property
    def shown_places(self):
        """The seats with their people; how many are there shows anyway."""
        return self.places if self.sees(*ANSWERS) else []

    @cached_property
    def guests(self):
        if not self.sees("meetings.view_guest", PEOPLE):
            return []
        return list(self.meeting.guests.select_related("person", "agenda_item"))

    @cached_property
    def quorum(self):
        span = None if self.is_open else (None, None)
        return presence.quorum_now(self.meeting, self.draft, self.places, self.rules, span)

    @cached_property
    def improper(self):
        """Why the minutes say that the board was not properly invited, or ""."""
        is_in_order = not self.is_open or self.draft.is_properly_invited
        return "" if is_in_order else checklist.invitation(self.draft).text

    @property
    def headcount(self):
        """Anwesend 9 von 11"""
        span = presence.now_of(self.meeting) if self.is_open else (None, None)
        here = sum(one.was_here(*span) for one in self.places)
        return _("Anwesend %(here)d von %(all)d") % {"here": here, "all": len(self.places)}

    @cached_property
    def names(self):
        """Whom one can make responsible, for the list beside the field."""
        if not self.sees(PEOPLE):
            return []
        seats = [one.seat for one in self.places]
        found = [one.full_name for one in people.people_of(seats, self.guests)]
        return found + [one.short_name for one in people.organisations_of(seats)]

    # --- The agenda -----------------------------------------------------------

    @cached_property
    def entries(self):
        items = list(self.read_items())
        planning.timetable(self.meeting, items)
        found = [self.entry(one) for one in items]
        for before, after in pairwise(found):
            before.next, after.previous = after, before
        return found

    def read_items(self):
        day = self.meeting.held_on
        seats = self.meeting.board.seats.with_names_of(day)
        found = self.meeting.agenda_items.select_related("record").prefetch_related(
            "rapporteurs",
            Prefetch("record__conflicted", seats),
            Prefetch("resolutions", self.readable(Resolution)),
            Prefetch("tasks", self.readable(Task).select_related("person", "organisation")),
        )
        if not self.advice_kinds:
            return found
        advice = self.readable(AgendaItem._meta.get_field("advice").related_model)
        givers = advice.select_related("organisation", "person")
        return found.prefetch_related(Prefetch("advice", givers))

    def readable(self, model):
        """Return the rows of a kind that the user's right shows, none without it."""
        rows, meta = model.objects.order_by("pk"), model._meta
        return rows if self.sees(f"{meta.app_label}.view_{meta.model_name}") else rows.none()

    def entry(self, item):
        item.meeting = self.meeting
        if item.visibility != Visibility.PUBLIC and not self.sees("meetings.view_agendaitem"):
            item.title, item.text = _("nichtöffentlich"), ""
        record = getattr(item, "record", None) or ItemRecord(agenda_item=item)
        entry = Entry(item, record, clock.pace_of(item, record, self.meeting))
        if item.role == AgendaItem.Role.APPROVAL:
            entry.approves = decided.about(item, self.earlier_minutes)
        if record.pk:
            record.agenda_item = item
            entry.eligible = len(presence.eligible(record, self.places, self.rules))
        for decision in entry.decisions:
            decision.contradiction = agreement.compare(decision, record, self.facts)
        return entry

    @cached_property
    def facts(self):
        return agreement.facts_of(self.meeting, self.places, self.rules, self.draft)

    @cached_property
    def earlier_minutes(self):
        return decided.subjects_of(self.meeting) if self.sees("meetings.view_minutes") else []

    @cached_property
    def decisions(self):
        """Return what the board approved in the session now over, for the office to note."""
        is_held = self.meeting.state == self.meeting.State.HELD
        is_held = is_held and self.sees("meetings.view_minutes")
        return decided.decisions_in(self.meeting) if is_held else []

    @property
    def current(self):
        """Return the entry to look at first: the running one, else the first without a result."""
        running_one = next((one for one in self.entries if one.is_running), None)
        unsettled = next((one for one in self.entries if not one.is_settled), None)
        return running_one or unsettled or next(iter(self.entries), None)

    @cached_property
    def advice_kinds(self):
        """Return the kinds of advice, if the app that keeps advice is there."""
        related = self.meeting.agenda_items.model._meta.related_objects
        found = next((one.related_model for one in related if one.name == "advice"), None)
        return found.Kind.choices if found else []

    @cached_property
    def blocks(self):
        return list(blocks_for(self.meeting.board))

    @property
    def results(self):
        return Result.choices

    @property
    def missing(self):
        """Return in words what the minutes would still lack."""
        open_items = sum(not one.is_settled for one in self.entries)
        running_late = [one for one in self.entries if one.asks_consent]
        found = []
        if open_items:
            words = ngettext("%d TOP ohne Ergebnis", "%d TOP ohne Ergebnis", open_items)
            found.append(words % open_items)
        if running_late:
            words = ngettext(
                "%d TOP ohne Zustimmung des Gremiums",
                "%d TOP ohne Zustimmung des Gremiums",
                len(running_late),
            )
            found.append(words % len(running_late))
        disputed = sum(bool(d.contradiction) for one in self.entries for d in one.decisions)
        if disputed:
            words = ngettext(
                "%d Abstimmung passt nicht zu Befangenheit oder Anwesenheit",
                "%d Abstimmungen passen nicht zu Befangenheit oder Anwesenheit",
                disputed,
            )
            found.append(words % disputed)
        if not any(one.is_here for one in self.places):
            found.append(_("niemand ist als anwesend vermerkt"))
        return found
