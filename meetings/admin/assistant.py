"""The session assistant: how far it is, what is due, and one button for what comes next."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings import hints, planning, printing, reminders
from meetings.models import Dispatch, Meeting
from meetings.preparation import Preparation
from meetings.rights import ANSWERS, LETTERS, PEOPLE, SEEING, SENDING
from meetings.turnout import turnout
from partners.models import Centre

Kind = Dispatch.Kind
READ = ("dispatches", "agenda_items", "documents", "board__rules")
LABELS = {
    Kind.SAVE_THE_DATE: gettext_lazy("Save-the-Date prüfen"),
    Kind.INVITATION: gettext_lazy("Einladung prüfen"),
    Kind.ADDENDUM: gettext_lazy("Nachtrag prüfen"),
    Kind.CHANGE: gettext_lazy("Änderung mitteilen"),
    Kind.CANCELLATION: gettext_lazy("Absage mitteilen"),
}


@dataclass(frozen=True)
class Step:
    """Something to do next: a page to open, or an act to post."""

    label: str
    url: str
    is_post: bool = False


def sending(meeting, kind) -> Step:
    url = reverse("admin:meetings_meeting_dispatch", args=[meeting.pk, kind])
    return Step(LABELS[kind], url)


class Assistant:
    """What the top of the session's page says, as far as the user may act."""

    def __init__(self, meeting, user):
        prefetch_related_objects([meeting], *READ)
        self.meeting, self.user = meeting, user
        self.preparation = Preparation(meeting)
        self.may_send = user.has_perms(SENDING)
        self.may_change = user.has_perm("meetings.change_meeting")

    @property
    def stages(self):
        return [(label, value == self.meeting.state) for value, label in Meeting.State.choices]

    @cached_property
    def primary(self):
        kind = self.preparation.next_kind
        if kind:
            return sending(self.meeting, kind) if self.may_send else None
        if self.may_change and self.preparation.awaits_mark:
            return self.act("held", _("Als durchgeführt vermerken"))
        return None

    @property
    def others(self):
        """Return what else is possible now, besides the next step."""
        kinds = self.other_kinds() if self.may_send else ()
        found = [sending(self.meeting, one) for one in kinds]
        if self.may_remind and (count := len(reminders.askable(self.meeting))):
            label = ngettext(
                "Erinnerung an %d Person prüfen", "Erinnerung an %d Personen prüfen", count
            )
            found.append(Step(label % count, self.address("remind")))
        if self.may_change and not self.preparation.is_over:
            found.append(self.turn())
        return found

    @property
    def may_remind(self):
        return self.may_send and self.may_see

    @property
    def may_see(self):
        return self.user.has_perms(SEEING)

    def other_kinds(self):
        known, first = self.preparation, self.preparation.next_kind
        if known.is_over or self.meeting.is_cancelled:
            return []
        if not known.is_invited:
            early = [] if known.is_announced else [Kind.SAVE_THE_DATE]
            return [one for one in (*early, Kind.INVITATION) if one != first]
        return [Kind.ADDENDUM] if known.may_add and first != Kind.ADDENDUM else []

    def turn(self):
        if self.meeting.is_cancelled:
            return self.act("reinstate", _("Absage zurücknehmen"))
        return Step(_("Sitzung absagen"), self.address("cancel"))

    def act(self, name, label):
        return Step(label, self.address(name), is_post=True)

    def address(self, name):
        return reverse(f"admin:meetings_meeting_{name}", args=[self.meeting.pk])

    @cached_property
    def turnout(self):
        """The answers, once there is an invitation to answer and if the user may read them."""
        is_asked = self.preparation.is_invited and not self.meeting.is_cancelled
        if not is_asked or not self.user.has_perms(ANSWERS):
            return None
        return turnout(self.meeting)

    @cached_property
    def proposals(self):
        """The open proposals for this session, as far as the user may read them."""
        if not self.user.has_perms(("meetings.view_agendaproposal", PEOPLE)):
            return []
        return list(self.meeting.proposals.open().select_related("person"))

    @cached_property
    def hints(self):
        """What to know of a session that is still ahead, each with the field to mend it."""
        if self.preparation.is_over or self.meeting.is_cancelled:
            return []
        if not self.preparation.is_invited:
            return [*self.of_agenda(), *hints.out_of_order(self.meeting)]
        return [*self.of_agenda(), *hints.earlier_answers(self.meeting)]

    @property
    def is_idle(self):
        """Tell whether nobody waits for the office now."""
        known = self.preparation
        if not known.is_invited or known.is_over or self.meeting.is_cancelled:
            return False
        unconfirmed = self.turnout and self.turnout.unconfirmed
        return not (self.proposals or self.open_letters or unconfirmed)

    def of_agenda(self):
        yield from hints.too_long(self.meeting, self.items)
        if not self.preparation.is_invited:
            yield from hints.closed_to_guests(self.meeting, self.items)

    @cached_property
    def missing_contact(self):
        """The centre's contact that mails and letters should carry and cannot."""
        if self.preparation.is_over or self.meeting.is_cancelled:
            return []
        return list(Centre.objects.current().missing_contact().items())

    @cached_property
    def open_letters(self):
        """How many letters wait to be printed, if the user may open their page."""
        may_look = self.user.has_perms(LETTERS)
        return printing.open_letters(self.meeting) if may_look else 0

    @cached_property
    def items(self):
        return list(self.meeting.agenda_items.all())

    @cached_property
    def timetable(self):
        may_read = self.user.has_perm("meetings.view_agendaitem")
        if not self.items or self.meeting.is_cancelled or not may_read:
            return None
        return planning.timetable(self.meeting, self.items)

    @property
    def template_address(self):
        may_keep = self.user.has_perm("meetings.add_agendatemplate")
        return self.address("template") if self.items and may_keep else ""
