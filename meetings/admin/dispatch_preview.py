"""What the office sees before it sends: what is wrong, what is written, who gets it."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.visibility import printable
from meetings import facts, hints, invitations
from meetings.ical import flat
from meetings.letters import Letters
from meetings.models import Dispatch, Meeting
from meetings.obstacles import already_sent, notice_of, obstacles
from meetings.recipients import RANK, Role, in_a_row, recipients, vacant_seats
from meetings.snapshot import snapshot

Kind = Dispatch.Kind
TITLES = {
    Kind.SAVE_THE_DATE: gettext_lazy("Save-the-Date prüfen"),
    Kind.INVITATION: gettext_lazy("Einladung prüfen"),
    Kind.ADDENDUM: gettext_lazy("Nachtrag prüfen"),
    Kind.CHANGE: gettext_lazy("Änderung prüfen"),
    Kind.CANCELLATION: gettext_lazy("Absage prüfen"),
    Kind.FAREWELL: gettext_lazy("Nicht mehr eingeladen"),
}
GROUPS = {
    Role.MEMBER: gettext_lazy("Mitglieder"),
    Role.STAND_IN: gettext_lazy("Vertretungen in dieser Sitzung"),
    Role.DEPUTY: gettext_lazy("Stellvertretungen, zur Kenntnis"),
    Role.GUEST: gettext_lazy("Gäste"),
}


def counted(mails, letters) -> str:
    parts = [
        ngettext("%d Mail", "%d Mails", mails) % mails if mails else "",
        ngettext("%d Brief", "%d Briefe", letters) % letters if letters else "",
    ]
    return ", ".join(filter(None, parts))


class Preview:
    """One sending as it would go out now; nothing of it is stored."""

    def __init__(self, meeting, kind, data):
        self.meeting, self.kind = meeting, kind
        self.dispatch = Dispatch(
            meeting=meeting,
            kind=kind,
            number=invitations.next_number(meeting, kind),
            message=printable(data.get("message", ""))[:4000],
            short_notice_reason=data.get("short_notice_reason", "")[:300],
            is_second_invitation=bool(data.get("is_second_invitation")) and self.offers_second,
        )
        self.letters = Letters(self.dispatch)
        self.wanted = data.get("person", "")

    @property
    def title(self):
        return TITLES[self.kind]

    # --- What stands in the way -----------------------------------------------

    @cached_property
    def obstacles(self):
        return obstacles(self.meeting, self.kind, self.dispatch.message)

    @cached_property
    def is_sent(self):
        return already_sent(self.meeting, self.kind) is not None

    @cached_property
    def notice(self):
        return notice_of(self.meeting) if self.kind == Kind.INVITATION else None

    @property
    def asks_reason(self):
        return bool(self.notice and self.notice.code == "shortened")

    @cached_property
    def offers_second(self):
        return invitations.may_be_second(self.meeting, self.kind)

    @cached_property
    def hints(self):
        """Return what the office should know, but may send in spite of."""
        return [] if self.obstacles else [one for one in self.find_hints() if one]

    def find_hints(self):
        yield self.vacancies()
        if self.letters_count:
            yield (
                ngettext(
                    "%d Person hat keine E-Mail-Adresse und bekommt einen Brief.",
                    "%d Personen haben keine E-Mail-Adresse und bekommen einen Brief.",
                    self.letters_count,
                )
                % self.letters_count
            )
        if self.kind == Kind.INVITATION:
            yield from self.of_invitation()
        if self.kind == Kind.CHANGE and self.meeting.state != Meeting.State.PLANNED:
            yield _("Auf ihrer Seite sehen Mitglieder und Gäste die Änderung schon.")
        if self.kind == Kind.CHANGE:
            yield self.unheard()
        if self.kind == Kind.ADDENDUM and facts.untold(self.meeting):
            yield _(
                "Termin, Ort oder Zugang sind noch nicht als Änderung mitgeteilt. Dafür gibt es "
                "die Änderung."
            )
        yield from hints.before_sending(self.meeting, self.kind, self.letters.contents.items)

    def vacancies(self):
        seats = vacant_seats(self.meeting)
        if self.kind in {Kind.CANCELLATION, Kind.FAREWELL} or not seats:
            return ""
        names = in_a_row([flat(one.then_name) for one in seats])
        text = ngettext("Sitz ohne Mitglied: %s.", "Sitze ohne Mitglied: %s.", len(seats))
        return text % names

    def unheard(self):
        count = sum(one.person.pk in self.letters.stopped for one in self.recipients)
        text = ngettext(
            "Die Absage hat die Mail an %d Person angehalten. Sie erfährt jetzt alles.",
            "Die Absage hat die Mails an %d Personen angehalten. Sie erfahren jetzt alles.",
            count,
        )
        return text % count if count else ""

    def of_invitation(self):
        if not self.letters.contents.papers:
            yield _("Es liegen noch keine Unterlagen vor. Sie können als Nachtrag folgen.")

    # --- Who gets it ----------------------------------------------------------

    @cached_property
    def entitled(self):
        return recipients(self.meeting, self.kind)

    @cached_property
    def recipients(self):
        return invitations.addressees(self.letters, self.entitled)

    @cached_property
    def mark(self):
        """Return what tells later whether something else would go out than is shown here."""
        return snapshot(self.letters, self.entitled)

    @property
    def groups(self):
        found = [
            (GROUPS[role], [one for one in self.recipients if one.role == role]) for role in RANK
        ]
        return [(label, people) for label, people in found if people]

    @cached_property
    def letters_count(self):
        return sum(one.is_letter for one in self.recipients)

    @property
    def send_label(self):
        return _("Jetzt senden: %s") % self.channels

    @property
    def channels(self):
        """21 Mails, 1 Brief"""
        return counted(len(self.recipients) - self.letters_count, self.letters_count)

    # --- How it reads -----------------------------------------------------------

    @cached_property
    def chosen(self):
        found = [one for one in self.recipients if str(one.person.pk) == self.wanted]
        return (found or self.recipients or [None])[0]

    @property
    def examples(self):
        """Return the first recipient of each role, to look at what they get."""
        return [(Role(people[0].role).label, people[0]) for _label, people in self.groups]

    @cached_property
    def shown(self):
        """Return the letter to the chosen one; None if there is nothing yet to tell of."""
        about_before = {*invitations.REPLACES_ALL, Kind.FAREWELL}
        has_nothing = self.obstacles and self.kind in about_before
        return None if has_nothing or not self.chosen else self.letters.to(self.chosen)
