"""The session's page in the office: its assistant, and the acts behind its buttons."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policy import post_only
from meetings import planning, stages
from meetings.admin.assistant import Assistant, sending
from meetings.models import Dispatch
from meetings.preparation import Preparation
from meetings.rights import SENDING
from meetings.tasks.agenda import take_over

Kind = Dispatch.Kind
CHANGE = "meetings.change_meeting"


class CancelForm(forms.Form):
    """Why the session does not take place; it stands on its page."""

    reason = forms.CharField(
        label=gettext_lazy("Grund der Absage"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class Assisted:
    """The page with its assistant, and the acts behind its buttons; needs Sheets.meeting_for."""

    def get_urls(self):
        acts = (
            ("absagen", self.cancel_view, "cancel"),
            ("absage-zuruecknehmen", self.reinstate_view, "reinstate"),
            ("durchgefuehrt", self.held_view, "held"),
            ("als-vorlage", self.template_view, "template"),
            ("offenes-uebernehmen", self.takeover_view, "takeover"),
        )
        own = [
            path(
                f"<int:pk>/{address}/",
                self.admin_site.admin_view(view),
                name=f"meetings_meeting_{name}",
            )
            for address, view, name in acts
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and request.resolver_match.url_name == "meetings_meeting_change":
            context["assistant"] = Assistant(self.get_object(request, str(obj.pk)), request.user)
        if may_invite(request.user, obj):
            context["check_label"] = _("Speichern und Einladung prüfen")
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # „Speichern“ stays on the session's page already, and sessions are made one by one.
        quiet = {"show_save_and_continue": False, "show_save_and_add_another": False}
        context = quiet | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)

    def page_of(self, meeting):
        return redirect("admin:meetings_meeting_change", meeting.pk)

    def do(self, request, act, success):
        """Run `act`; say in a message that it is done, or why not. Return whether it is."""
        try:
            act()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return False
        if success:
            messages.success(request, success)
        return True

    @method_decorator(post_only)
    def held_view(self, request, pk):
        meeting = self.meeting_for(request, pk, CHANGE)
        success = _("Die Sitzung ist als durchgeführt vermerkt.")
        self.do(request, lambda: stages.mark_held(meeting, request.user), success)
        return self.page_of(meeting)

    @method_decorator(post_only)
    def reinstate_view(self, request, pk):
        meeting = self.meeting_for(request, pk, CHANGE)
        success = _("Die Absage ist zurückgenommen. Teilen Sie es den Eingeladenen mit.")
        self.do(request, lambda: stages.reinstate(meeting, request.user), success)
        return self.page_of(meeting)

    @method_decorator(post_only)
    def template_view(self, request, pk):
        meeting = self.meeting_for(request, pk, CHANGE, "meetings.add_agendatemplate")
        name = request.POST.get("name", "")
        success = _("Die Tagesordnung ist als Vorlage „%s“ gespeichert.") % name.strip()
        self.do(request, lambda: planning.save_as_template(meeting, name), success)
        return self.page_of(meeting)

    @method_decorator(post_only)
    def takeover_view(self, request, pk):
        """Put postponed items and open tasks on the agenda."""
        meeting = self.meeting_for(request, pk, CHANGE, "meetings.add_agendaitem")
        success = _("Offene Aufgaben und vertagte TOP stehen auf der Tagesordnung.")
        self.do(request, lambda: take_over(meeting), success)
        return self.page_of(meeting)

    def cancel_view(self, request, pk):
        """Ask for the reason; then lead to telling those who were invited."""
        meeting = self.meeting_for(request, pk, CHANGE)
        form = CancelForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            success = _("Die Sitzung ist abgesagt.")
            if self.do(request, lambda: stages.cancel(meeting, reason, request.user), success):
                return self.after_cancelling(request, meeting)
        return TemplateResponse(
            request,
            "admin/meetings/meeting/cancel.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Sitzung absagen"),
                "opts": self.opts,
                "object": meeting,
                "form": form,
                "is_announced": Preparation(meeting).is_announced,
            },
        )

    def after_cancelling(self, request, meeting):
        may_send = request.user.has_perms(SENDING)
        if may_send and Preparation(meeting).is_announced:
            return redirect(sending(meeting, Kind.CANCELLATION).url)
        return self.page_of(meeting)

    def response_add(self, request, obj, post_url_continue=None):
        """After „Speichern“ the session's own page says what comes next."""
        response = super().response_add(request, obj, post_url_continue)
        return self.next_page(request, obj) or response

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        self.point_out_change(request, obj)
        return self.next_page(request, obj) or response

    def next_page(self, request, meeting):
        """Return where the pressed button leads, or None if Django knows."""
        if "_popup" in request.POST:
            return None
        if "_check" in request.POST and may_invite(request.user, meeting):
            return redirect(sending(meeting, Kind.INVITATION).url)
        return self.page_of(meeting) if {"_save", "_check"} & set(request.POST) else None

    def point_out_change(self, request, meeting):
        """Saving sends nothing; say so when those informed know something else."""
        if Preparation(meeting).next_kind != Kind.CHANGE:
            return
        text = _("Die Eingeladenen wissen davon noch nichts.")
        step = sending(meeting, Kind.CHANGE)
        messages.warning(request, format_html('{} <a href="{}">{}</a>', text, step.url, step.label))


def may_invite(user, meeting):
    """Tell whether the form leads straight to the invitation: until it went out."""
    is_ahead = meeting is None or not (Preparation(meeting).is_invited or meeting.is_cancelled)
    return is_ahead and user.has_perms(SENDING)
