"""Inviting who joined a session since its invitation, and telling who left it: one button each."""

from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.policy import post_only
from meetings import joining
from meetings.rights import SENDING


class Joining:
    """The two acts; needs `meeting_for`, `do` and `proof_page` beside it."""

    def get_urls(self):
        acts = (
            ("dazugekommen", self.invite_joiners_view, "invite_joiners"),
            ("ausgeschieden", self.tell_leavers_view, "tell_leavers"),
        )
        own = [
            path(
                f"<int:pk>/versand/{address}/",
                self.admin_site.admin_view(view),
                name=f"meetings_meeting_{name}",
            )
            for address, view, name in acts
        ]
        return [*own, *super().get_urls()]

    @method_decorator(post_only)
    def invite_joiners_view(self, request, pk):
        """Einladung nachsenden, an alle zugleich"""
        meeting, sent = self.meeting_for(request, pk, *SENDING), []
        if self.do(request, lambda: sent.extend(joining.invite(meeting)), ""):
            text = ngettext(
                "Die Einladung an %d Person ist unterwegs.",
                "Die Einladungen an %d Personen sind unterwegs.",
                len(sent),
            )
            self.message_user(request, text % len(sent))
        return self.after_sending(request, meeting)

    @method_decorator(post_only)
    def tell_leavers_view(self, request, pk):
        """Wer nicht mehr eingeladen ist, erfährt es."""
        meeting = self.meeting_for(request, pk, *SENDING)
        success = _("Wer nicht mehr eingeladen ist, bekommt Bescheid.")
        self.do(request, lambda: joining.tell(meeting, request.user), success)
        return self.after_sending(request, meeting)
