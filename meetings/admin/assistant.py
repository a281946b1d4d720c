"""The session assistant: how far it is, what is due, and one button for what comes next."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings import hints, joining, planning, printing, reminders
from meetings.models import Dispatch, Meeting, Minutes
from meetings.preparation import Preparation
from meetings.rights import ANSWERS, LETTERS, PEOPLE, SEEING, SENDING
from meetings.tasks.agenda import is_something_left
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
        if self.cockpit:
            return self.cockpit
        if self.may_change and self.preparation.awaits_mark:
            return self.held()
        return None

    @property
    def others(self):
        """Return what else is possible now, besides the next step."""
        kinds = self.other_kinds() if self.may_send else ()
        found = [sending(self.meeting, one) for one in kinds]
        if step := self.minutes():
            found.append(step)
        found += self.besides_the_cockpit()
        if self.may_remind and (count := len(reminders.askable(self.meeting))):
            label = ngettext(
                "Erinnerung an %d Person prüfen", "Erinnerung an %d Personen prüfen", count
            )
            found.append(Step(label % count, self.address("remind")))
        if self.may_change and not self.preparation.is_over:
            if not self.meeting.is_cancelled and is_something_left(self.meeting):
                found.append(self.act("takeover", _("Offenes übernehmen")))
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

    def held(self):
        return self.act("held", _("Als durchgeführt vermerken"))

    def besides_the_cockpit(self):
        """The cockpit where something else comes first; the bare mark until it is begun."""
        if not self.cockpit:
            return []
        if self.primary != self.cockpit:
            return [self.cockpit]
        may_mark = self.may_change and self.preparation.awaits_mark and not self.is_begun
        return [self.held()] if may_mark else []

    def turn(self):
        if self.meeting.is_cancelled:
            return self.act("reinstate", _("Absage zurücknehmen"))
        return Step(_("Sitzung absagen"), self.address("cancel"))

    @cached_property
    def is_begun(self):
        return Minutes.objects.filter(meeting=self.meeting).exists()

    @cached_property
    def cockpit(self):
        """The way to the running session, from its day until it is held."""
        meeting = self.meeting
        is_over = meeting.state == Meeting.State.HELD or meeting.is_cancelled
        may_run = self.user.has_perms(["meetings.change_itemrecord", "meetings.add_minutes"])
        if is_over or not may_run or meeting.held_on > timezone.localdate():
            return None
        label = _("Zum Cockpit") if self.is_begun else _("Sitzung beginnen")
        return Step(label, self.address("cockpit"))

    def minutes(self):
        """The way to the minutes, which one begins by hand for a session of long ago."""
        if self.meeting.state != Meeting.State.HELD or self.meeting.is_cancelled:
            return None
        if not self.user.has_perm("meetings.view_minutes"):
            return None
        found = Minutes.objects.filter(meeting=self.meeting).first()
        if found:
            return Step(_("Protokoll"), reverse("admin:meetings_minutes_change", args=[found.pk]))
        url = reverse("admin:meetings_minutes_begin", args=[self.meeting.pk])
        may_begin = self.user.has_perm("meetings.add_minutes")
        return Step(_("Protokoll beginnen"), url, is_post=True) if may_begin else None

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
    def turnover(self):
        return joining.Turnover(self.meeting)

    @cached_property
    def joiners(self):
        """Who joined since the invitation, if the user may know who is invited."""
        return self.turnover.joiners if self.user.has_perms(ANSWERS) else []

    @cached_property
    def leavers(self):
        return self.turnover.leavers if self.user.has_perms(ANSWERS) else []

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
        is_known = not (self.joiners or self.leavers)
        return is_known and not (self.proposals or self.open_letters or unconfirmed)

    def of_agenda(self):
        yield from hints.too_long(self.meeting, self.items)
        if self.user.has_perm("meetings.view_minutes"):
            yield from hints.kept_back(self.meeting)
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
