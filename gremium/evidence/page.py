"""The office's page „Nachweis“: choose board and days, look, take it as xlsx or PDF."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.policy import read_only
from gremium.evidence.document import as_pdf
from gremium.evidence.period import PeriodForm
from gremium.evidence.report import report
from gremium.evidence.workbook import as_xlsx
from meetings.admin.sheets import attached
from partners.models import Board

RIGHTS = (
    "meetings.view_meeting",
    "meetings.view_minutes",
    "meetings.view_participation",
    "meetings.view_resolution",
    "meetings.view_task",
    "advice.view_advice",
)


def form_for(request) -> PeriodForm:
    """Return the form as it was sent; 403 without the rights on what the evidence counts."""
    if not request.user.has_perms(RIGHTS):
        raise PermissionDenied
    return PeriodForm(request.GET, Board.objects.maintained_by(request.user))


@read_only
def page(request):
    form = form_for(request)
    found = report(form.period()) if form.is_valid() else None
    context = {
        **admin.site.each_context(request),
        "title": _("Nachweis"),
        "form": form,
        "report": found,
        "query": request.GET.urlencode(),
    }
    return TemplateResponse(request, "admin/evidence.html", context)


@read_only
def xlsx(request):
    return file_of(request, as_xlsx, "xlsx")


@read_only
def pdf(request):
    return file_of(request, as_pdf, "pdf")


def file_of(request, write, ending):
    form = form_for(request)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Dieser Zeitraum ist nicht gültig."))
    period = form.period()
    name = f"Nachweis-{period.since:%Y-%m-%d}-{period.until:%Y-%m-%d}.{ending}"
    return attached(write(report(period)), name)
