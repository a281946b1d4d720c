"""The office's acts on a circular resolution: begin, close, bring before a session."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.policy import post_only
from meetings.models import Resolution
from meetings.resolutions import agenda, circular, mails, voters

OPEN = "meetings.open_resolution"
State = Resolution.State


class Preview:
    """The mails as they would go out now; nothing of it is stored."""

    def __init__(self, resolution, wanted=""):
        self.resolution, self.wanted = resolution, wanted
        self.obstacles = list(circular.obstacles(resolution))
        self.people = voters.asked(resolution)
        self.period = circular.period(resolution).text
        circular.as_begun(resolution)

    @property
    def members(self):
        return [one for one in self.people if one.votes]

    @property
    def deputies(self):
        return [one for one in self.people if not one.votes]

    @property
    def without_address(self):
        return [one.person.full_name for one in self.people if not one.person.email]

    @property
    def chosen(self):
        found = [one for one in self.people if str(one.person.pk) == self.wanted]
        return (found or self.people or [None])[0]

    @property
    def message(self):
        return self.chosen and mails.question(self.resolution, self.chosen)

    @property
    def send_label(self):
        count = sum(bool(one.person.email) for one in self.people)
        text = ngettext("Jetzt an %d Person senden", "Jetzt an %d Personen senden", count)
        return text % count


class Circulars:
    """Pages and acts beside the form; see ResolutionOffice."""

    def get_urls(self):
        views = (
            ("starten", self.begin_view, "begin"),
            ("schliessen", self.close_view, "close"),
            ("tagesordnung", self.agenda_view, "agenda"),
        )
        own = [
            path(
                f"<int:pk>/{route}/",
                self.admin_site.admin_view(view),
                name=f"meetings_resolution_{name}",
            )
            for route, view, name in views
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        found = self.get_object(request, object_id)
        context = {"circular": panel(found, request.user)} if found and found.is_circular else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def of_office(self, request, pk):
        found = self.get_object(request, str(pk))
        if found is None or not found.is_circular:
            raise Http404
        if not request.user.has_perm(OPEN):
            raise PermissionDenied
        return found

    def begin_view(self, request, pk):
        """Show the mails; only the POST sends them."""
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        found = self.of_office(request, pk)
        if request.method == "POST":
            return self.begin(request, found)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": found,
            "object": found,
            "title": _("Umlauf prüfen"),
            "preview": Preview(found, request.GET.get("person", "")),
        }
        return TemplateResponse(request, "admin/meetings/resolution/begin.html", context)

    def begin(self, request, found):
        try:
            asked = circular.begin(found, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("admin:meetings_resolution_begin", found.pk)
        count = sum(bool(one.person.email) for one in asked)
        text = ngettext(
            "Der Umlauf läuft; %d Person bekommt eine Mail.",
            "Der Umlauf läuft; %d Personen bekommen eine Mail.",
            count,
        )
        messages.success(request, text % count)
        return redirect("admin:meetings_resolution_change", found.pk)

    @method_decorator(post_only)
    def close_view(self, request, pk):
        def act(found):
            done = circular.close(found, request.user)
            return _("Der Umlauf ist geschlossen: %s.") % done.get_state_display()

        return self.run(request, pk, act)

    @method_decorator(post_only)
    def agenda_view(self, request, pk):
        def act(found):
            meeting = agenda.next_session(found.board_id)
            if meeting is None:
                raise ValidationError(_("Es ist noch keine Sitzung geplant."))
            item = agenda.put_on(found, meeting, request.user)
            words = _("Die Sache ist jetzt TOP %(position)d der %(title)s.")
            return words % {"position": item.position, "title": meeting.title}

        return self.run(request, pk, act)

    def run(self, request, pk, act):
        found = self.of_office(request, pk)
        try:
            messages.success(request, act(found))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("admin:meetings_resolution_change", pk)


def panel(found, user) -> dict:
    """Return what the form says of the procedure, and which act comes next."""
    context = {"may_act": user.has_perm(OPEN), "resolution": found}
    if found.state == State.OPEN:
        missing, spent = circular.without_vote(found)
        context |= {
            "missing": missing,
            "spent": spent,
            "may_close": not missing or timezone.now() >= found.closes_at,
        }
    elif found.state == State.FAILED:
        waits = agenda.objected(found.board_id).filter(pk=found.pk).exists()
        context |= {"waits": waits, "session": agenda.next_session(found.board_id)}
    return context
