"""Weighings in the office: prepared, begun, closed; who gave which points it never shows."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin.forms import OfficeForm
from accounts.admin.references import is_key
from advice import weighing as weighings
from advice import weighing_mails
from advice.models import Topic, Weighing
from advice.ranking import ranking
from meetings.rights import PEOPLE
from partners.admin.scope import ScopedAdmin
from partners.admin.stale import Versioned

# Beginning names everybody who is asked.
RIGHTS = ("advice.change_weighing", PEOPLE)


class Preview:
    """The mails as they would go out now; nothing of it is stored."""

    def __init__(self, weighing, wanted=""):
        self.weighing, self.wanted = weighing, wanted
        self.obstacles = list(weighings.obstacles(weighing))
        self.people = weighings.asked(weighing)

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
        return self.chosen and weighing_mails.question(self.weighing, self.chosen)

    @property
    def send_label(self):
        count = sum(bool(one.person.email) for one in self.people)
        text = ngettext("Jetzt an %d Person senden", "Jetzt an %d Personen senden", count)
        return text % count


class WeighingForm(OfficeForm):
    """Topics of one board."""

    def clean(self):
        data = super().clean()
        board = data.get("board") or (self.instance.board_id and self.instance.board)
        foreign = [one.title for one in data.get("topics") or () if one.board != board]
        if foreign:
            text = _("Bitte wählen Sie nur Themen dieses Gremiums. Nicht dazu gehört: %s.")
            self.add_error("topics", text % ", ".join(foreign))
        return data


@admin.register(Weighing)
class WeighingOffice(Versioned, ScopedAdmin):
    """A round of weighing; once begun, only its last day may still move."""

    form = WeighingForm
    list_display = ("title", "shown_state", "due_on", "shown_seats", "board")
    list_select_related = ("board",)
    list_filter = (("board", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("title",)
    autocomplete_fields = ("board",)
    fixed = ("board",)
    export_columns = ("board__short_name", "title", "due_on", "opened_at", "closed_at")
    fields = ("title", "board", "topics", "due_on")

    def get_queryset(self, request):
        seats = Count("weights__seat", distinct=True)
        return super().get_queryset(request).annotate(seats_done=seats)

    def view_on_site(self, obj):
        return None

    def get_readonly_fields(self, request, obj=None):
        given = super().get_readonly_fields(request, obj)
        return (*given, "title", "topics", "due_on") if obj and obj.opened_at else given

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        widget = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, widget=widget, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Offer what waits on the board, and what the draft holds already."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if field := form.base_fields.get("topics"):
            board = obj.board_id if obj else request.GET.get("board", "")
            chosen = Topic.objects.filter(weighings=obj) if obj else Topic.objects.none()
            wanted = Q(state__in=Topic.WAITING) | Q(pk__in=chosen.values("pk"))
            of_board = Q(board=board) if is_key(board) else Q()
            field.queryset = field.queryset.filter(wanted, of_board)
        return form

    def has_delete_permission(self, request, obj=None):
        """Only what never began; how many points fell would stand on the page before."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.opened_at

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_example = obj.board.is_example
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("Stand"))
    def shown_state(self, weighing):
        if weighing.closed_at:
            return _("beendet")
        return _("läuft") if weighing.opened_at else _("vorbereitet")

    @admin.display(description=gettext_lazy("Sitze mit Punkten"))
    def shown_seats(self, weighing):
        return weighing.seats_done if weighing.opened_at else "–"

    # --- Acts -----------------------------------------------------------------

    def get_urls(self):
        views = (("beginnen", self.begin_view, "begin"), ("schliessen", self.close_view, "close"))
        own = [
            path(
                f"<int:pk>/{route}/",
                self.admin_site.admin_view(view),
                name=f"advice_weighing_{name}",
            )
            for route, view, name in views
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        found = self.get_object(request, object_id)
        context = {"panel": panel(found, request.user)} if found else {}
        if found and found.opened_at:
            # Nothing in the form is left to change.
            context |= {"show_save": False, "show_save_and_continue": False}
            context |= {"show_save_and_add_another": False}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def begin_view(self, request, pk):
        """Show the mails; only the POST sends them."""
        return self.confirm(request, pk, self.begin, "begin", _("Gewichtung prüfen"))

    def close_view(self, request, pk):
        """Say what closing means; only the POST does it."""
        return self.confirm(request, pk, self.close, "close", _("Gewichtung beenden"))

    def confirm(self, request, pk, act, name, title):
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        found = self.get_object(request, str(pk))
        if found is None:
            raise Http404
        if not request.user.has_perms(RIGHTS):
            raise PermissionDenied
        if request.method == "POST":
            return self.run(request, found, act)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": found,
            "object": found,
            "title": title,
            "turnout": weighings.turnout(found),
            "preview": Preview(found, request.GET.get("person", "")) if name == "begin" else None,
        }
        return TemplateResponse(request, f"admin/advice/weighing/{name}.html", context)

    def run(self, request, found, act):
        try:
            messages.success(request, act(found, request.user))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("admin:advice_weighing_change", found.pk)

    def begin(self, found, user):
        count = sum(bool(one.person.email) for one in weighings.begin(found, user))
        return (
            ngettext(
                "Die Gewichtung läuft; %d Person bekommt eine Mail.",
                "Die Gewichtung läuft; %d Personen bekommen eine Mail.",
                count,
            )
            % count
        )

    def close(self, found, user):
        weighings.close(found, user)
        return _("Die Gewichtung ist beendet, das Ergebnis geht an alle.")


def panel(found, user) -> dict:
    """Return what the form says beside its fields, and which act comes next."""
    return {
        "may_act": user.has_perms(RIGHTS),
        "turnout": weighings.turnout(found),
        "is_over": found.due_on < timezone.localdate(),
        "ranks": ranking(found),
    }
