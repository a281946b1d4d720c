"""Who got what and who answered what; and what the office does about it."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from accounts.policy import post_only, read_only
from meetings import answers, deputies, invitations, reminders, resending
from meetings.models import Delivery, Dispatch, Participation, Response
from meetings.proof import Proofs
from meetings.recipients import recipients
from meetings.rights import ANSWERING, PEOPLE, SEEING, SENDING


class Proving:
    """The proof of a session's sendings; needs `meeting_for` and `do` beside it."""

    def get_urls(self):
        views = (
            ("", self.proof_view, "proof"),
            ("nachsenden/", self.send_to_view, "send_to"),
            ("noch-einmal/", self.send_again_view, "send_again"),
            ("gedruckt/", self.printed_view, "printed"),
            ("mailen/", self.mail_letter_view, "mail_letter"),
            ("antwort/", self.answer_view, "answer"),
            ("vertretung/", self.deputy_view, "deputy"),
        )
        own = [
            path(
                f"<int:pk>/versand/{address}",
                self.admin_site.admin_view(view),
                name=f"meetings_meeting_{name}",
            )
            for address, view, name in views
        ]
        return [*own, *super().get_urls()]

    @method_decorator(read_only)
    def proof_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *SEEING)
        user, proofs = request.user, Proofs(meeting)
        only_open = request.GET.get("nur") == "offen"
        return TemplateResponse(
            request,
            "admin/meetings/dispatch_proof.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Versand und Antworten"),
                "opts": self.opts,
                "object": meeting,
                "proofs": proofs,
                "only_open": only_open,
                "shown": proofs.open_entries if only_open else proofs.leading,
                "may_send": user.has_perms(SENDING),
                "may_remind": user.has_perms(SENDING) and reminders.is_open(meeting),
                "may_print": user.has_perm("meetings.change_delivery"),
                "may_answer": user.has_perms(ANSWERING) and not meeting.has_begun,
            },
        )

    def proof_page(self, meeting, person=None):
        anchor = f"#person-{person.pk}" if person else ""
        response = redirect("admin:meetings_meeting_proof", meeting.pk)
        response["Location"] += anchor
        return response

    # --- About one recipient --------------------------------------------------

    @method_decorator(post_only)
    def send_to_view(self, request, pk):
        """Einladung nachsenden"""
        meeting = self.meeting_for(request, pk, *SENDING)
        person = participant(meeting, key(request, "person"))
        success = _("Die Einladung an %s ist im Postausgang.") % person.full_name
        if not person.email:
            success = _("Der Brief an %s ist zu drucken.") % person.full_name
        self.do(request, lambda: invitations.send_to(meeting, person), success)
        return self.proof_page(meeting, person)

    @method_decorator(post_only)
    def send_again_view(self, request, pk):
        """Noch einmal senden"""
        meeting = self.meeting_for(request, pk, *SENDING)
        delivery = delivery_of(meeting, request)
        success = _("Die Mail an %s geht noch einmal hinaus.") % delivery.person.full_name
        self.do(request, lambda: resending.send_again(delivery), success)
        return self.proof_page(meeting, delivery.person)

    @method_decorator(post_only)
    def mail_letter_view(self, request, pk):
        """Mail what was a letter."""
        meeting = self.meeting_for(request, pk, *SENDING)
        delivery = delivery_of(meeting, request)
        success = _("Die Mail an %s ist im Postausgang.") % delivery.person.full_name
        self.do(request, lambda: resending.mail_letter(delivery), success)
        return self.proof_page(meeting, delivery.person)

    @method_decorator(post_only)
    def printed_view(self, request, pk):
        """Als gedruckt vermerken"""
        meeting = self.meeting_for(request, pk, "meetings.change_delivery", PEOPLE)
        delivery = delivery_of(meeting, request)
        success = _("Der Brief an %s ist als gedruckt vermerkt.") % delivery.person.full_name
        self.do(request, lambda: resending.mark_printed(delivery), success)
        return self.proof_page(meeting, delivery.person)

    # --- Answers --------------------------------------------------------------

    @method_decorator(post_only)
    def answer_view(self, request, pk):
        """Enter an answer given by phone."""
        meeting = self.meeting_for(request, pk, *ANSWERING)
        person = participant(meeting, key(request, "person"))
        success = _("Die Antwort von %s ist eingetragen.") % person.full_name
        self.do(request, lambda: enter_answer(request, meeting, person), success)
        return self.proof_page(meeting, person)

    @method_decorator(post_only)
    def deputy_view(self, request, pk):
        """Confirm the deputy a member has named, or say why not."""
        meeting = self.meeting_for(request, pk, *ANSWERING)
        row = get_object_or_404(Participation, meeting=meeting, pk=key(request, "participation"))
        # What the office has seen; another name given meanwhile is not confirmed by it.
        row.deputy_name = request.POST.get("deputy_name", "")
        row.deputy_email = request.POST.get("deputy_email", "")
        if "refuse" in request.POST:
            reason = request.POST.get("reason", "")
            success = _(
                "Die Vertretung ist nicht bestätigt; das Mitglied wird gebeten, neu zu antworten."
            )
            self.do(request, lambda: deputies.refuse_deputy(row, reason, request.user), success)
        else:
            success = _("%s ist als Vertretung bestätigt und bekommt eine Mail.") % row.deputy_name
            self.do(request, lambda: deputies.confirm_deputy(row, request.user), success)
        return self.proof_page(meeting)


def key(request, name) -> int:
    value = request.POST.get(name, "")
    if not value.isascii() or not value.isdecimal() or len(value) > 18:
        raise Http404
    return int(value)


def participant(meeting, pk):
    """Return somebody invited to the session; anybody else is as if they did not exist."""
    for one in recipients(meeting, Dispatch.Kind.INVITATION):
        if one.person.pk == pk:
            return one.person
    raise Http404


def delivery_of(meeting, request):
    rows = Delivery.objects.filter(dispatch__meeting=meeting)
    return get_object_or_404(
        rows.select_related("person", "mail", "dispatch__meeting"), pk=key(request, "delivery")
    )


def enter_answer(request, meeting, person):
    """Run the act behind the chosen answer: a response, or the key of a permanent deputy."""
    chosen, reason = request.POST.get("answer", ""), request.POST.get("reason", "")
    if chosen == Response.ACCEPTED:
        return answers.accept(meeting, person, by=request.user)
    if chosen == Response.DECLINED:
        return answers.decline(meeting, person, reason, by=request.user)
    if chosen == "other":
        name, email = (request.POST.get(one, "") for one in ("deputy_name", "deputy_email"))
        return deputies.appoint(meeting, person, name, email, request.user)
    if chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18:
        deputy = participant(meeting, int(chosen))
        return answers.delegate(meeting, person, deputy, by=request.user)
    raise ValidationError(_("Bitte wählen Sie eine Antwort."))
