"""Check a sending and send it: the only place from which mails about a session go out."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy, ngettext

from meetings import invitations
from meetings.admin.dispatch_preview import Preview
from meetings.invitations import AlreadySentError, StaleError
from meetings.models import Dispatch
from meetings.rights import SEEING, SENDING
from meetings.snapshot import Shown


class DispatchForm(forms.Form):
    """What the office adds; `number` and `seen` tell which preview it has looked at."""

    short_notice_reason = forms.CharField(
        label=gettext_lazy("Grund der kürzeren Frist"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Steht in der Einladung und bleibt beim Versand vermerkt."),
    )
    is_second_invitation = forms.BooleanField(
        label=gettext_lazy("Zweite Einladung zum selben Gegenstand"),
        required=False,
        help_text=gettext_lazy(
            "Nur wenn die Sache mangels Beschlussfähigkeit zurückgestellt wurde. Die Einladung "
            "sagt dann, dass das Gremium ohne Rücksicht auf die Zahl der Anwesenden "
            "beschlussfähig ist; ohne diesen Hinweis gilt das nicht."
        ),
    )
    message = forms.CharField(
        label=gettext_lazy("Begleittext"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Freiwillig. Alle lesen ihn unter den Angaben."),
    )
    number = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args, preview, **kwargs):
        super().__init__(*args, **kwargs)
        if not preview.asks_reason:
            del self.fields["short_notice_reason"]
        if not preview.offers_second:
            del self.fields["is_second_invitation"]


class Dispatching:
    """The page on which a sending is checked; needs `meeting_for` and `do` beside it."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.dispatch_view)
        address = path("<int:pk>/versand/<slug:kind>/", view, name="meetings_meeting_dispatch")
        return [address, *super().get_urls()]

    def dispatch_view(self, request, pk, kind):
        """Show the sending as its recipients will get it; send it on POST, if asked to."""
        meeting = self.meeting_for(request, pk, *SENDING)
        if kind not in Dispatch.Kind.values:
            raise Http404
        preview = Preview(meeting, kind, request.POST or request.GET)
        form = self.dispatch_form(request, preview)
        if request.method == "POST" and "send" in request.POST and form.is_valid():
            response = self.send(request, meeting, kind, form)
            if response:
                return response
        return self.dispatch_page(request, preview, form)

    def dispatch_form(self, request, preview):
        is_sent = request.method == "POST" and "send" in request.POST
        values = request.POST.dict() | {"number": preview.dispatch.number, "seen": preview.mark}
        return DispatchForm(request.POST if is_sent else None, initial=values, preview=preview)

    def send(self, request, meeting, kind, form):
        """Send, and lead to the proof; return None if the form has to be shown again."""
        words = dict(form.cleaned_data)
        shown = Shown(words.pop("number"), words.pop("seen"))
        try:
            dispatch = invitations.send(meeting, kind, request.user, **words, shown=shown)
        except AlreadySentError as error:
            messages.warning(request, " ".join(error.messages))
            return self.after_sending(request, meeting)
        except StaleError as error:
            return self.preview_again(request, meeting, kind, error)
        except ValidationError as error:
            form.add_error(None, error)
            return None
        messages.success(request, sent_words(dispatch))
        return self.after_sending(request, meeting)

    def preview_again(self, request, meeting, kind, error):
        """Show what would go out now, with what was typed and the reason; nothing is sent."""
        preview = Preview(self.get_object(request, str(meeting.pk)), kind, request.POST)
        data = request.POST.dict() | {"seen": preview.mark}
        form = DispatchForm(data, preview=preview)
        form.add_error(None, error)
        response = self.dispatch_page(request, preview, form)
        response.status_code = 409
        return response

    def after_sending(self, request, meeting):
        page = "proof" if request.user.has_perms(SEEING) else "change"
        return redirect(f"admin:meetings_meeting_{page}", meeting.pk)

    def dispatch_page(self, request, preview, form):
        return TemplateResponse(
            request,
            "admin/meetings/dispatch.html",
            {
                **self.admin_site.each_context(request),
                "title": preview.title,
                "opts": self.opts,
                "object": preview.meeting,
                "preview": preview,
                "form": form,
                "may_see": request.user.has_perms(SEEING),
            },
        )


def sent_words(dispatch) -> str:
    deliveries = list(dispatch.deliveries.all())
    letters = sum(one.is_letter for one in deliveries)
    mails = len(deliveries) - letters
    parts = []
    if mails:
        parts.append(
            ngettext("%d Mail ist im Postausgang", "%d Mails sind im Postausgang", mails) % mails
        )
    if letters:
        parts.append(
            ngettext("%d Brief ist zu drucken", "%d Briefe sind zu drucken", letters) % letters
        )
    return f"{dispatch.get_kind_display()}: {', '.join(parts)}."
