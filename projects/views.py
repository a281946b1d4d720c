"""Projects for everybody: the list and one project."""

from django.views.generic import DetailView, ListView

from accounts.policy import public
from partners.views import board_choice
from projects.models import Project


@public
class ProjectList(ListView):
    """The projects that a board follows."""

    def get_queryset(self):
        self.choice = board_choice(self.request)
        found = Project.objects.visible_to(self.request.user).select_related("board", "reporter")
        return found.filter(board=self.choice.asked) if self.choice.asked else found

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            choice=self.choice,
            has_examples=any(one.is_example for one in self.object_list),
            **kwargs,
        )


@public
class ProjectDetail(DetailView):
    """One project."""

    def get_queryset(self):
        return Project.objects.visible_to(self.request.user).select_related("board", "reporter")
