"""What became of it: the advice that the office has released, for everybody."""

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from accounts.policy import public, read_only
from advice.effect import numbers
from advice.forms.effect import EffectForm
from advice.models import Advice, Step, Topic
from meetings.models import AgendaItem, Meeting
from partners.models import Board, Organisation
from partners.views import board_choice

PER_PAGE = 20


def released(user):
    """Return what is released, each with as much of its origin as the reader may know."""
    organisations = Organisation.objects.visible_to(user).filter(pk=OuterRef("organisation"))
    meetings = Meeting.objects.visible_to(user).filter(pk=OuterRef("meeting"))
    return (
        Advice.objects.released()
        .select_related("board")
        .annotate(
            given_by=Subquery(organisations.values("short_name")[:1]),
            session_number=Subquery(meetings.values("number")[:1]),
            session_slug=Subquery(meetings.values("slug")[:1]),
        )
        .order_by("-given_on", "-number")
    )


@public
@read_only
def advice_list(request):
    """Numbers first, then each piece with its answer, the newest first."""
    choice = board_choice(request)
    form = EffectForm(request.GET, choice, request.user)
    all_of_it = Advice.objects.released()
    if choice.asked:
        all_of_it = all_of_it.filter(board=choice.asked)
    found = numbers(all_of_it, form.condition)
    rows = released(request.user).filter(form.condition)
    pages = Paginator(rows.filter(board=choice.asked) if choice.asked else rows, PER_PAGE)
    # Counted with the numbers already.
    pages.count = found.kept
    page = pages.get_page(request.GET.get("page"))
    context = {
        "choice": choice,
        "form": form,
        "numbers": found,
        "advice_list": list(page),
        "page_obj": page,
        "has_examples": any(one.is_example for one in page),
    }
    return render(request, "advice/advice_list.html", context)


@public
@read_only
def advice_detail(request, number):
    """One released piece with its whole trace; of the chosen board, by default the first one."""
    board = board_choice(request).asked or Board.objects.visible_to(request.user).first()
    if board is None:
        raise Http404
    steps = Prefetch("steps", Step.objects.filter(is_public=True), to_attr="public_steps")
    topics = Prefetch("topics", Topic.objects.visible_to(request.user), to_attr="shown_topics")
    items = AgendaItem.objects.visible_to(request.user).filter(pk=OuterRef("agenda_item"))
    found = (
        released(request.user)
        .annotate(has_item=Exists(items), item_number=F("agenda_item__position"))
        .prefetch_related(steps, topics)
    )
    advice = get_object_or_404(found, board=board, number=number)
    return render(request, "advice/advice_detail.html", {"advice": advice})
