"""Topics: the list and one topic with all that belongs to it."""

from django.views.generic import DetailView, ListView

from accounts.policy import public
from advice.models import Topic
from partners.views import board_choice


@public
class TopicList(ListView):
    """The topics of a board by their state, the ones worked on first."""

    def get_queryset(self):
        self.choice = board_choice(self.request)
        found = Topic.objects.visible_to(self.request.user).select_related("board")
        return found.filter(board=self.choice.asked) if self.choice.asked else found

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            choice=self.choice,
            has_examples=any(one.is_example for one in self.object_list),
            **kwargs,
        )


@public
class TopicDetail(DetailView):
    """One topic."""

    def get_queryset(self):
        return Topic.objects.visible_to(self.request.user).select_related("board")
