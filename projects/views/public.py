"""Projects for everybody: the list and one project."""

from django.shortcuts import get_object_or_404, render
from django.views.generic import DetailView

from accounts.policy import public, read_only, unversioned
from partners.views import board_choice, picture
from projects.models import Project


@public
@read_only
def project_list(request):
    """The projects that a board follows."""
    choice = board_choice(request)
    found = Project.objects.visible_to(request.user).select_related("board", "reporter")
    projects = list(found.filter(board=choice.asked) if choice.asked else found)
    context = {
        "choice": choice,
        "project_list": projects,
        "has_examples": any(one.is_example for one in projects),
    }
    return render(request, "projects/project_list.html", context)


@public
class ProjectDetail(DetailView):
    """One project."""

    def get_queryset(self):
        return Project.objects.visible_to(self.request.user).select_related("board", "reporter")


@public
@unversioned
@read_only
def project_image(request, slug, name):
    """The picture of a project the reader may see."""
    project = get_object_or_404(Project.objects.visible_to(request.user), slug=slug)
    return picture(project.image, name)
