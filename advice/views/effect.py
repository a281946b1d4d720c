"""What became of it: the advice that the office has released, for everybody."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from accounts.policy import public, read_only
from advice.models import Advice
from partners.models import Board
from partners.views import board_choice


@public
@read_only
def advice_list(request):
    """Released advice, the newest first."""
    choice = board_choice(request)
    found = Advice.objects.released().select_related("board")
    advice = list(found.filter(board=choice.asked) if choice.asked else found)
    context = {
        "choice": choice,
        "advice_list": advice,
        "has_examples": any(one.is_example for one in advice),
    }
    return render(request, "advice/advice_list.html", context)


@public
@read_only
def advice_detail(request, number):
    """One released piece of advice of the chosen board, by default the first one."""
    board = board_choice(request).asked or Board.objects.visible_to(request.user).first()
    if board is None:
        raise Http404
    found = Advice.objects.released().select_related("board")
    advice = get_object_or_404(found, board=board, number=number)
    return render(request, "advice/advice_detail.html", {"advice": advice})
