"""What members propose for the agenda: read, taken up, or declined with a reason."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import proposals
from meetings.admin.participations import OfPeople
from meetings.models import AgendaProposal
from meetings.rights import PEOPLE
from partners.admin.scope import ScopedAdmin

SHOWN = (("meeting", "submitted"), ("person", "organisation"), "text", ("minutes_planned", "state"))
DECIDED = ("decision_reason", ("decided_at", "decided_by"))


@admin.register(AgendaProposal)
class AgendaProposalOffice(OfPeople, ScopedAdmin):
    """A member's words stay as they are; the office only decides."""

    board_path = "meeting__board"
    list_display = ("title", "state", "submitted", "person", "meeting")
    list_select_related = ("meeting", "person")
    list_filter = ("state", ("meeting", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "text", "person__family_name", "meeting__slug")
    export_columns = (
        "meeting",
        "title",
        "text",
        "minutes_planned",
        "person",
        "submitted_at",
        "is_late",
        "state",
        "decision_reason",
    )

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("meeting__board", "person", "seat__organisation", "decided_by")

    def get_fields(self, request, obj=None):
        return SHOWN if obj is None or obj.is_open else (*SHOWN, *DECIDED)

    @admin.display(description=gettext_lazy("Organisation"))
    def organisation(self, proposal):
        return proposal.seat.organisation if proposal.seat else "–"

    @admin.display(description=gettext_lazy("eingereicht"), ordering="submitted_at")
    def submitted(self, proposal):
        day = f"{timezone.localtime(proposal.submitted_at):%d.%m.%Y}"
        return _("%s, nach der Frist") % day if proposal.is_late else day

    def get_readonly_fields(self, request, obj=None):
        return flatten(self.get_fields(request, obj))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody edits it; who may decide is asked in `may_decide`."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        routes = (("aufnehmen", self.accept_view), ("ablehnen", self.decline_view))
        acts = [
            path(
                f"<int:pk>/{route}/",
                self.admin_site.admin_view(view),
                name=f"meetings_agendaproposal_{view.__name__.removesuffix('_view')}",
            )
            for route, view in routes
        ]
        return [*acts, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"may_decide": may_decide(request.user)}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def accept_view(self, request, pk):
        def act(proposal):
            item = proposals.accept(proposal, request.user)
            text = _("„%(title)s“ ist jetzt TOP %(position)d.")
            return text % {"title": item.title, "position": item.position}

        return self.decide(request, pk, act)

    def decline_view(self, request, pk):
        def act(proposal):
            proposals.decline(proposal, request.user, request.POST.get("reason", ""))
            return _("„%s“ kommt nicht auf die Tagesordnung.") % proposal.title

        return self.decide(request, pk, act)

    def decide(self, request, pk, act):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        proposal = self.get_object(request, str(pk))
        if proposal is None:
            raise Http404
        if not may_decide(request.user):
            raise PermissionDenied
        try:
            done = act(proposal)
        except ValidationError as error:
            messages.error(request, error.message)
            return redirect("admin:meetings_agendaproposal_change", pk)
        messages.success(request, f"{done} {told(proposal.person)}")
        return redirect(self.next_page(request, proposal))

    def next_page(self, request, proposal):
        """The session with its agenda, where the office goes on."""
        if request.user.has_perm("meetings.view_meeting"):
            return reverse("admin:meetings_meeting_change", args=[proposal.meeting_id])
        return reverse("admin:meetings_agendaproposal_changelist")


def may_decide(user):
    """Deciding changes the proposal and, mostly, the agenda."""
    return user.has_perms(["meetings.change_agendaproposal", "meetings.add_agendaitem", PEOPLE])


def told(person):
    if person.email:
        return _("%s bekommt eine Mail.") % person.full_name
    return _("%s hat keine E-Mail-Adresse; bitte sagen Sie selbst Bescheid.") % person.full_name
