"""The register of advice in the office: read, answered step by step, brought together."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import Rows
from accounts.admin.references import is_key
from accounts.policy import post_only
from accounts.visibility import Visibility
from advice import answering, mails, matching, register
from advice.admin.owners import AdviceForm, name_of
from advice.forms.answering import StepForm
from advice.models import Advice, Step
from partners.admin.scope import Scoped, ScopedAdmin
from partners.admin.stale import Versioned

CHANGE = ("advice.change_advice", "advice.add_step")
INTRODUCE = ("advice.change_advice", "advice.add_introduction", "partners.view_person")


class Urgency(admin.SimpleListFilter):
    """What the office asks first: what waits for an answer, and for whom."""

    title = gettext_lazy("Dringlichkeit")
    parameter_name = "dringend"

    def lookups(self, request, model_admin):
        return [
            ("offen", _("offen")),
            ("ueberfaellig", _("Antwort überfällig")),
            ("ohne-zustaendige", _("niemand zuständig")),
            ("verwaist", _("zuständig, aber nicht mehr im Büro")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "offen":
            return queryset.open()
        if self.value() == "ueberfaellig":
            return queryset.overdue()
        if self.value() == "ohne-zustaendige":
            return queryset.open().filter(owner=None)
        return queryset.abandoned() if self.value() == "verwaist" else queryset


class StepRows(Scoped, Rows):
    """The trace; steps are taken on a page of their own, here they are shown or hidden."""

    model = Step
    board_path = "advice__board"
    fields = ("taken_on", "text", "state", "is_public")
    readonly_fields = ("state",)

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Advice)
class AdviceOffice(Versioned, ScopedAdmin):
    """One piece of advice, from the session to its effect."""

    form = AdviceForm
    followed = ("steps",)
    list_display = ("number", "kind", "shown_text", "giver", "state", "due_on", "in_charge")
    list_display_links = ("number", "shown_text")
    list_select_related = ("organisation", "person", "owner")
    list_filter = (
        Urgency,
        "state",
        "kind",
        "direction",
        ("board", admin.RelatedOnlyFieldListFilter),
        ("topics", admin.RelatedOnlyFieldListFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("text", "answer", "organisation__name", "person__family_name")
    autocomplete_fields = ("board", "organisation", "person", "meeting", "topics")
    fixed = ("board", "agenda_item")
    readonly_fields = ("state", "state_reason", "answer", "effect", "answered_on", "visibility")
    inlines = (StepRows,)
    export_columns = (
        "board__short_name",
        "number",
        "kind",
        "text",
        "organisation__name",
        "given_on",
        "due_on",
        "answered_on",
        "state",
        "state_reason",
        "answer",
        "effect",
    )
    ORIGIN = (
        gettext_lazy("Herkunft"),
        {"fields": (("given_on", "meeting"), ("direction", "contact"), "note")},
    )
    CARE = (None, {"fields": (("board", "kind"), "text", ("organisation", "person"), "topics")})
    ANSWER = (
        gettext_lazy("Antwort"),
        {"fields": (("owner", "due_on"), ("state", "answered_on"), "answer", "effect")},
    )
    PUBLIC = (
        gettext_lazy("Öffentlichkeit"),
        {"fields": ("public_text", ("names_giver", "visibility"))},
    )

    def get_fieldsets(self, request, obj=None):
        """The answer stands there once there may be one; a reason only where one is given."""
        if obj is None:
            care = (None, {"fields": ("owner", "due_on")})
            return (self.CARE, care, self.ORIGIN)
        fields = self.ANSWER[1]["fields"]
        if obj.state_reason:
            fields = (*fields, "state_reason")
        return (self.CARE, (self.ANSWER[0], {"fields": fields}), self.PUBLIC, self.ORIGIN)

    def get_readonly_fields(self, request, obj=None):
        """What is released is taken back first; its words go out through the gate alone."""
        fields = super().get_readonly_fields(request, obj)
        if obj is None or obj.visibility != Visibility.PUBLIC:
            return fields
        return (*fields, "public_text", "names_giver")

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("board", "organisation", "person", "meeting", "agenda_item")

    def heading(self, advice):
        return f"{advice.get_kind_display()} {advice.number} – {advice.board}"

    def view_on_site(self, advice):
        return super().view_on_site(advice) if advice.visibility == Visibility.PUBLIC else None

    def has_delete_permission(self, request, obj=None):
        """A number stays; what was recorded by mistake is declined with a reason."""
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            register.record(obj)

    def save_related(self, request, form, formsets, change):
        """Which topics it belongs to may be public too, and is known only now."""
        super().save_related(request, form, formsets, change)
        form.instance.skip_history_when_saving = True
        form.instance.refresh_public_face()

    @admin.display(description=gettext_lazy("Anregung"))
    def shown_text(self, advice):
        return advice.text if len(advice.text) <= 120 else f"{advice.text[:119]}…"

    @admin.display(description=gettext_lazy("von"))
    def giver(self, advice):
        return advice.giver

    @admin.display(description=gettext_lazy("zuständig in der Geschäftsstelle"), ordering="owner")
    def in_charge(self, advice):
        return advice.owner and name_of(advice.owner)

    # --- Acts -------------------------------------------------------------------

    def get_urls(self):
        own = [
            path(
                f"<int:pk>/{address}/",
                self.admin_site.admin_view(view),
                name=f"advice_advice_{name}",
            )
            for address, view, name in (
                ("schritt", self.step_view, "step"),
                ("zusammenbringen", self.introduce_view, "introduce"),
            )
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        advice = self.get_object(request, object_id)
        may_introduce = request.user.has_perms(INTRODUCE)
        context = {
            "may_step": request.user.has_perms(CHANGE),
            "fitting": list(matching.fitting(advice)[:10]) if advice and may_introduce else [],
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def advice_for(self, request, pk, rights):
        advice = self.get_object(request, str(pk))
        if advice is None:
            raise Http404
        if not request.user.has_perms(rights):
            raise PermissionDenied
        return advice

    def step_view(self, request, pk):
        """Take a step; nothing typed is lost when it is refused."""
        advice = self.advice_for(request, pk, CHANGE)
        if request.method != "POST":
            return self.step_page(request, advice, StepForm.of(advice))
        form = StepForm(request.POST)
        if not form.is_valid():
            return self.step_page(request, advice, form)
        try:
            step = answering.take_step(
                advice,
                form.cleaned_data["state"],
                form.wording(),
                request.user,
                seen=form.cleaned_data["seen"],
            )
        except answering.OutdatedError as error:
            form.add_error(None, error)
            form.data = form.data.copy()
            form.data["seen"] = advice.steps.count()
            return self.step_page(request, advice, form, status=409)
        except ValidationError as error:
            form.add_error(None, error)
            return self.step_page(request, advice, form)
        messages.success(request, done(step))
        return redirect("admin:advice_advice_change", pk)

    def step_page(self, request, advice, form, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Antworten: %s") % self.heading(advice),
            "opts": self.opts,
            "original": advice,
            "form": form,
            "steps": advice.steps.select_related("user"),
            "told": [one.full_name for one in mails.givers(advice) if one.email],
        }
        return TemplateResponse(request, "admin/advice/advice/step.html", context, status=status)

    @method_decorator(post_only)
    def introduce_view(self, request, pk):
        advice = self.advice_for(request, pk, INTRODUCE)
        key = request.POST.get("other", "")
        other = matching.fitting(advice).filter(pk=key).first() if is_key(key) else None
        if other is None:
            raise Http404
        try:
            matching.introduce(advice, other, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Zusammengebracht. Beide Seiten bekommen eine Mail."))
        return redirect("admin:advice_advice_change", pk)


def done(step):
    names = ", ".join(one.full_name for one in mails.told_of(step))
    if not names:
        return _("Festgehalten: %s") % step.text
    return _("Festgehalten: %(text)s %(names)s bekommt eine Mail.") % {
        "text": step.text,
        "names": names,
    }
