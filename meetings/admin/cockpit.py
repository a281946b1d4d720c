"""The cockpit's addresses: one page, and an act behind each of its buttons."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotModified, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.policy import post_only, read_only
from meetings.admin.cockpit_acts import ACTS, whole
from meetings.cockpit import agreement, attendance, beginning, ending, parts, results
from meetings.cockpit.page import Cockpit

VIEW = "meetings.view_itemrecord"
RUN = ("meetings.change_itemrecord", "meetings.change_participation")
REFUSED, OUTDATED = 422, 409


class CockpitPages:
    """The page of the running session; needs Sheets.meeting_for."""

    def get_urls(self):
        acts = (
            ("", self.cockpit_view, "cockpit"),
            ("stand/", self.cockpit_state_view, "cockpit_state"),
            ("beginnen/", self.cockpit_begin_view, "cockpit_begin"),
            ("beenden/", self.cockpit_end_view, "cockpit_end"),
            ("wieder-oeffnen/", self.cockpit_reopen_view, "cockpit_reopen"),
            ("sitz/<int:seat>/", self.cockpit_seat_view, "cockpit_seat"),
            ("gast/", self.cockpit_new_guest_view, "cockpit_new_guest"),
            ("gast/<int:guest>/", self.cockpit_guest_view, "cockpit_guest"),
            ("top/", self.cockpit_new_item_view, "cockpit_new_item"),
            ("top/<int:item>/", self.cockpit_save_view, "cockpit_save"),
            ("top/<int:item>/<slug:act>/", self.cockpit_item_view, "cockpit_item"),
        )
        own = [
            path(
                f"<int:pk>/cockpit/{address}",
                self.admin_site.admin_view(view),
                name=f"meetings_meeting_{name}",
            )
            for address, view, name in acts
        ]
        return [*own, *super().get_urls()]

    # --- Looking --------------------------------------------------------------

    @method_decorator(read_only)
    def cockpit_view(self, request, pk):
        return self.cockpit_page(request, self.meeting_for(request, pk, VIEW))

    @method_decorator(read_only)
    def cockpit_state_view(self, request, pk):
        """Say what others changed: the parts that differ from those in X-Known."""
        meeting = self.meeting_for(request, pk, VIEW)
        cockpit = Cockpit(meeting, request.user)
        if not cockpit.is_begun:
            raise Http404
        found = parts.parts_of(cockpit)
        # Weak, for the answer may be compressed.
        tag = f'W/"{parts.stamp(found)}"'
        if request.headers.get("If-None-Match") == tag:
            response = HttpResponseNotModified()
        else:
            response = JsonResponse({"parts": parts.news(found, known_to(request))})
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache"
        return response

    def cockpit_page(self, request, meeting, typed=None, conflict=None):
        """Show the page; `typed` is what came back refused, by item and kind."""
        cockpit = Cockpit(meeting, request.user)
        may_run = request.user.has_perms(RUN)
        if cockpit.is_begun and not may_run:
            cockpit.closed = cockpit.closed or _("Sie dürfen lesen, aber nichts festhalten.")
        found = parts.parts_of(cockpit) if cockpit.is_begun else {}
        for entry in cockpit.entries if found else ():
            entry.typed = (typed or {}).get(entry.item.pk, {})
            entry.conflict = conflict if conflict and conflict["item"] == entry.item.pk else None
        context = {
            **self.admin_site.each_context(request),
            "is_nav_sidebar_enabled": False,
            "title": _("Cockpit: %s") % meeting.title,
            "opts": self.opts,
            "object": meeting,
            "cockpit": cockpit,
            "may_run": may_run,
            "known": parts.digests(found),
            "shown": attach(found, cockpit, request) if found else {},
            "blocks": {one.pk: one.text for one in cockpit.blocks} if found else {},
        }
        response = TemplateResponse(request, "admin/meetings/cockpit/cockpit.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    # --- Beginning and ending ---------------------------------------------------

    @method_decorator(post_only)
    def cockpit_begin_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *RUN, "meetings.add_minutes")
        success = _("Die Anwesenheit ist aus den Rückmeldungen ausgefüllt. Bitte prüfen Sie sie.")
        if not self.do(request, lambda: beginning.begin(meeting, request.user), success):
            return self.page_of(meeting)
        return redirect(cockpit_address(meeting))

    @method_decorator(post_only)
    def cockpit_end_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *RUN, "meetings.change_meeting")
        success = _("Die Sitzung ist beendet, der Entwurf des Protokolls liegt vor.")
        self.do(request, lambda: ending.end(meeting, request.user), success)
        return redirect(cockpit_address(meeting))

    @method_decorator(post_only)
    def cockpit_reopen_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *RUN, "meetings.change_meeting")
        success = _("Die Sitzung ist wieder geöffnet.")
        self.do(request, lambda: ending.reopen(meeting, request.user), success)
        return redirect(cockpit_address(meeting))

    # --- Who is there -----------------------------------------------------------

    @method_decorator(post_only)
    def cockpit_seat_view(self, request, pk, seat):
        meeting, data, by = self.meeting_for(request, pk, *RUN), request.POST, request.user
        if "attendance" in data:
            return self.note(
                request, meeting, lambda: attendance.mark(meeting, seat, data["attendance"], by)
            )
        return self.note(request, meeting, lambda: attendance.detail(meeting, seat, data, by))

    @method_decorator(post_only)
    def cockpit_guest_view(self, request, pk, guest):
        meeting = self.meeting_for(request, pk, *RUN, "meetings.change_guest")
        act = attendance.mark_guest
        return self.note(request, meeting, lambda: act(meeting, guest, request.POST, request.user))

    @method_decorator(post_only)
    def cockpit_new_guest_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *RUN, "meetings.add_guest")
        name, organisation = (request.POST.get(one, "") for one in ("name", "organisation"))
        act = attendance.add_guest
        return self.note(request, meeting, lambda: act(meeting, name, organisation, request.user))

    # --- Items --------------------------------------------------------------------

    @method_decorator(post_only)
    def cockpit_new_item_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *RUN, "meetings.add_agendaitem")
        title = request.POST.get("title", "")
        return self.note(request, meeting, lambda: results.add_item(meeting, title, request.user))

    @method_decorator(post_only)
    def cockpit_save_view(self, request, pk, item):
        """Keep result and text; 409 with both texts if somebody else saved meanwhile."""
        meeting = self.meeting_for(request, pk, *RUN)
        item, data = item_of(meeting, item), request.POST
        text, result = data.get("text", ""), data.get("result", "")
        if "block" in data:
            text = results.with_block(text, whole(data["block"]), meeting.board)
        seen = whole(data.get("revision"))
        try:
            record = results.save(item, seen, result, text, request.user)
        except results.OutdatedError as error:
            return self.outdated(request, item, error.record, {"result": result, "text": text})
        except ValidationError as error:
            return self.refused(request, meeting, error, item, "item")
        if wants_json(request):
            return JsonResponse({"saved": this_moment(), "item": parts.noted(record)})
        messages.success(request, _("Gespeichert um %s Uhr.") % this_moment())
        return redirect(f"{cockpit_address(meeting)}#top-{item.position}")

    def outdated(self, request, item, record, mine):
        who, when = results.writer_of(record)
        conflict = {
            "item": item.pk,
            "who": who,
            "when": f"{when:%H:%M}" if when else "",
            "theirs": parts.noted(record) | {"label": record.get_result_display()},
        }
        if wants_json(request):
            return JsonResponse({"conflict": conflict}, status=OUTDATED)
        typed = {item.pk: {"item": mine}}
        response = self.cockpit_page(request, item.meeting, typed, conflict)
        response.status_code = OUTDATED
        return response

    @method_decorator(post_only)
    def cockpit_item_view(self, request, pk, item, act):
        meeting = self.meeting_for(request, pk, *RUN)
        item, known = item_of(meeting, item), ACTS.get(act)
        if known is None:
            raise Http404
        run, permission = known
        if permission and not request.user.has_perm(permission):
            raise PermissionDenied
        return self.note(request, meeting, lambda: run(item, request.POST, request.user), item, act)

    # --- Answering ------------------------------------------------------------------

    def note(self, request, meeting, act, item=None, kind=""):
        """Run `act`; answer with what changed on the page, or why nothing did."""
        try:
            # Whatever is noted: votes, conflicts of interest and attendance go on agreeing.
            with agreement.kept(meeting):
                done = act()
        except ValidationError as error:
            return self.refused(request, meeting, error, item, kind)
        notice = getattr(done, "notice", "")
        if wants_json(request):
            found = parts.parts_of(Cockpit(self.get_object(request, str(meeting.pk)), request.user))
            changed = parts.news(found, known_to(request))
            return JsonResponse({"saved": this_moment(), "parts": changed, "notice": notice})
        if notice:
            messages.warning(request, notice)
        anchor = f"#top-{item.position}" if item else "#anwesenheit"
        return redirect(cockpit_address(meeting) + anchor)

    def refused(self, request, meeting, error, item, kind):
        """Give the reason, and the page with what was typed still in it."""
        reason = " ".join(error.messages)
        if wants_json(request):
            is_closed = getattr(error, "code", "") == "closed"
            answer = {"error": reason, "is_closed": is_closed}
            return JsonResponse(answer, status=REFUSED)
        messages.error(request, reason)
        typed = {item.pk: {kind: request.POST.dict()}} if item else {}
        response = self.cockpit_page(request, meeting, typed)
        response.status_code = REFUSED
        return response


def attach(found, cockpit, request):
    """Put each part where the template meets it, with the token of this request in its forms."""
    token = get_token(request)

    def ready(name):
        return SafeString(found[name].replace(parts.TOKEN_HERE, token))

    for one in cockpit.shown_places:
        one.html = ready(f"seat-{one.seat.pk}")
    for one in cockpit.entries:
        one.head, one.notes = ready(f"head-{one.item.pk}"), ready(f"notes-{one.item.pk}")
    return {name: ready(name) for name in ("bar", "summons", "items", "guests", "close")}


def item_of(meeting, pk):
    item = meeting.agenda_items.filter(pk=pk).first()
    if item is None:
        raise Http404
    return item


def known_to(request):
    return request.headers.get("X-Known", "")[:4000]


def wants_json(request):
    return "application/json" in request.headers.get("Accept", "")


def this_moment():
    return f"{timezone.localtime():%H:%M}"


def cockpit_address(meeting):
    return reverse("admin:meetings_meeting_cockpit", args=[meeting.pk])
