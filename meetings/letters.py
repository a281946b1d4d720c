"""What is written to people about a session: the same for mail, letter and preview."""

from collections import defaultdict
from functools import cached_property

from django.utils.translation import gettext as _

from meetings import facts
from meetings.contents import Contents
from meetings.facts import Facts
from meetings.ical import flat
from meetings.letter_kinds import FORMS
from meetings.models import Dispatch, Meeting, Response
from meetings.planning import deadline
from meetings.recipients import Recipient
from partners.models import Centre
from post.messages import Message

TELL_OF_AGENDA = [Dispatch.Kind.INVITATION, Dispatch.Kind.ADDENDUM, Dispatch.Kind.CHANGE]


class Letters:
    """
    The letters of one sending, which need not be stored yet.

    What all recipients share is looked up once. `unheard` are earlier sendings
    as if they had never been: these letters are for people whom they never reached.
    """

    def __init__(self, dispatch: Dispatch, unheard=frozenset()):
        self.dispatch, self.meeting, self.unheard = dispatch, dispatch.meeting, unheard

    def to(self, recipient: Recipient) -> Message:
        letter = FORMS[self.dispatch.kind](self, recipient)
        return Message(
            subject=letter.subject,
            title=letter.title,
            kicker=flat(self.meeting.board.name),
            greeting=_("Guten Tag, %s,") % flat(recipient.person.full_name),
            lead=letter.lead,
            facts=letter.facts,
            acts=letter.acts,
            paragraphs=[one for one in letter.paragraphs if one],
            sections=[one for one in letter.sections if one.lines],
            reason=letter.reason,
            is_example=self.meeting.is_example,
        )

    def has_news_for(self, recipient: Recipient) -> bool:
        """Tell whether there is anything new that this recipient may read."""
        return bool(self.contents.news(recipient.reader))

    @cached_property
    def before(self):
        """What was sent before this sending, the latest first."""
        found = self.meeting.dispatches.exclude(pk__in=self.unheard)
        return found.filter(pk__lt=self.dispatch.pk) if self.dispatch.pk else found

    @cached_property
    def last(self) -> Dispatch | None:
        return self.before.exclude(kind__in=Dispatch.BESIDE).first()

    @cached_property
    def told(self) -> Meeting:
        return facts.as_told(self.meeting, self.last)

    @cached_property
    def facts(self) -> Facts:
        return facts.facts_of(self.meeting)

    @cached_property
    def told_facts(self) -> Facts:
        return facts.facts_of(self.told)

    @cached_property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Return the label of each changed fact with what was told, and what is."""
        found = facts.changes(self.told_facts, self.facts)
        return {label: (was, now) for label, was, now in found}

    # --- A cancellation that was taken back untold --------------------------------

    @cached_property
    def stopped(self) -> dict[int, dict[int, str]]:
        """Return person → sendings they never got, as a cancellation stopped the mails."""
        mails = facts.stopped(self.meeting, self.last)
        if self.dispatch.pk:
            mails = mails.filter(stopped_at__lt=self.dispatch.sent_at)
        found = defaultdict(dict)
        names = ("person", "delivery__dispatch", "delivery__dispatch__kind")
        for person, dispatch, kind in mails.values_list(*names):
            # A mail on standing in belongs to no sending.
            found[person] |= {dispatch: kind} if dispatch else {}
        return found

    def kinds_unheard(self, person) -> set[str]:
        return set(self.stopped.get(person.pk, {}).values())

    def as_heard_by(self, person) -> "Letters":
        """Return the letters that tell `person` what they have not heard yet."""
        unheard = frozenset(self.stopped.get(person.pk, {}))
        if not unheard:
            return self
        return self.variants.setdefault(unheard, Letters(self.dispatch, unheard))

    @cached_property
    def variants(self) -> dict[frozenset, "Letters"]:
        return {}

    # --- What all share -------------------------------------------------------------

    @cached_property
    def invitation(self) -> Dispatch:
        """Return the invitation, the conditions of which a change says that stands in for it."""
        if self.dispatch.kind == Dispatch.Kind.INVITATION:
            return self.dispatch
        return self.meeting.dispatches.get(kind=Dispatch.Kind.INVITATION)

    @cached_property
    def absent(self) -> set[int]:
        """Return the seats whose member does not come, and nobody instead."""
        rows = self.meeting.participations.filter(response=Response.DECLINED, holds=True)
        return set(rows.values_list("seat", flat=True))

    @cached_property
    def rows(self) -> dict:
        """Return seat → its answer, and person → their answer as a guest."""
        seats = self.meeting.participations.select_related("meeting", "deputy")
        guests = self.meeting.guests.select_related("meeting")
        found = {("seat", one.seat_id): one for one in seats}
        return found | {("guest", one.person_id): one for one in guests}

    def answer_of(self, recipient: Recipient):
        """Return the row with the answer to what the recipient is invited as, or None."""
        key = ("seat", recipient.seat.pk) if recipient.seat else ("guest", recipient.person.pk)
        return self.rows.get(key)

    @cached_property
    def contents(self) -> Contents:
        last = self.before.filter(kind__in=TELL_OF_AGENDA).first()
        return Contents(self.meeting, since=last and last.sent_at)

    @cached_property
    def proposals_due(self):
        return deadline(self.meeting, "proposals").due_on

    @cached_property
    def centre(self) -> Centre:
        return Centre.objects.current()
