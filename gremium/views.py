"""Pages that span apps: start, legal pages, machine files, errors."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Max, Min
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from accounts.policy import public, read_only, unversioned
from advice.effect import counts_of_all
from advice.models import Advice, Topic
from gremium.freshness import centre_of
from meetings.models import Meeting
from news.models import Article
from partners.forms import FeedbackForm
from partners.models import Board, Centre, Organisation
from partners.views import partners_of
from projects.models import Project


@public
class Home(TemplateView):
    """Start: next session, news, the board in numbers."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        board = Board.objects.visible_to(user).annotate(**counts_of_all()).first()
        organisations = list(partners_of(board, today)) if board else []
        meetings = Meeting.objects.visible_to(user)
        return super().get_context_data(
            board=board,
            next_meeting=meetings.upcoming()
            .filter(is_cancelled=False)
            .select_related("board", "venue")
            .first(),
            held=meetings.filter(board=board, held_on__lte=today, is_cancelled=False).aggregate(
                count=Count("pk"), first=Min("held_on"), last=Max("held_on")
            ),
            articles=list(Article.objects.visible_to(user).newest_first()[:3]),
            partners=[one for one in organisations if one.since],
            **kwargs,
        )


# --- Legal pages ------------------------------------------------------------

# What belongs into each text; told to the office only, while it is still open.
BELONGS = {
    "imprint": _(
        "Name, Anschrift und Rechtsform des Trägers, wer ihn vertritt, E-Mail-Adresse und "
        "Telefon, wer für den Inhalt verantwortlich ist (§ 5 DDG, § 18 MStV)"
    ),
    "privacy_notice": _(
        "verantwortliche Stelle, Datenschutzbeauftragte, Zwecke, Rechtsgrundlagen und Dauer der "
        "Speicherung, Rechte der Betroffenen, Aufsichtsbehörde (Art. 13 DSGVO)"
    ),
    "accessibility_statement": _(
        "was noch nicht barrierefrei ist und warum, Ansprechstelle, Durchsetzungsstelle, Datum "
        "(BfWebG)"
    ),
    "easy_language": _("wer das Gremium ist und was hier steht, in Leichter Sprache"),
    "sign_language": _("ein Video in Gebärdensprache oder der Weg dorthin"),
}


@public
class LegalPage(TemplateView):
    """A text of the operator; while it is open, the office reads what belongs into it."""

    template_name = "legal.html"
    field = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=Centre._meta.get_field(self.field).verbose_name,
            field=self.field,
            body=getattr(centre_of(self.request), self.field),
            belongs=BELONGS[self.field],
            **kwargs,
        )


@public
@unversioned
class ReportBarrier(FormView):
    """Tell the operator what was not accessible (BfWebG, feedback mechanism)."""

    template_name = "report_barrier.html"
    form_class = FeedbackForm
    success_url = reverse_lazy("report-barrier-thanks")

    def get_initial(self):
        return {"page": self.request.GET.get("seite", "")[:300]}

    def form_valid(self, form):
        if not form.is_by_a_program:
            form.save()
        return super().form_valid(form)


@public
class ReportBarrierThanks(TemplateView):
    template_name = "report_barrier_thanks.html"


# --- For machines -----------------------------------------------------------


@public
@read_only
def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
@read_only
def sitemap(request):
    """Every public page with the day its public side last changed."""
    sets = (
        Organisation.objects.visible_to(request.user),
        Meeting.objects.visible_to(request.user),
        Topic.objects.visible_to(request.user),
        Article.objects.visible_to(request.user),
        Advice.objects.released().select_related("board"),
        Project.objects.visible_to(request.user).defer("summary"),
    )
    entries = [(settings.SITE_URL + reverse(name), None) for name in STATIC_PAGES]
    entries += [
        (settings.SITE_URL + one.get_absolute_url(), one.public_changed_at)
        for rows in sets
        for one in rows
    ]
    body = render_to_string("sitemap.xml", {"entries": entries})
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


STATIC_PAGES = (
    "home",
    "partners:member-list",
    "meetings:meeting-list",
    "advice:topic-list",
    "advice:advice-list",
    "projects:project-list",
    "news:article-list",
    "imprint",
    "privacy",
    "accessibility",
)


@public
@unversioned
@read_only
def livez(request):
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
@unversioned
@read_only
def readyz(request):
    """The database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


# --- Errors -----------------------------------------------------------------


def error_page(request, status, **context):
    """Render an error with the usual footer; without it if the database is away."""
    try:
        centre_of(request)
    except DatabaseError:
        request.centre = Centre(pk=1)
        status = 503
    return render(request, "error.html", {"status": status} | context, status=status)


def bad_request(request, exception=None):
    return error_page(request, 400)


def forbidden(request, exception=None):
    return error_page(request, 403)


def form_too_old(request, reason=""):
    """What was sent carries no valid CSRF token, mostly because it lay open too long."""
    response = error_page(request, 403, is_form=True)
    # For scripts: to sign in again helps here, and not where a right is missing.
    response["X-Form-Too-Old"] = "yes"
    return response


def not_found(request, exception=None):
    return error_page(request, 404)


def server_error(request):
    return error_page(request, 500)
