"""Topics: the list and one topic with all that belongs to it."""

from django.shortcuts import get_object_or_404, render
from django.views.generic import DetailView, ListView

from accounts.policy import public, read_only
from advice import timeline
from advice.models import Topic
from meetings.views.person import with_person
from partners.views import board_choice

State = Topic.State
# What is worked on comes first.
ORDER = (State.ADOPTED, State.DISCUSSED, State.SUBMITTED, State.DEFERRED, State.REJECTED)


def by_state(topics):
    """Return (state, topics) for each state there is, in the order in which they matter."""
    groups = [(state, [one for one in topics if one.state == state]) for state in ORDER]
    return [(state, found) for state, found in groups if found]


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
            groups=by_state(self.object_list),
            has_examples=any(one.is_example for one in self.object_list),
            **kwargs,
        )


def topics_for(user):
    """Return what a page about one topic shows of it, beside its list."""
    found = Topic.objects.visible_to(user).with_inside(user)
    return found.select_related("board", "organisation")


@public
class TopicDetail(DetailView):
    """One topic."""

    def get_queryset(self):
        return topics_for(self.request.user)

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("seite", "")
        page = timeline.page_of(self.object, self.request.user, asked)
        return super().get_context_data(page=page, **kwargs)


@read_only
@with_person
def topic_behind(request, door, slug):
    """The same for who came in by a member's door."""
    topic = get_object_or_404(topics_for(door.reader), slug=slug)
    page = timeline.page_of(topic, door.reader, request.GET.get("seite", ""), door)
    context = {"door": door, "place": "topics", "topic": topic, "page": page}
    return render(request, "advice/my/topic.html", context)
