"""Minutes in the office: one page from the draft to the published document."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policy import post_only, read_only
from meetings.admin.minutes_acts import DIRECT, RIGHTS, Deciding, steps_for
from meetings.admin.minutes_forms import MinutesForm
from meetings.minutes import acts, checklist
from meetings.minutes.content import content_of, members_part
from meetings.minutes.decided import decision_on
from meetings.minutes.differences import changes
from meetings.minutes.rights import as_far_as
from meetings.minutes.texts import status_note
from meetings.minutes.versions import last_version
from meetings.models import Meeting, Minutes
from partners.admin.scope import ScopedAdmin, of_maintained_boards

State = Minutes.State
CHANGE = "meetings.change_minutes"
RELEASE, DECISIONS = "meetings.release_minutes", "meetings.view_resolution"
# These keep what stands in the form as a version of its own, with a reason.
MAKING_VERSIONS = {"amend": acts.amend, "correct": acts.correct}
MADE = {
    "amend": gettext_lazy("Die geänderte Fassung ist freigegeben. Die Mitglieder erfahren es."),
    "correct": gettext_lazy("Berichtigt. Die Mitglieder bekommen eine Mail."),
}
TEMPLATES = "admin/meetings/minutes/"


@admin.register(Minutes)
class MinutesOffice(Deciding, ScopedAdmin):
    """
    The minutes of a session.

    Its page has a form of its own, so the admin's usual ways to change, restore
    or delete stay shut for everybody.
    """

    board_path = "meeting__board"
    list_display = ("title", "board", "held_on", "state", "objections_until", "published_at")
    list_filter = ("state", ("meeting__board", admin.RelatedOnlyFieldListFilter))
    search_fields = ("meeting__slug", "meeting__board__name")
    ordering = ("-meeting__held_on",)
    export_columns = ("meeting", "state", "released_at", "objections_until", "approved_at")

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("meeting__board", "meeting__venue", "chair", "approved_in")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def view_on_site(self, obj):
        return None

    def heading(self, minutes):
        meeting = minutes.meeting
        return _("Protokoll der %(session)s – %(board)s") % {
            "session": meeting.title,
            "board": meeting.board,
        }

    @admin.display(description=gettext_lazy("Sitzung"), ordering="meeting__number")
    def title(self, minutes):
        return minutes.meeting.title

    @admin.display(description=gettext_lazy("Gremium"), ordering="meeting__board")
    def board(self, minutes):
        return minutes.meeting.board

    @admin.display(description=gettext_lazy("Datum"), ordering="meeting__held_on")
    def held_on(self, minutes):
        return minutes.meeting.held_on

    # --- Addresses ----------------------------------------------------------

    def get_urls(self):
        own = [
            path(address, self.admin_site.admin_view(view), name=f"meetings_minutes_{name}")
            for address, view, name in (
                ("beginnen/<int:meeting_pk>/", self.begin_view, "begin"),
                ("<int:pk>/freigeben/", self.release_view, "release"),
                ("<int:pk>/genehmigen/", self.approve_view, "approve"),
                ("<int:pk>/veroeffentlichen/", self.publish_view, "publish"),
                ("<int:pk>/fassung/<int:number>/", self.version_view, "version"),
            )
        ]
        return [*own, *super().get_urls()]

    def minutes_for(self, request, pk, *rights):
        """Return the minutes; 404 if the user's list does not hold them, 403 without a right."""
        minutes = self.get_object(request, str(pk))
        if minutes is None:
            raise Http404
        if not self.has_view_permission(request, minutes) or not request.user.has_perms(rights):
            raise PermissionDenied
        return minutes

    def page(self, request, minutes, template, **context):
        # Only the name stands in a trail; the page itself is the part `here`.
        base = {**self.admin_site.each_context(request), "opts": self.opts, "minutes": minutes}
        base |= {"meeting": minutes.meeting, "object": minutes, "title": self.heading(minutes)}
        return TemplateResponse(request, TEMPLATES + template, base | context)

    @method_decorator(post_only)
    def begin_view(self, request, meeting_pk):
        """Open the session's minutes, made if there are none."""
        boards = of_maintained_boards(Meeting.objects, request.user, "board")
        meeting = boards.filter(pk=meeting_pk).first()
        if meeting is None:
            raise Http404
        if not request.user.has_perms(["meetings.add_minutes", "meetings.view_minutes"]):
            raise PermissionDenied
        try:
            minutes = acts.begin(meeting, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("admin:meetings_meeting_change", meeting.pk)
        return redirect("admin:meetings_minutes_change", minutes.pk)

    # --- The page -----------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None):
        minutes = self.minutes_for(request, object_id)
        if request.method == "POST":
            return self.save_page(request, minutes)
        return self.show_page(request, minutes, MinutesForm(minutes))

    def show_page(self, request, minutes, form, status=200, **context):
        last = last_version(minutes)
        then = last and as_far_as(request.user, last.content)
        content = as_far_as(request.user, content_of(minutes))
        is_approved = minutes.state == State.APPROVED
        changed = changes(then, content) if last and not is_approved else []
        shown = then if last and not changed else content
        context |= {
            "form": form,
            "may_change": may_change(request.user, minutes),
            "is_approved": is_approved,
            "stages": stages_of(minutes),
            "steps": steps_for(minutes, request.user, is_changed=bool(changed)),
            "points": [] if minutes.is_released else checklist.points(minutes, by=request.user),
            "content": members_part(shown),
            "note": status_note(minutes),
            "versions": list(minutes.versions.select_related("made_by").order_by("-number")),
            "changes": changed,
            "may_amend": minutes.state == State.RELEASED and request.user.has_perm(RELEASE),
            "objections": minutes.objections.count(),
            "decision": decision_on(minutes),
        }
        response = self.page(request, minutes, "change_form.html", **context)
        response.status_code = status
        return response

    def save_page(self, request, minutes):
        """Save what was typed; then do what the button says."""
        if not may_change(request.user, minutes):
            raise PermissionDenied
        act, form = request.POST.get("act", ""), MinutesForm(minutes, request.POST)
        if act not in {"", *MAKING_VERSIONS, *RIGHTS}:
            raise Http404
        if act == "amend" and not request.user.has_perm(RELEASE):
            raise PermissionDenied
        if not form.is_valid():
            return self.show_page(request, minutes, form)
        try:
            outcome = self.store(request, minutes, form, act)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            reason = request.POST.get("reason", "")
            return self.show_page(
                request, self.minutes_for(request, minutes.pk), form, reason=reason
            )
        if not outcome.is_saved:
            return self.show_conflict(request, form, outcome)
        return self.go_on(request, minutes, act)

    def store(self, request, minutes, form, act):
        """Save the parts; what makes a version is saved with its reason or not at all."""
        make = MAKING_VERSIONS.get(act)
        if make is None:
            return form.save(request.user)
        with transaction.atomic():
            outcome = form.save(request.user, makes_version=True)
            if outcome.is_saved:
                make(minutes, request.POST.get("reason", ""), request.user)
        return outcome

    def go_on(self, request, minutes, act):
        if act in DIRECT:
            self.do(request, minutes, act)
        elif act in RIGHTS:
            return redirect(f"admin:meetings_minutes_{act}", minutes.pk)
        elif act in MADE:
            messages.success(request, MADE[act])
        else:
            messages.success(request, _("Gespeichert."))
        return redirect("admin:meetings_minutes_change", minutes.pk)

    def show_conflict(self, request, form, outcome):
        """Show both texts; saving once more means the own one."""
        minutes = self.minutes_for(request, form.minutes.pk)
        again = MinutesForm(minutes, form.up_to_date(request.POST, minutes))
        again.is_valid()
        for one, earlier in zip(again.parts, form.parts, strict=False):
            one.others = earlier.others
        context = {"is_released_meanwhile": outcome.is_released_meanwhile, "has_conflict": True}
        reason = request.POST.get("reason", "")
        return self.show_page(request, minutes, again, status=409, reason=reason, **context)

    # --- Versions -----------------------------------------------------------

    @method_decorator(read_only)
    def version_view(self, request, pk, number):
        """Show one version, and what it changed against the one before."""
        minutes = self.minutes_for(request, pk, "meetings.view_minutesversion")
        version = minutes.versions.filter(number=number).first()
        if version is None:
            raise Http404
        before = minutes.versions.filter(number=number - 1).first()
        content = as_far_as(request.user, version.content)
        earlier = before and as_far_as(request.user, before.content)
        return self.page(
            request,
            minutes,
            "version.html",
            version=version,
            content=members_part(content),
            before=before,
            rows=changes(earlier, content) if before else [],
            here=_("Fassung %d") % number,
        )


def may_change(user, minutes) -> bool:
    """Tell whether the user may open the form; from the release on it holds decisions."""
    rights = [CHANGE, *([DECISIONS] if minutes.is_released else [])]
    return user.has_perms(rights)


def stages_of(minutes):
    """Return the steps as (label, whether it is the present one)."""
    is_published = bool(minutes.published_at)
    found = [
        (label, value == minutes.state and not is_published)
        for value, label in Minutes.State.choices
    ]
    return [*found, (_("veröffentlicht"), is_published)]
