"""
Writing a report: kept for later, handed in, changed until the session is held.

Whoever saves says which state they have seen. What another one saved meanwhile
is never overwritten unread.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.untouched import is_stored
from accounts.visibility import Visibility, printable
from post import outbox
from projects import mails, rounds
from projects.models import ProgressReport

# What a new report takes over from the last one; what is new since then is not in there.
TAKEN_OVER = ("status", "figures", "light", "light_reason", "request")


class StaleReportError(ValidationError):
    """Somebody saved the report after the form was opened; `report` is what is stored."""

    def __init__(self, report):
        super().__init__(_("Inzwischen wurde dieser Bericht gespeichert."), code="stale")
        self.report = report


def report_of(request, project) -> ProgressReport:
    """Return the project's report of the round, or a new one that is not saved."""
    found = ProgressReport.objects.filter(round=request.round_id, project=project).first()
    # A draft of who reported before is theirs; what was handed in is the project's.
    if found and (found.submitted_at or found.organisation_id == request.organisation_id):
        return found
    fresh = ProgressReport(
        round=request.round,
        project=project,
        organisation=request.organisation,
        is_example=project.is_example,
    )
    if found:
        fresh.pk, fresh._state.adding = found.pk, False
    return fresh


def mark_of(report) -> str:
    """Return a mark that changes with every saving."""
    newest = report.pk and report.history.order_by("-history_id").first()
    return str(newest.history_id) if newest else "0"


def earlier_reports(round_, projects):
    """Return what was handed in on `projects` for the board's earlier sessions, newest first."""
    meeting = round_.meeting
    found = ProgressReport.objects.handed_in().filter(
        project__in=projects,
        round__meeting__board=meeting.board_id,
        round__meeting__held_on__lt=meeting.held_on,
    )
    return found.order_by("-round__meeting__held_on", "-pk")


def last_known(request, project):
    """Return the project's last report: the partner's own, or one not for the office alone."""
    is_open = Q(organisation=request.organisation_id) | ~Q(visibility=Visibility.OFFICE)
    return earlier_reports(request.round, [project.pk]).filter(is_open).first()


def taken_over(last) -> dict:
    """Return the values with which the form of a new report begins."""
    return {name: getattr(last, name) for name in TAKEN_OVER} if last else {}


@transaction.atomic
def write(request, project, person, values, seen, *, is_final):
    """
    Keep `values` as a draft or hand them in; return the report.

    Raise StaleReportError if it is not as `seen` any more, ValidationError if
    the round takes no reports, or a draft would replace what is handed in.
    """
    round_ = rounds.locked(request.round)
    report = as_seen(request, project, round_, seen)
    if report.submitted_at and not is_final:
        raise ValidationError(
            _("Dieser Bericht ist schon abgegeben. Bitte geben Sie Ihre Änderungen ab.")
        )
    if says_the_same(report, values) and bool(report.submitted_at) == is_final:
        return report
    # What the office released are these words, and no others.
    if report.visibility == Visibility.PUBLIC:
        report.visibility = Visibility.MEMBERS
    for name, value in values.items():
        report._meta.get_field(name).save_form_data(report, value)
    if is_final:
        report.submitted_at, report.submitted_by = timezone.now(), person
    report._history_user = None
    report.save()
    if is_final:
        drop_reminder(request, round_, person)
    return report


def as_seen(request, project, round_, seen):
    """Return the report to write; raise as `write` says."""
    if not round_.takes_reports:
        raise ValidationError(_("Zu dieser Sitzung werden keine Berichte mehr angenommen."))
    report = report_of(request, project)
    if mark_of(report) != seen:
        raise StaleReportError(report)
    return report


def says_the_same(report, values) -> bool:
    """Tell whether `values` are what is stored, picture included."""
    return is_stored(report) and all(
        as_read(value) == as_read(getattr(report, name)) for name, value in values.items()
    )


def as_read(value):
    """Return a text as its reader sees it; anything empty is the same nothing."""
    return printable(value).strip() if isinstance(value, str) else value or None


def drop_reminder(request, round_, person):
    """Let nobody be reminded of what they have just handed in."""
    mine = round_.requests.filter(person=person).select_related("round__meeting")
    if not any(is_missing(one) for one in mine):
        outbox.supersede(mails.thread_of(round_, person), kind=mails.REMINDER)


def missing_projects(request) -> list:
    """Return the partner's projects on which nothing is handed in."""
    done = ProgressReport.objects.handed_in().filter(round=request.round_id)
    return list(rounds.projects_of(request).exclude(pk__in=done.values("project")))


def is_missing(request) -> bool:
    return bool(missing_projects(request))
