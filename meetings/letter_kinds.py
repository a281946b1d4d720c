"""The letters of each kind of sending: where they differ."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import facts
from meetings.ical import flat
from meetings.letter import Letter
from meetings.models import Dispatch
from meetings.recipients import Role, in_a_row
from post.messages import Section


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
    """Everything one needs to come and to answer."""

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
        return _("Sitzung ansehen") if self.is_deputy else _("Jetzt antworten")

    @property
    def paragraphs(self):
        reason, venue = flat(self.letters.dispatch.short_notice_reason), self.meeting.venue
        return [
            *super().paragraphs,
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
    text = _("wir laden Sie herzlich zur %(name)s ein. Sie kommen als Vertretung (%(seat)s).")
    return text % {"name": letter.name, "seat": letter.recipient.represents}


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
        news = self.letters.contents.news(self.recipient.reader)
        return [Section(_("Neu"), news), *super().sections]


class Change(Letter):
    """What was, and what is now."""

    calendar_words = gettext_lazy("Der geänderte Termin liegt dieser Mail als Kalendereintrag bei.")

    @property
    def subject(self):
        text = _("Änderung: %(name)s am %(day)s")
        if self.letters.told.held_on != self.meeting.held_on:
            text = _("Neuer Termin: %(name)s am %(day)s")
        return text % {"name": self.name, "day": self.day}

    @property
    def title(self):
        text = _("Änderung der %s")
        if self.letters.told.is_cancelled:
            text = _("Die %s findet doch statt")
        elif self.letters.told.held_on != self.meeting.held_on:
            text = _("Neuer Termin der %s")
        return text % self.meeting.title

    @property
    def lead(self):
        if self.letters.told.is_cancelled:
            return _("die %s war abgesagt. Sie findet nun doch statt.") % self.name
        what = in_a_row(list(self.letters.changes))
        return _("bei der %(name)s ist neu: %(what)s.") % {"name": self.name, "what": what}

    @property
    def facts(self):
        return [(label, self.with_former(label, value)) for label, value in super().facts]

    def with_former(self, label, value):
        was = self.letters.changes.get(label)
        if not was or (label == _("Videokonferenz") and not self.is_entitled):
            return value
        return _("%(now)s (bisher: %(was)s)") % {"now": value, "was": was}

    @property
    def answer_by(self):
        return super().answer_by if self.is_open else ""

    @property
    def video_link(self):
        return super().video_link if self.is_open else ""

    @property
    def act(self):
        if not self.is_open:
            return _("Zu Ihrer persönlichen Seite")
        return _("Sitzung ansehen") if self.is_deputy else _("Antwort prüfen oder ändern")

    @property
    def paragraphs(self):
        note = _("Ihre bisherige Antwort bleibt bestehen, bis Sie sie ändern.")
        return [*super().paragraphs, note if self.answer_by else ""]

    @property
    def sections(self):
        return super().sections if self.is_open else []


class Farewell(Letter):
    """To somebody who was told and is not invited any more: nothing new, only that."""

    sections = ()
    calendar_words = gettext_lazy(
        "Mit dieser Mail wird der Termin auch in Ihrem Kalender abgesagt."
    )

    @property
    def subject(self):
        return _("Nicht mehr eingeladen: %(name)s am %(day)s") % {
            "name": self.name,
            "day": facts.day_month_year(self.letters.told.held_on),
        }

    @property
    def title(self):
        return _("%s: Einladung gilt nicht mehr") % self.meeting.title

    @property
    def lead(self):
        return _("zur %s sind Sie nicht mehr eingeladen. Bitte streichen Sie den Termin.") % (
            self.name
        )

    @property
    def facts(self):
        told = self.letters.told_facts
        return [(label, value) for label, value in ((_("Datum"), told.date),) if value]

    @property
    def paragraphs(self):
        return [self.calendar_note]


class Cancellation(Letter):
    """That it does not take place, and why."""

    answer_by = ""
    sections = ()
    calendar_words = Farewell.calendar_words

    @property
    def subject(self):
        return _("Abgesagt: %(name)s am %(day)s") % {
            "name": self.name,
            "day": facts.day_month_year(self.letters.told.held_on),
        }

    @property
    def title(self):
        return _("Die %s ist abgesagt") % self.meeting.title

    @property
    def lead(self):
        return _("die %s findet nicht statt.") % self.name

    @property
    def facts(self):
        told = self.letters.told_facts
        reason = flat(self.meeting.cancellation_reason)
        found = [
            (_("Datum"), told.date),
            (_("Uhrzeit"), told.time),
            (_("Grund"), "" if self.recipient.is_former else reason),
        ]
        return [(label, value) for label, value in found if value]

    @property
    def paragraphs(self):
        return [self.calendar_note] if self.recipient.is_former else super().paragraphs


def change(letters, recipient):
    return (Farewell if recipient.is_former else Change)(letters, recipient)


FORMS = {
    Dispatch.Kind.SAVE_THE_DATE: SaveTheDate,
    Dispatch.Kind.INVITATION: Invitation,
    Dispatch.Kind.ADDENDUM: Addendum,
    Dispatch.Kind.CHANGE: change,
    Dispatch.Kind.CANCELLATION: Cancellation,
}
