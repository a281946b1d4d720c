"""A partner's reports, behind both doors: read, kept for later, handed in."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import post_only, public, read_only, unversioned
from meetings.door import for_reporters
from meetings.views.person import with_person
from partners.reader import on_board
from partners.views import picture
from projects import reports, rounds
from projects.forms import ReportForm
from projects.models import ProgressReport, ReportRequest


def own(door):
    """Return what the person is asked for in rounds that still take reports; nothing else."""
    found = ReportRequest.objects.of_person(door.person)
    found = found.filter(on_board(door.reader, "round__meeting__board"))
    return found.select_related("round__meeting__board", "organisation").order_by(
        "round__meeting__held_on", "organisation__name"
    )


def asked_of(door, pk, slug):
    """Return one request with one of its projects; any other is as if it did not exist."""
    request = get_object_or_404(own(door), pk=pk)
    return request, get_object_or_404(rounds.projects_of(request), slug=slug)


@for_reporters
@read_only
@with_person
def report_list(request, door):
    """What is asked, project by project, with how far it is."""
    asked = list(own(door))
    for one in asked:
        found = ProgressReport.objects.filter(round=one.round_id)
        states = {each.project_id: bool(each.submitted_at) for each in found}
        one.projects = list(rounds.projects_of(one))
        for project in one.projects:
            project.address = door.url("projects:report", one.pk, project.slug)
            project.is_handed_in = states.get(project.pk)
    context = {"door": door, "place": "reports", "asked": asked}
    return render(request, "projects/my/reports.html", context)


@for_reporters
@read_only
@with_person
def report_form(request, door, pk, slug):
    """The form, as it was left or beginning with the last report."""
    asked, project = asked_of(door, pk, slug)
    return shown(request, door, asked, project, form_of(door, asked, project))


@for_reporters
@post_only
@with_person
def save_report(request, door, pk, slug):
    """Keep or hand in; a stale form comes back with both texts."""
    asked, project = asked_of(door, pk, slug)
    is_final = "hand_in" in request.POST
    form = form_of(door, asked, project, request.POST, request.FILES, is_final=is_final)
    if not form.is_valid():
        return shown(request, door, asked, project, form)
    seen = form.cleaned_data["seen"]
    try:
        reports.write(asked, project, door.person, form.values, seen, is_final=is_final)
    except reports.StaleReportError as error:
        return conflict(request, door, asked, project, error.report)
    except ValidationError as error:
        form.add_error(None, error)
        return shown(request, door, asked, project, form)
    door.note_use()
    if is_final:
        messages.success(request, _("Ihr Bericht zu „%s“ ist abgegeben. Danke!") % project.title)
        return redirect(door.url("projects:reports"))
    messages.success(request, _("Gespeichert. Abgegeben ist Ihr Bericht noch nicht."))
    return redirect(door.url("projects:report", pk, slug))


def form_of(door, asked, project, *data, is_final=False):
    report = reports.report_of(asked, project)
    last = reports.last_known(asked, project)
    initial = {} if report.pk else reports.taken_over(last)
    return ReportForm(
        *data,
        instance=report,
        initial=initial | {"seen": reports.mark_of(report)},
        is_final=is_final,
        action=door.url("projects:report-save", asked.pk, project.slug),
        last=last,
    )


def conflict(request, door, asked, project, report):
    """Show what was typed beside what is stored; sent again, it replaces that on purpose."""
    data = request.POST.copy()
    data["seen"] = reports.mark_of(report)
    form = form_of(door, asked, project, data)
    form.is_valid()
    return shown(request, door, asked, project, form, stored=differing(report, form))


def differing(report, form):
    """Return (label, stored text) of each field that holds something else than was typed."""
    found = []
    for name, field in form.typed.items():
        if getattr(report, name).split() != (form[name].value() or "").split():
            stored = report.get_light_display() if name == "light" else getattr(report, name)
            found.append((field.label, stored or _("leer")))
    return found


def shown(request, door, asked, project, form, stored=None):
    """Return the page; with `stored` as the answer to a form that was out of date."""
    report = form.instance
    name = report.image.name.rsplit("/", 1)[-1] if report.image else ""
    context = {
        "door": door,
        "place": "reports",
        "asked": asked,
        "project": project,
        "form": form,
        "report": report,
        "stored": stored,
        "is_stale": stored is not None,
        "lost_image": bool(request.FILES),
        "image": name and door.url("projects:report-image", asked.pk, project.slug, name),
        "begins_with_last": not report.pk
        and not form.is_bound
        and bool(form.initial.get("status")),
    }
    status = 200 if stored is None else 409
    return render(request, "projects/my/report.html", context, status=status)


@for_reporters
@read_only
@with_person
def own_image(request, door, pk, slug, name):
    """The picture of a report that the person may change."""
    asked, project = asked_of(door, pk, slug)
    return picture(reports.report_of(asked, project).image, name)


@public
@unversioned
@read_only
def report_image(request, pk, name):
    """The picture of a report the reader may see."""
    found = ProgressReport.objects.visible_to(request.user)
    return picture(get_object_or_404(found, pk=pk).image, name)
