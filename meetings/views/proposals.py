"""A member's proposals for the agenda, behind both doors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policy import post_only, read_only
from meetings import proposals
from meetings.forms.proposals import ProposalForm
from meetings.places import announced_to
from meetings.views.person import with_person
from partners.reader import Reader


@read_only
@with_person
def proposal_page(request, door):
    """What the person proposed, and the form to propose more."""
    meetings = proposals.open_for(Reader(door.person, door.board_id))
    asked = next((one for one in meetings if one.slug == request.GET.get("sitzung")), None)
    initial = {"meeting": asked.pk} if asked else None
    return shown(request, door, meetings, form_of(door, meetings, initial=initial))


@post_only
@with_person
def propose(request, door):
    meetings = proposals.open_for(Reader(door.person, door.board_id))
    form = form_of(door, meetings, data=request.POST)
    if not form.is_valid():
        return shown(request, door, meetings, form)
    try:
        proposal = form.hand_in(door.person)
    except ValidationError as error:
        form.add_error(None, error)
        return shown(request, door, meetings, form)
    door.note_use()
    messages.success(request, thanks(proposal))
    return redirect(door.url("proposals"))


def thanks(proposal):
    if proposal.is_late:
        return _(
            "Ihr Vorschlag ist eingereicht. Er kommt nach der Frist: Behandelt wird er nur, "
            "wenn das Gremium in der Sitzung zustimmt."
        )
    return _("Ihr Vorschlag ist eingereicht. Die Geschäftsstelle sagt Ihnen, was daraus wird.")


@post_only
@with_person
def withdraw(request, door, pk):
    proposal = get_object_or_404(of_known_sessions(door), pk=pk)
    try:
        proposals.withdraw(proposal, door.person)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        door.note_use()
        messages.success(request, _("Ihr Vorschlag ist zurückgezogen."))
    return redirect(door.url("proposals"))


def form_of(door, meetings, **kwargs):
    return ProposalForm(meetings=meetings, action=door.url("propose"), **kwargs)


def shown(request, door, meetings, form):
    for one in meetings:
        one.deadline = proposals.deadline(one)
        one.deadline_has_passed = one.deadline.due_on < timezone.localdate()
    context = {
        "door": door,
        "place": "proposals",
        "form": form,
        "meetings": meetings,
        "proposals": own(door),
    }
    return render(request, "meetings/my/proposals.html", context)


def own(door):
    """The person's proposals, each with the address to withdraw it while it is open."""
    found = list(of_known_sessions(door))
    for one in found:
        one.withdraw_url = one.is_open and door.url("withdraw", one.pk)
    return found


def of_known_sessions(door):
    """What one proposed to a board tells of its sessions: nothing after the mandate has ended."""
    known = announced_to(door.reader).values("pk")
    found = door.person.proposals.filter(meeting__in=known)
    return found.select_related("meeting__board", "agenda_item")
