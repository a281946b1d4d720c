"""What is missing before minutes are released, each point with the place to mend it."""

from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import summons
from meetings.cockpit.agreement import contradictions, resolutions_of
from meetings.minutes import outlook
from meetings.models import Meeting, Minutes
from meetings.models.resolution import Resolution
from meetings.planning import rules_for
from meetings.procedure import minutes_dates

INVITED = "#id_kopf-is_properly_invited"
DECISIONS, TASKS = "meetings.view_resolution", "meetings.view_task"


@dataclass(frozen=True)
class Point:
    """
    One thing looked at; without `is_duty` it warns and does not hold up.

    Its text may quote what only `right` opens; who lacks it reads `bare`.
    """

    text: str
    is_met: bool
    url: str = ""
    is_duty: bool = True
    right: str = ""
    bare: str = ""

    @property
    def is_blocking(self):
        return self.is_duty and not self.is_met

    def for_reader(self, user):
        if not self.right or user is None or user.has_perm(self.right):
            return self
        return replace(self, text=self.bare, url="")


def points(minutes, today=None, by=None) -> list[Point]:
    """Return what was looked at, in words that `by` may read."""
    decisions = list(resolutions_of(minutes.meeting))
    looked_at = [
        held(minutes),
        invitation(minutes),
        attendance(minutes),
        results(minutes),
        resolutions(minutes, decisions),
        *agreement(minutes, decisions),
        tasks(minutes),
        named(_("Sitzungsleitung"), minutes.chair_id, "#id_kopf-chair"),
        named(_("Protokollführung"), minutes.minute_taker, "#id_kopf-minute_taker"),
        *earlier(minutes),
        *next_session(minutes),
        deadline(minutes, today or timezone.localdate()),
    ]
    return [point.for_reader(by) for point in looked_at]


def held(minutes) -> Point:
    meeting = minutes.meeting
    is_held = meeting.state == Meeting.State.HELD
    words = _("Die Sitzung ist beendet") if is_held else _("Die Sitzung ist noch nicht beendet")
    return Point(words, is_held, session_page(meeting))


def invitation(minutes) -> Point:
    """Say what the sendings prove; the office may know better, and is told that it differs."""
    found = summons.summons_of(minutes.meeting)
    if found.is_proper == minutes.is_properly_invited:
        return Point(found.text, found.is_proper, INVITED, is_duty=False)
    noted = _("Im Protokoll steht: nicht ordnungsgemäß eingeladen.")
    if minutes.is_properly_invited:
        noted = _("Im Protokoll steht: ordnungsgemäß eingeladen.")
    return Point(f"{found.text} {noted}", False, INVITED, is_duty=False)


def attendance(minutes) -> Point:
    meeting = minutes.meeting
    seats = meeting.board.seats.active_on(meeting.held_on).count()
    noted = meeting.participations.exclude(attendance="").count()
    guests = meeting.guests.filter(is_present=None).count()
    count = max(0, seats - noted) + guests
    if not count:
        return Point(_("Anwesenheit vollständig"), is_met=True)
    text = ngettext(
        "Anwesenheit: %d Person oder Sitz ohne Angabe",
        "Anwesenheit: %d Personen oder Sitze ohne Angabe",
        count,
    )
    return Point(text % count, False, session_page(meeting))


def results(minutes) -> Point:
    missing = minutes.meeting.agenda_items.exclude(record__result__gt="")
    found = list(missing.order_by("position").values_list("position", flat=True))
    if not found:
        return Point(_("Jeder TOP hat ein Ergebnis"), is_met=True)
    text = _("Ergebnis fehlt: TOP %s") % ", ".join(map(str, found))
    return Point(text, False, f"#top-{found[0]}")


def resolutions(minutes, found) -> Point:
    open_ones = [one for one in found if one.state not in Resolution.DECIDED or not one.manner]
    if not open_ones:
        return Point(_("Jeder Beschluss hat eine Abstimmung"), is_met=True)
    text = _("Abstimmung fehlt: %s") % ", ".join(str(one) for one in open_ones)
    page = office_page("meetings_resolution_change", open_ones[0].pk)
    bare = _("Nicht jeder Beschluss hat eine Abstimmung")
    page = page or session_page(minutes.meeting)
    return Point(text, False, page, right=DECISIONS, bare=bare)


def agreement(minutes, found):
    """Yield each vote that does not go with conflicts of interest or attendance."""
    for one in contradictions(minutes.meeting, found):
        place = f"{session_page(minutes.meeting)}#top-{one.resolution.agenda_item.position}"
        bare = _("Eine Abstimmung passt nicht zu Befangenheit oder Anwesenheit")
        yield Point(one.text, False, place, is_duty=one.is_duty, right=DECISIONS, bare=bare)


def tasks(minutes) -> Point:
    found = minutes.meeting.tasks.open().order_by("pk")
    bare = [one for one in found if not one.due_on or not (one.person_id or one.organisation_id)]
    if not bare:
        return Point(_("Jede Aufgabe hat Zuständige und ein Datum"), is_met=True)
    text = _("Zuständige oder Datum fehlen: %s") % ", ".join(f"„{one.title}“" for one in bare)
    page = office_page("meetings_task_change", bare[0].pk)
    hidden = _("Nicht jede Aufgabe hat Zuständige und ein Datum")
    return Point(text, False, page, right=TASKS, bare=hidden)


def named(label, value, anchor) -> Point:
    if value:
        return Point(_("%s genannt") % label, is_met=True)
    return Point(_("%s fehlt") % label, False, anchor)


def earlier(minutes):
    """Yield the last session's minutes, if their approval is missing among the findings."""
    before = Minutes.objects.filter(
        state=Minutes.State.RELEASED,
        meeting__board=minutes.meeting.board_id,
        meeting__held_on__lt=minutes.meeting.held_on,
    )
    for one in before.select_related("meeting"):
        text = _("Protokoll der %d. Sitzung ist nicht als genehmigt vermerkt")
        page = office_page("meetings_minutes_change", one.pk)
        yield Point(text % one.meeting.number, False, page, is_duty=False)


def next_session(minutes):
    """Yield the next session, if it was planned after the closing words were filled in."""
    words = "" if minutes.closing else outlook.sentence(minutes.meeting)
    if words:
        text = _("Nächste Sitzung nicht genannt: %s") % words
        yield Point(text, False, "#id_kopf-closing", is_duty=False)


def deadline(minutes, today) -> Point:
    """A late release is better than none: it is said, and does not hold up."""
    due = minutes_dates(minutes.meeting.held_on, rules_for(minutes.meeting))[0]
    values = {"day": f"{due.due_on:%d.%m.%Y}", "rule": due.rule}
    if today <= due.due_on:
        return Point(_("Frist läuft bis %(day)s (%(rule)s)") % values, True, is_duty=False)
    return Point(_("Frist war bis %(day)s (%(rule)s)") % values, False, is_duty=False)


def session_page(meeting) -> str:
    """Return where the session is written down: the cockpit, else the session's own page."""
    return office_page("meetings_meeting_cockpit", meeting.pk) or office_page(
        "meetings_meeting_change", meeting.pk
    )


def office_page(name, key) -> str:
    try:
        return reverse(f"admin:{name}", args=[key])
    except NoReverseMatch:
        return ""
