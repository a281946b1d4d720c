"""The letters of each kind of sending: where they differ."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import facts
from meetings.ical import flat
from meetings.letter import Letter
from meetings.letter_changes import Cancellation, Change, Farewell
from meetings.models import Dispatch
from meetings.recipients import Role
from post.messages import Section

# § 90 Abs. 2 VwVfG: it holds only if the invitation says so.
SECOND = gettext_lazy(
    "Dies ist die zweite Einladung zum selben Gegenstand, weil das Gremium zuvor nicht "
    "beschlussfähig war. Es ist nun ohne Rücksicht auf die Zahl der Anwesenden beschlussfähig."
)


class SaveTheDate(Letter):
    """The day, so that people keep it free."""

    video_link = answer_by = ""
    sections = ()

    @property
    def subject(self):
        return _("Save-the-Date: %(name)s am %(day)s") % {"name": self.name, "day": self.day}

    @property
    def title(self):
        return _("Bitte vormerken: %s") % self.meeting.title

    @property
    def lead(self):
        text = _("bitte merken Sie sich die %s vor. Die Einladung mit Tagesordnung folgt.")
        if self.is_deputy:
            text = _("bitte merken Sie sich die %s als Stellvertretung vor. Die Einladung folgt.")
        return text % self.name

    @property
    def act(self):
        return _("Zu Ihrer persönlichen Seite")

    @property
    def paragraphs(self):
        due = facts.day_month_year(self.letters.proposals_due)
        text = _("Vorschläge für die Tagesordnung nehmen wir bis zum %s entgegen.")
        return [*super().paragraphs, text % due]


class Invitation(Letter):
    """Everything one needs to come and to answer; it opens the session."""

    is_open = True

    @property
    def subject(self):
        return _("Einladung: %(name)s am %(day)s") % {"name": self.name, "day": self.day}

    @property
    def title(self):
        text = _("Einladung zur %s")
        if self.is_deputy:
            text = _("Zur Kenntnis: Einladung zur %s")
        return text % self.meeting.title

    @property
    def lead(self):
        return INVITING[self.recipient.role](self)

    @property
    def act(self):
        return _("Jetzt antworten") if self.recipient.asks_answer else _("Sitzung ansehen")

    @property
    def paragraphs(self):
        invitation, venue = self.letters.invitation, self.meeting.venue
        reason = flat(invitation.short_notice_reason)
        return [
            *super().paragraphs,
            self.vacancy_note,
            str(SECOND) if invitation.is_second_invitation else "",
            _("Wir laden mit verkürzter Frist ein. Grund: %s") % reason if reason else "",
            _("Anreise und Zugang: %s") % venue.directions if venue and venue.directions else "",
        ]


def as_deputy(letter) -> str:
    text = _(
        "das Mitglied Ihres Sitzes (%(seat)s) ist zur %(name)s eingeladen. Als Stellvertretung "
        "erhalten Sie dieselben Unterlagen; kommen Sie bitte nur, wenn das Mitglied verhindert ist."
    )
    return text % {"name": letter.name, "seat": letter.recipient.represents}


def as_stand_in(letter) -> str:
    recipient = letter.recipient
    words = {"name": letter.name, "whom": recipient.stands_in_for}
    text = _("wir laden Sie herzlich zur %(name)s ein. Sie vertreten dort %(whom)s.")
    if not recipient.asks_answer:
        later = _("Antworten müssen Sie nicht mehr. Können Sie doch nicht, sagen Sie es uns bitte.")
        text = f"{text} {later}"
    return text % words


def as_guest(letter) -> str:
    item = letter.recipient.item
    if item is None:
        return _("wir laden Sie herzlich als Gast zur %s ein.") % letter.name
    text = _("wir laden Sie herzlich als Gast zu TOP %(number)d der %(name)s ein.")
    return text % {"number": item.position, "name": letter.name}


INVITING = {
    Role.MEMBER: lambda letter: _("wir laden Sie herzlich zur %s ein.") % letter.name,
    Role.STAND_IN: as_stand_in,
    Role.DEPUTY: as_deputy,
    Role.GUEST: as_guest,
}


class Addendum(Letter):
    """What is new since the invitation."""

    has_calendar = False
    answer_by = ""

    @property
    def subject(self):
        return _("Nachtrag: %(name)s am %(day)s") % {"name": self.name, "day": self.day}

    @property
    def title(self):
        return _("Nachtrag zur %s") % self.meeting.title

    @property
    def lead(self):
        return _("zur %s gibt es Neues.") % self.name

    @property
    def act(self):
        return _("Unterlagen ansehen")

    @property
    def sections(self):
        return [Section(_("Neu"), self.news), *self.with_marks]


Kind = Dispatch.Kind


def change(letters, recipient):
    """Return what is new to this recipient: to whom nothing came through, all of it."""
    if recipient.is_former:
        return Farewell(letters, recipient)
    unheard = letters.kinds_unheard(recipient.person)
    for kind in (Kind.INVITATION, Kind.SAVE_THE_DATE):
        if kind in unheard:
            return FORMS[kind](letters, recipient)
    return Change(letters.as_heard_by(recipient.person), recipient)


FORMS = {
    Kind.SAVE_THE_DATE: SaveTheDate,
    Kind.INVITATION: Invitation,
    Kind.ADDENDUM: Addendum,
    Kind.CHANGE: change,
    Kind.CANCELLATION: Cancellation,
    Kind.FAREWELL: Farewell,
}
