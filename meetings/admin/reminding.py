"""Reminding of missing answers by hand: first whom and with which words, then the act."""

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import reminder_mails, reminders
from meetings.rights import SEEING, SENDING
from meetings.turnout import turnout


class Reminding:
    """The page of the reminder; needs `meeting_for` and `do` beside it."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.remind_view)
        return [
            path("<int:pk>/erinnern/", view, name="meetings_meeting_remind"),
            *super().get_urls(),
        ]

    def remind_view(self, request, pk):
        """Show who would be asked, and how; ask them on POST."""
        meeting = self.meeting_for(request, pk, *SENDING, *SEEING)
        if request.method == "POST":
            return self.remind(request, meeting)
        if not reminders.is_open(meeting):
            raise Http404
        people = reminders.askable(meeting)
        return TemplateResponse(
            request,
            "admin/meetings/remind.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Erinnerung prüfen"),
                "opts": self.opts,
                "object": meeting,
                "missing": turnout(meeting).missing,
                "people": people,
                "left_out": reminders.not_askable(meeting),
                "example": example(meeting, people),
            },
        )

    def remind(self, request, meeting):
        asked = []
        if self.do(request, lambda: asked.extend(reminders.remind(meeting, request.user)), ""):
            text = ngettext(
                "%d Erinnerung ist im Postausgang.",
                "%d Erinnerungen sind im Postausgang.",
                len(asked),
            )
            self.message_user(request, text % len(asked))
        return redirect("admin:meetings_meeting_proof", meeting.pk)


def example(meeting, people):
    """Return the mail to the first of them; the others' differ in the name only."""
    if not people:
        return None
    return reminder_mails.ask_for_answer(meeting, people[0], timezone.localdate())
