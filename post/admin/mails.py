"""The outbox: every mail, what became of it, and what to do where it failed."""

from functools import partial

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import OfficeAdmin
from partners.belonging import is_restricted
from post import outbox, preview
from post.admin.filters import Kind, OfMeeting, OfPerson, Outcome
from post.kinds import kind_name
from post.models import Mail
from post.scope import mails_of
from post.verdict import what_to_do

RETRY, DROP = "retry", "drop"
ACTS = {RETRY: outbox.retry, DROP: outbox.drop}
DONE = {
    RETRY: _("Die Mail geht mit dem nächsten Durchgang hinaus, in wenigen Sekunden."),
    DROP: _("Die Mail wird nicht versandt."),
}
SIGNS = {Mail.State.QUEUED: "…", Mail.State.SENT: "✓", Mail.State.FAILED: "!"}


@admin.register(Mail)
class MailOffice(OfficeAdmin):
    """Mails are written by what happens; here they are read, repeated or stopped."""

    list_display = ("shown_state", "subject", "recipient", "when")
    list_display_links = ("shown_state", "subject")
    list_filter = (Outcome, Kind, OfPerson, OfMeeting)
    search_fields = ("subject", "to_name", "to_address")
    export_columns = ("state", "to_name", "to_address", "subject", "queued_at", "sent_at")
    fields = ()
    change_list_template = "admin/post/mail/change_list.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """What was written stays as it is; see may_act for what can be done with it."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def may_act(self, request):
        return request.user.has_perm("post.change_mail")

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return mails_of(found, request.user) if is_restricted(request.user) else found

    @admin.display(description=_("Stand"), ordering="state")
    def shown_state(self, mail):
        return f"{SIGNS.get(mail.outcome, '–')} {mail.get_state_display()}"

    @admin.display(description=_("an"), ordering="to_name")
    def recipient(self, mail):
        return mail.to_name or mail.to_address

    @admin.display(description=_("versandt, sonst geschrieben"), ordering="queued_at")
    def when(self, mail):
        return f"{timezone.localtime(mail.sent_at or mail.queued_at):%d.%m.%Y, %H:%M}"

    def changelist_view(self, request, extra_context=None):
        context = {"hint": hint(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_urls(self):
        name, wrap = "post_mail_{}".format, self.admin_site.admin_view
        acts = [
            path(f"<int:pk>/{act}/", wrap(partial(self.act, act=act)), name=name(act))
            for act in ACTS
        ]
        page = path("<int:pk>/preview/", wrap(self.preview), name=name("preview"))
        return [page, *acts, *super().get_urls()]

    def found(self, request, pk):
        """Return the mail; raise Http404 if the user's list does not hold it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        mail = self.get_queryset(request).filter(pk=pk).first()
        if mail is None:
            raise Http404
        return mail

    def preview(self, request, pk):
        mail = self.found(request, pk)
        return preview.frame(request, "" if is_closed(mail) else mail.html)

    def act(self, request, pk, act):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        mail = self.found(request, pk)
        if not self.may_act(request):
            raise PermissionDenied
        try:
            ACTS[act](mail)
            messages.success(request, DONE[act])
        except ValidationError as error:
            messages.error(request, error.message)
        return redirect("admin:post_mail_change", pk)

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        mail = context["original"]
        context["mail"] = mail
        context["kind"] = kind_name(mail.kind)
        context["what_to_do"] = what_to_do(mail)
        context["is_closed"] = is_closed(mail)
        context["is_open_end"] = mail.outcome in {Mail.State.QUEUED, Mail.State.FAILED}
        context["may_act"] = self.may_act(request)
        context["mail_is_shown"] = settings.MAIL_IS_SHOWN
        return super().render_change_form(request, context, *args, **kwargs)


def hint():
    """Return what the office should know about this installation's mail, or ""."""
    if settings.MAIL_IS_SHOWN:
        return _(
            "Auf dieser Maschine ist kein Mailserver eingerichtet: Mails zählen als versandt und "
            "stehen nur hier, samt Links und Codes zum Ausprobieren."
        )
    if not settings.HAS_MAIL_SERVER:
        return _("Es ist kein Mailserver eingerichtet (EMAIL_URL): Alle Mails warten.")
    return ""


def is_closed(mail):
    """Tell whether nobody may read what stands in it: a code to sign in."""
    return mail.is_secret and not settings.MAIL_IS_SHOWN
