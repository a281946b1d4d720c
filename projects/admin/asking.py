"""Asking for reports by hand: first whom and with which words, then the act."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.rights import PEOPLE
from projects import mails, rounds

RIGHTS = (
    "projects.change_reportinground",
    "projects.change_reportrequest",
    "projects.view_project",
    PEOPLE,
)


class Asking:
    """The page „Berichte anfragen“ of a round."""

    address = "projects_reportinground"

    def get_urls(self):
        view = self.admin_site.admin_view(self.ask_view)
        return [
            path("<int:pk>/anfragen/", view, name=f"{self.address}_ask"),
            *super().get_urls(),
        ]

    def may_ask(self, request):
        return request.user.has_perms(RIGHTS)

    def round_for(self, request, pk):
        """Return the round; 404 if the user's list does not hold it."""
        round_ = self.get_object(request, str(pk))
        if round_ is None:
            raise Http404
        if not self.has_view_permission(request, round_):
            raise PermissionDenied
        return round_

    def ask_view(self, request, pk):
        """Show who would be asked, and how; ask them on POST."""
        round_ = self.round_for(request, pk)
        if not self.may_ask(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.ask(request, round_)
        plan = rounds.plan(round_)
        return TemplateResponse(
            request,
            "admin/projects/ask.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Berichte anfragen"),
                "opts": self.opts,
                "object": round_,
                "heading": self.heading(round_),
                "plan": plan,
                "example": mails.request_message(round_, plan.letters[0]) if plan.letters else None,
            },
        )

    def ask(self, request, round_):
        try:
            letters = rounds.ask(round_)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            text = ngettext(
                "%d Anfrage ist im Postausgang.", "%d Anfragen sind im Postausgang.", len(letters)
            )
            messages.success(request, text % len(letters))
        return redirect(f"admin:{self.address}_change", round_.pk)
