"""What each partner of a round reports: one page in the pack, one on the projector."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.visibility import Visibility
from meetings.minutes.differences import side_by_side
from partners.models import Organisation
from projects import figures, reports, rounds
from projects.models import ProgressReport, Project, ReportRequest

Light = ProgressReport.Light
# A sign beside the word: nobody has to tell colours apart.
SIGNS = {Light.GREEN: "●", Light.YELLOW: "▲", Light.RED: "■"}
COLOURS = {
    Light.GREEN: gettext_lazy("Grün"),
    Light.YELLOW: gettext_lazy("Gelb"),
    Light.RED: gettext_lazy("Rot"),
}
NOTHING = ProgressReport()


@dataclass(frozen=True)
class Entry:
    """One project: what is reported now, and what was last time; each may be None."""

    project: Project
    report: ProgressReport | None
    last: ProgressReport | None

    @property
    def figures(self):
        return figures.compared(self.report.figures, (self.last or NOTHING).figures)

    @property
    def light(self):
        return light_of(self.report)

    @property
    def light_before(self):
        """The light of last time, where it was another one."""
        if self.last is None or self.last.light == self.report.light:
            return None
        return light_of(self.last)

    @property
    def changes(self):
        """The lines of state and request that are not as last time, words marked."""
        if self.last is None:
            return []
        rows = side_by_side(lines_of(self.last), lines_of(self.report))
        return [one for one in rows if one.is_changed]


@dataclass(frozen=True)
class PartnerPage:
    """A partner with its projects, as far as the reader may know of them."""

    request: ReportRequest
    entries: list[Entry]

    @property
    def organisation(self) -> Organisation:
        return self.request.organisation

    @property
    def is_missing(self):
        """True where nothing at all came."""
        return not any(one.report for one in self.entries)

    @property
    def is_incomplete(self):
        return any(one.report is None for one in self.entries)


def light_of(report):
    """Return code, sign and words of the light, or None where none is set."""
    if not report.light:
        return None
    words = f"{COLOURS[report.light]} – {report.get_light_display()}"
    return {"code": report.light, "sign": SIGNS[report.light], "words": words}


def lines_of(report):
    return [*figures.filled_lines(report.status), *figures.filled_lines(report.request)]


def partner_pages(round_, *, shows_all) -> list[PartnerPage]:
    """
    Return the partners asked in `round_` in their order; four queries.

    Without `shows_all` projects and reports of the office alone are left out,
    also as what was said last time, and partners of whom nothing else would
    stand there.
    """
    projects = defaultdict(list)
    for one in rounds.projects_asked(round_):
        if shows_all or one.visibility != Visibility.OFFICE:
            projects[one.reporter_id].append(one)
    keys = [one.pk for found in projects.values() for one in found]
    now = {
        one.project_id: one
        for one in round_.reports.handed_in().filter(project__in=keys)
        if shows_all or one.visibility != Visibility.OFFICE
    }
    earlier = reports.earlier_reports(round_, keys)
    if not shows_all:
        earlier = earlier.exclude(visibility=Visibility.OFFICE)
        earlier = earlier.exclude(round__meeting__visibility=Visibility.OFFICE)
    last = {one.project_id: one for one in reversed(earlier)}
    pages = [
        PartnerPage(
            one,
            [
                Entry(each, now.get(each.pk), last.get(each.pk))
                for each in projects[one.organisation_id]
            ],
        )
        for one in round_.requests.select_related("organisation", "person")
    ]
    return [one for one in pages if shows_all or one.entries]


# --- As plain data ------------------------------------------------------------


def as_data(page) -> dict:
    """Return the page as templates/pdf/reports.typ sets it."""
    missing = _("kein Bericht eingegangen") if page.is_missing else ""
    return {
        "partner": page.organisation.name,
        "missing": missing,
        "projects": [entry_data(one, is_alone=page.is_missing) for one in page.entries],
    }


def entry_data(entry, *, is_alone) -> dict:
    data = {"title": entry.project.title, "kind": entry.project.get_kind_display()}
    if entry.report is None:
        missing = "" if is_alone else _("Zu diesem Projekt ist kein Bericht eingegangen.")
        return data | {"missing": missing, "report": None}
    report, before = entry.report, entry.light_before
    return data | {
        "missing": "",
        "report": {
            "light": entry.light,
            "reason": report.light_reason,
            "light_before": before and _("zuvor: %s") % before["words"],
            "texts": [
                [heading, figures.filled_lines(text)]
                for heading, text in (
                    (_("Stand"), report.status),
                    (_("Seit der letzten Sitzung"), report.since_last),
                    (_("Bitte an das Gremium"), report.request),
                )
                if text.strip()
            ],
            "figures": [[one.label, one.value or "–", one.before] for one in entry.figures],
            "has_last": entry.last is not None,
            # By its name the pack is known to be old; its bytes come when it is bound.
            "picture": {"name": report.image.name, "alt": report.image_alt}
            if report.image
            else None,
        },
    }
