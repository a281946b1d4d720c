"""Pack, lists and letters on the session's page in the office."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.admin.references import is_key
from accounts.policy import read_only
from meetings import audiences, packs, printing, sheets
from meetings.models import Delivery, Dispatch, Minutes
from meetings.prints import agenda
from meetings.rights import ANSWERS, LETTERS, PRINTING
from meetings.views.packs import pdf_response
from partners.files import CONTENT_TYPES


class Sheets:
    """Addresses for what the office prints, hands out or takes along."""

    def get_urls(self):
        views = (
            ("teilnahmeliste.xlsx", self.participants_view, "participants"),
            ("unterschriftenliste.pdf", self.sign_in_view, "sign_in_sheet"),
            ("namensschilder.pdf", self.badges_view, "badges"),
            ("tagesordnung/<str:audience>.pdf", self.agenda_view, "agenda_print"),
            ("mappe/", self.pack_view, "pack"),
            ("mappe/<slug:word>.pdf", self.pack_file_view, "pack_file"),
            ("briefe/", self.letters_view, "letters"),
        )
        own = [
            path(
                f"<int:pk>/{address}",
                self.admin_site.admin_view(view),
                name=f"meetings_meeting_{name}",
            )
            for address, view, name in views
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and request.resolver_match.url_name == "meetings_meeting_change":
            context["sheets"] = offered(obj, request.user)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def meeting_for(self, request, pk, *permissions):
        """Return the session; 404 if the user's list does not hold it, 403 without a right."""
        meeting = self.get_object(request, str(pk))
        if meeting is None:
            raise Http404
        allowed = self.has_view_permission(request, meeting)
        if not allowed or not request.user.has_perms(permissions):
            raise PermissionDenied
        return meeting

    @method_decorator(read_only)
    def participants_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *ANSWERS)
        return attached(sheets.as_xlsx(meeting), f"Teilnahmeliste-{meeting.slug}.xlsx")

    @method_decorator(read_only)
    def sign_in_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *ANSWERS)
        return attached(sheets.sign_in_sheet(meeting), f"Unterschriftenliste-{meeting.slug}.pdf")

    @method_decorator(read_only)
    def badges_view(self, request, pk):
        meeting = self.meeting_for(request, pk, *ANSWERS)
        return attached(sheets.badges(meeting), f"Namensschilder-{meeting.slug}.pdf")

    @method_decorator(read_only)
    def agenda_view(self, request, pk, audience):
        """Hand out the agenda as members or the public get it."""
        meeting = self.meeting_for(request, pk, *audiences.OFFICE_RIGHTS)
        if audience not in {audiences.MEMBERS, audiences.PUBLIC}:
            raise Http404
        name = f"Tagesordnung-{meeting.slug}-{audience}.pdf"
        return attached(agenda.for_audience(meeting, audience), name)

    def pack_view(self, request, pk):
        """Say how far the packs are; on POST have them made."""
        meeting = self.meeting_for(request, pk, "meetings.view_pack")
        if request.method == "POST":
            return self.ask(request, meeting)
        shown = [row_of(one, meeting, request.user) for one in meeting.packs.order_by("pk")]
        is_complete = shown and not any(one.needs_making for one in shown)
        may_ask = not is_complete and request.user.has_perm("meetings.add_pack")
        context = {"packs": shown, "may_ask": may_ask}
        return self.sheet_page(request, meeting, "pack.html", _("Sitzungsmappe"), context)

    def ask(self, request, meeting):
        if not request.user.has_perm("meetings.add_pack"):
            raise PermissionDenied
        success = _("Die Mappen werden erstellt. Laden Sie die Seite in einer Minute neu.")
        self.do(request, lambda: packs.ask(meeting), success)
        return redirect("admin:meetings_meeting_pack", meeting.pk)

    @method_decorator(read_only)
    def pack_file_view(self, request, pk, word):
        """Hand out any of the packs, as each kind of reader gets it."""
        meeting = self.meeting_for(request, pk, "meetings.view_pack")
        found = meeting.packs.exclude(file="")
        pack = next((one for one in found if audiences.word_of(one.audience) == word), None)
        if pack is None:
            raise Http404
        if not request.user.has_perms(audiences.rights_on(pack.audience)):
            raise PermissionDenied
        return pdf_response(meeting, pack, word)

    def letters_view(self, request, pk):
        """List what waits for paper; on POST print the letters of one sending."""
        meeting = self.meeting_for(request, pk, *LETTERS)
        if request.method == "POST":
            return self.print_letters(request, meeting)
        context = {
            "dispatches": with_letters(meeting),
            "may_print": request.user.has_perms(PRINTING),
        }
        return self.sheet_page(request, meeting, "letters.html", _("Briefe drucken"), context)

    def print_letters(self, request, meeting):
        if not request.user.has_perms(PRINTING):
            raise PermissionDenied
        asked = request.POST.get("dispatch", "")
        dispatch = meeting.dispatches.filter(pk=asked if is_key(asked) else 0).first()
        if dispatch is None:
            raise Http404
        printed = []
        if not self.do(
            request,
            lambda: printed.append(printing.print_letters(dispatch)),
            _("Die Briefe sind als gedruckt vermerkt."),
        ):
            return redirect("admin:meetings_meeting_letters", meeting.pk)
        return attached(printed[0], f"Briefe-{meeting.slug}-{dispatch.get_kind_display()}.pdf")

    def sheet_page(self, request, meeting, template, title, context):
        return TemplateResponse(
            request,
            f"admin/meetings/meeting/{template}",
            {
                **self.admin_site.each_context(request),
                "title": title,
                "opts": self.opts,
                "object": meeting,
                **context,
            },
        )


