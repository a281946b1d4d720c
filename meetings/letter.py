"""One letter about a session: what those of every kind have in common."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import entitlement, facts
from meetings.ical import flat
from meetings.models import Meeting
from meetings.recipients import Recipient, Role
from post import links
from post.messages import Act, Section


class Letter:
    """One letter to one recipient; `letters` holds what all of a sending share."""

    act = ""
    has_calendar = True
    calendar_words = gettext_lazy("Der Termin liegt dieser Mail als Kalendereintrag bei.")

    def __init__(self, letters, recipient: Recipient):
        self.letters, self.recipient = letters, recipient
        self.meeting = letters.meeting
        self.name = facts.full_title(self.meeting)
        self.day = facts.day_month_year(self.meeting.held_on)

    @property
    def is_deputy(self):
        return self.recipient.role == Role.DEPUTY

    @property
    def is_open(self):
        """From the invitation on, people read the agenda and answer."""
        return self.meeting.state != Meeting.State.PLANNED

    # --- When and where -----------------------------------------------------

    @property
    def facts(self):
        now = self.letters.facts
        found = [
            (_("Wann"), now.when),
            (_("Hinweis"), flat(self.meeting.date_note)),
            (_("Wo"), now.place),
            (_("Videokonferenz"), self.video_link),
            (_("Antwort bis"), self.answer_by),
        ]
        return [(label, value) for label, value in found if value]

    @property
    def video_link(self):
        link = self.meeting.video_link
        if not link or self.is_entitled:
            return link
        return _("Den Zugang erhalten Sie vor der Sitzung.")

    @cached_property
    def is_entitled(self):
        """Who takes part gets the way into the video conference."""
        return bool(entitlement.may(self.recipient.person, entitlement.Act.ENTER, self.meeting))

    @property
    def answer_by(self):
        due = self.meeting.answers_due
        is_too_late = self.opens_on and self.opens_on > due and not self.recipient.is_letter
        if is_too_late or not self.recipient.asks_answer:
            return ""
        return facts.long_date(due)

    @cached_property
    def opens_on(self):
        """The day from which a link lets the recipient in; None if it does so now."""
        return self.recipient.begins_later()

    # --- What to do, and the rest -------------------------------------------

    @property
    def acts(self):
        if self.recipient.is_letter or not self.act or self.opens_on:
            return []
        # A page with all the person's sessions: it is there even if this one's address changes.
        return [Act(self.act, links.address(path=f"#{self.meeting.slug}"))]

    @property
    def paragraphs(self):
        words = self.letters.dispatch.message.strip()
        return [words, self.access_note, self.answer_on_paper, self.calendar_note]

    @property
    def access_note(self):
        """Say when somebody gets in who does not sit on the board yet."""
        if not self.act or not self.opens_on:
            return ""
        day = facts.day_month_year(self.opens_on)
        if self.recipient.is_letter:
            return _("Der Link auf diesem Brief gilt ab dem %s.") % day
        note = _("Ihr Zugang gilt ab dem %s, dem Beginn Ihres Mandats.") % day
        return f"{note} {_('Ihren Link bekommen Sie an diesem Tag.')}" if self.is_open else note

    @property
    def answer_on_paper(self):
        if not self.recipient.is_letter or not self.answer_by:
            return ""
        centre = self.letters.centre
        ways = [
            _("telefonisch unter %s") % centre.phone if centre.phone else "",
            _("per E-Mail an %s") % centre.email if centre.email else "",
            _("per Post"),
        ]
        ways = _(" oder ").join(filter(None, ways))
        return _("Bitte antworten Sie der Geschäftsstelle %s.") % ways

    @property
    def vacancy_note(self):
        """Ask the deputy to step in whose member does not come."""
        seat = self.recipient.seat
        if not self.acts or not self.is_deputy or not seat or seat.pk not in self.letters.absent:
            return ""
        return _("Das Mitglied kommt nicht. Können Sie einspringen, sagen Sie es bitte dort zu.")

    @property
    def calendar_note(self):
        has_one = self.has_calendar and not self.recipient.is_letter
        return str(self.calendar_words) if has_one else ""

    @property
    def sections(self):
        return self.what_is_up()

    @property
    def with_marks(self):
        """The sections, what is new among them marked."""
        return self.what_is_up(is_marked=True)

    def what_is_up(self, *, is_marked=False):
        contents, reader = self.letters.contents, self.recipient.reader
        return [
            Section(_("Tagesordnung"), contents.agenda(reader, is_marked=is_marked)),
            Section(_("Unterlagen"), contents.paper_lines(reader)),
        ]

    @cached_property
    def news(self):
        return self.letters.contents.news(self.recipient.reader)

    @property
    def reason(self):
        paper = _("diesen Brief") if self.recipient.is_letter else _("diese Mail")
        text = _("Sie erhalten %(paper)s %(why)s.") % {"paper": paper, "why": self.recipient.why}
        return f"{text} {_('Der Link darin gilt nur für Sie.')}" if self.acts else text
