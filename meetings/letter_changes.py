"""The letters that something is different: a change, and that it does not take place."""

from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import facts, lapsed
from meetings.ical import flat
from meetings.letter import Letter
from meetings.models import Response
from meetings.recipients import Role, in_a_row
from post.messages import Section


class Change(Letter):
    """What was, and what is now."""

    calendar_words = gettext_lazy("Der geänderte Termin liegt dieser Mail als Kalendereintrag bei.")

    @property
    def subject(self):
        text = _("Änderung: %(name)s am %(day)s")
        if self.is_resumed:
            text = _("Findet statt: %(name)s am %(day)s")
        if self.letters.told.held_on != self.meeting.held_on:
            text = _("Neuer Termin: %(name)s am %(day)s")
        return text % {"name": self.name, "day": self.day}

    @property
    def title(self):
        text = _("Änderung der %s")
        if self.letters.told.is_cancelled:
            text = _("Die %s findet doch statt")
        elif self.is_resumed:
            text = _("Die %s findet statt")
        elif self.letters.told.held_on != self.meeting.held_on:
            text = _("Neuer Termin der %s")
        return text % self.meeting.title

    @property
    def lead(self):
        if self.letters.told.is_cancelled:
            return _("die %s war abgesagt. Sie findet nun doch statt.") % self.name
        lead = self.resumed if self.is_resumed else moved(self.name, self.letters.changes)
        if not self.is_open or not self.news:
            return lead
        return f"{lead} {_('Auch bei Tagesordnung oder Unterlagen gibt es Neues.')}"

    @property
    def is_resumed(self):
        """Tell whether a cancellation that nobody was mailed was taken back, and stopped mails."""
        return bool(self.letters.stopped) and not self.letters.told.is_cancelled

    @property
    def resumed(self):
        known = _("die %s findet statt. Zwischenzeitlich war sie als abgesagt eingetragen.")
        changes = self.letters.changes
        return (
            f"{known % self.name} {capfirst(moved(self.name, changes)) if changes else ''}".strip()
        )

    @property
    def facts(self):
        return [(label, self.with_former(label, value)) for label, value in super().facts]

    def with_former(self, label, value):
        was = self.former().get(label)
        if not was or (label == _("Videokonferenz") and not self.is_entitled):
            return value
        return _("%(now)s (bisher: %(was)s)") % {"now": value, "was": was}

    def former(self) -> dict[str, str]:
        """Return what was told in each line of the facts that says something else now."""
        changes = self.letters.changes
        found = {
            _("Wo"): changes.get(_("Ort")),
            _("Videokonferenz"): changes.get(_("Videokonferenz")),
        }
        found = {label: both[0] for label, both in found.items() if both}
        if changes.keys() & {_("Datum"), _("Uhrzeit")}:
            found[_("Wann")] = self.letters.told_facts.when
        return found

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
        if not self.recipient.asks_answer:
            return _("Sitzung ansehen")
        has_answered = self.answer and self.answer.holds
        return _("Antwort prüfen oder ändern") if has_answered else _("Jetzt antworten")

    @property
    def paragraphs(self):
        rest = [self.answer_note, self.stand_in_note, self.vacancy_note]
        return [*super().paragraphs, *rest]

    @cached_property
    def answer(self):
        """The recipient's own answer, or the one that named them; not a predecessor's."""
        row = self.letters.answer_of(self.recipient)
        if row is None or not self.is_open or row.response == Response.PENDING:
            return None
        if self.recipient.asks_answer:
            return row if row.given_by_id == self.recipient.person.pk else None
        is_seat = self.recipient.role != Role.GUEST
        return row if is_seat and row.was_to_stand_in(self.recipient.person) else None

    @property
    def answer_note(self):
        """Say whether what was answered still counts, to who has answered."""
        if self.answer is None:
            return ""
        if not self.recipient.asks_answer:
            return lapsed.to_deputy(self.answer)
        if self.answer.holds:
            return _("Ihre bisherige Antwort bleibt bestehen, bis Sie sie ändern.")
        return f"{lapsed.to_giver(self.answer)} {_('Bitte antworten Sie noch einmal.')}"

    @property
    def stand_in_note(self):
        """Say what a mail would have said that this one replaces before it left."""
        if not self.is_open or self.recipient.role != Role.STAND_IN:
            return ""
        return _("Sie vertreten dort %s.") % self.recipient.stands_in_for

    @property
    def sections(self):
        return [Section(_("Neu"), self.news), *self.with_marks] if self.is_open else []


def moved(name, changes) -> str:
    """Say in whole sentences what is different now."""
    other = {
        _("Datum"): _("an einem anderen Tag"),
        _("Uhrzeit"): _("zu einer anderen Uhrzeit"),
        _("Ort"): _("an einem anderen Ort"),
    }
    is_known = {label: _("noch offen") not in both for label, both in changes.items()}
    how = [words for label, words in other.items() if is_known.get(label)]
    lead = _("zur %s gibt es eine Änderung.") % name
    if how:
        lead = _("die %(name)s findet %(how)s statt.") % {"name": name, "how": in_a_row(how)}
    return " ".join([lead, *settled(changes), *of_video(changes)])


def settled(changes):
    """Say what becomes known only now, or is open again."""
    words = {
        _("Uhrzeit"): (_("Die Uhrzeit steht jetzt fest."), _("Die Uhrzeit ist wieder offen.")),
        _("Ort"): (_("Der Ort steht jetzt fest."), _("Der Ort ist wieder offen.")),
    }
    for label, (known, open_again) in words.items():
        was, now = changes.get(label, ("", ""))
        if was == _("noch offen"):
            yield known
        if now == _("noch offen"):
            yield open_again


def of_video(changes):
    was, now = changes.get(_("Videokonferenz"), ("", ""))
    if was == _("keine"):
        yield _("Sie können auch per Videokonferenz teilnehmen.")
    elif now == _("keine"):
        yield _("Eine Videokonferenz gibt es nicht mehr.")
    elif now:
        yield _("Der Zugang zur Videokonferenz ist ein anderer.")


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
        return [(_("Wann"), told.when)]

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
            (_("Wann"), told.when),
            (_("Grund"), "" if self.recipient.is_former else reason),
        ]
        return [(label, value) for label, value in found if value]

    @property
    def paragraphs(self):
        return [self.calendar_note] if self.recipient.is_former else super().paragraphs
