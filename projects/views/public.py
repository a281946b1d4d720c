"""Projects for everybody: the list, one project and its picture."""

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from accounts.policy import public, read_only, unversioned
from advice.models import Topic
from meetings.models import Meeting
from partners.views import board_choice, picture
from projects import names
from projects.forms import ProjectFilterForm
from projects.models import Project

PAGE = 20
LISTED = (
    *("title", "slug", "kind", "starts_on", "ends_on"),
    *("image", "image_alt", "visibility", "is_example"),
)


@public
@read_only
def project_list(request):
    """The projects that boards follow, by kind; six queries, however many there are."""
    choice = board_choice(request)
    found = Project.objects.visible_to(request.user)
    found = found.filter(board=choice.asked) if choice.asked else found
    form = ProjectFilterForm(request.GET, choice, topics_of(found, request.user))
    shown = form.kept(found).only(*LISTED).order_by("kind", "title", "pk")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    keys = [one.pk for one in page.object_list]
    names.put_on(page.object_list, Project.objects.filter(pk__in=keys), request.user)
    context = {
        "choice": choice,
        "form": form,
        "has_any": bool(keys) or found.exists(),
        "page_obj": page,
        "groups": by_kind(page.object_list),
        "query": form.query,
    }
    return render(request, "projects/project_list.html", context)


def topics_of(projects, user):
    """Return (slug, title) of each topic that one of the projects belongs to."""
    topics = Topic.objects.visible_to(user).filter(projects__in=projects).distinct()
    return list(topics.order_by("title").values_list("slug", "title"))


def by_kind(projects):
    """Return (heading, projects) for each kind there is."""
    headings = {
        Project.Kind.TRANSFER: _("Transferprojekte"),
        Project.Kind.IMPLEMENTATION: _("Umsetzungsprojekte"),
    }
    return [(headings[kind], list(rows)) for kind, rows in groupby(projects, lambda one: one.kind)]


@public
class ProjectDetail(DetailView):
    """One project: who, when, on what, and how it stands as far as that is public."""

    def get_queryset(self):
        return Project.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        user = self.request.user
        names.put_on([self.object], Project.objects.filter(pk=self.object.pk), user)
        articles = self.object.articles.visible_to(user).newest_first()
        return super().get_context_data(
            reports=self.reports(user),
            articles=articles[:5],
            **kwargs,
        )

    def reports(self, user):
        """The newest reports; the session of one is named only to who may know of it."""
        known = Meeting.objects.visible_to(user).filter(pk=OuterRef("round__meeting"))
        found = self.object.reports.visible_to(user).handed_in().select_related("round__meeting")
        return found.annotate(names_session=Exists(known)).order_by("-round__meeting__held_on")[:5]


@public
@unversioned
@read_only
def project_image(request, slug, name):
    """The picture of a project the reader may see."""
    project = get_object_or_404(Project.objects.visible_to(request.user), slug=slug)
    return picture(project.image, name)
