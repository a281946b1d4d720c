"""What is written to people about a session: the same for mail, letter and preview."""

from functools import cached_property

from django.utils.translation import gettext as _

from meetings import facts
from meetings.contents import Contents
from meetings.facts import Facts
from meetings.ical import flat
from meetings.letter_kinds import FORMS
from meetings.models import Dispatch, Meeting
from meetings.planning import deadlines
from meetings.recipients import Recipient
from partners.models import Centre
from post.messages import Message

TELL_OF_AGENDA = [Dispatch.Kind.INVITATION, Dispatch.Kind.ADDENDUM, Dispatch.Kind.CHANGE]


class Letters:
    """
    The letters of one sending, which need not be stored yet.

    What all recipients share is looked up once.
    """

    def __init__(self, dispatch: Dispatch):
        self.dispatch, self.meeting = dispatch, dispatch.meeting

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
        found = self.meeting.dispatches.all()
        return found.filter(pk__lt=self.dispatch.pk) if self.dispatch.pk else found

    @cached_property
    def told(self) -> Meeting:
        last = self.before.exclude(kind=Dispatch.Kind.ADDENDUM).first()
        return facts.as_told(self.meeting, last)

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

    @cached_property
    def contents(self) -> Contents:
        last = self.before.filter(kind__in=TELL_OF_AGENDA).first()
        return Contents(self.meeting, since=last and last.sent_at)

    @cached_property
    def proposals_due(self):
        return next(one for one in deadlines(self.meeting) if one.code == "proposals").due_on

    @cached_property
    def centre(self) -> Centre:
        return Centre.objects.current()