def attached(content, name):
    """Return `content` as a download that nobody else keeps."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[f".{name.rsplit('.', 1)[1]}"])
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def row_of(pack, meeting, user):
    """Return `pack` with what the page says of it, to whom may read it."""
    pack.meeting = meeting
    pack.for_whom = audiences.name_of(pack.audience)
    is_made = pack.state == pack.State.READY
    pack.is_stale = is_made and not packs.is_current(pack)
    pack.needs_making = pack.is_stale or pack.state == pack.State.FAILED
    may_read = user.has_perms(audiences.rights_on(pack.audience))
    word = audiences.word_of(pack.audience)
    has_file = pack.file and may_read
    pack.address = has_file and reverse("admin:meetings_meeting_pack_file", args=[meeting.pk, word])
    # It names papers.
    pack.error = pack.error if may_read else ""
    return pack


def with_letters(meeting):
    """Return the sendings of which somebody gets a letter, each with its `letters`."""
    rows = Delivery.objects.filter(dispatch__meeting=meeting, mail=None)
    found = Dispatch.objects.filter(pk__in=rows.values("dispatch"))
    dispatches = list(found)
    for one in dispatches:
        one.letters = list(printing.waiting_for_paper(one))
    return dispatches


def offered(meeting, user):
    """Return (label, address) of what the user may open; of a cancelled session only letters."""
    links = [
        (_("Sitzungsmappe"), "pack", ("meetings.view_pack",)),
        (_("Teilnahmeliste (xlsx)"), "participants", ANSWERS),
        (_("Unterschriftenliste (PDF)"), "sign_in_sheet", ANSWERS),
        (_("Namensschilder (PDF)"), "badges", ANSWERS),
    ]
    if meeting.is_cancelled:
        links = []
    if Delivery.objects.filter(dispatch__meeting=meeting, mail=None).exists():
        links.append((_("Briefe drucken"), "letters", LETTERS))
    sheets = [
        (label, reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk]))
        for label, name, rights in links
        if user.has_perms(rights)
    ]
    return [*documents_offered(meeting, user), *sheets]


def documents_offered(meeting, user):
    """Return (label, address) of agenda and minutes, each as its readers get it."""
    found = []
    if user.has_perms(audiences.OFFICE_RIGHTS):
        kinds = {
            audiences.MEMBERS: _("Tagesordnung für Mitglieder (PDF)"),
            audiences.PUBLIC: _("Tagesordnung, öffentlicher Teil (PDF)"),
        }
        found += [
            (label, reverse("admin:meetings_meeting_agenda_print", args=[meeting.pk, one]))
            for one, label in kinds.items()
        ]
    minutes = Minutes.objects.visible_to(user).filter(meeting=meeting).first()
    if minutes:
        label = _("Protokoll (PDF)") if minutes.is_released else _("Protokoll, Entwurf (PDF)")
        found.append((label, reverse("meetings:minutes-pdf", args=[meeting.slug])))
    return found
