"""Topics in the office: written, linked to agenda items, decided on."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.references import SearchMany
from accounts.policy import post_only
from advice import topics
from advice.models import Topic
from meetings.models import AgendaItem
from partners.admin.scope import ScopedAdmin
from partners.admin.stale import Versioned

CHANGE = "advice.change_topic"
WEIGH = "advice.add_weighing"
WORDS = ("title", "slug", "summary")
ABOUT = ("shown_state", "state_reason", ("proposed_by", "organisation"), "proposed_on")


class OfBoard(SearchMany):
    """A choice with search among the agenda items of one board."""

    board_pk = None

    def get_url(self):
        return f"{super().get_url()}?gremium={self.board_pk}"


@admin.register(Topic)
class TopicOffice(Versioned, ScopedAdmin):
    """A topic keeps its board and its address; its state follows the acts."""

    list_display = ("title", "state", "giver", "visibility", "board")
    list_select_related = ("organisation", "board")
    list_filter = ("state", "visibility", ("board", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "summary")
    autocomplete_fields = ("board", "organisation")
    fixed = ("board", "slug")
    actions = ("weigh",)
    export_columns = (
        "board__short_name",
        "title",
        "state",
        "state_reason",
        "organisation__name",
        "proposed_on",
        "decided_on",
        "visibility",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("board", "proposed_by", "organisation")

    def get_fieldsets(self, request, obj=None):
        words = (None, {"fields": (*WORDS, ("board", "visibility"))})
        if obj is None:
            return (words, (gettext_lazy("Herkunft"), {"fields": ("organisation", "proposed_on")}))
        return (
            words,
            (gettext_lazy("Tagesordnung"), {"fields": ("agenda_items",)}),
            (gettext_lazy("Stand und Herkunft"), {"fields": ABOUT}),
        )

    def get_readonly_fields(self, request, obj=None):
        given = super().get_readonly_fields(request, obj)
        return (*given, "shown_state", "state_reason", "proposed_by") if obj else given

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("title",)}

    @admin.display(description=gettext_lazy("von"), ordering="organisation__short_name")
    def giver(self, topic):
        return topic.organisation and topic.organisation.short_name

    @admin.display(description=gettext_lazy("Stand"))
    def shown_state(self, topic):
        if not topic.decided_on:
            return topic.get_state_display()
        return f"{topic.get_state_display()}, {topic.decided_on:%d.%m.%Y}"

    # --- What may be chosen, kept and deleted ---------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if field := form.base_fields.get("agenda_items"):
            field.queryset = field.queryset.filter(meeting__board=obj.board_id)
            field.widget.widget.board_pk = obj.board_id
        return form

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        widget = OfBoard(db_field, self.admin_site)
        field = super().formfield_for_manytomany(db_field, request, widget=widget, **kwargs)
        field.label_from_instance = self.admin_site.get_model_admin(AgendaItem).heading
        return field

    def has_delete_permission(self, request, obj=None):
        """What a member proposed is rejected with a reason; what was weighed stays."""
        may = super().has_delete_permission(request, obj)
        if obj is None:
            return may
        return may and obj.proposed_by_id is None and not is_weighed(obj)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        if not request.user.has_perm(WEIGH):
            actions.pop("weigh", None)
        return actions

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_example = obj.board.is_example
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Which items it stands for is public too, and known only now."""
        super().save_related(request, form, formsets, change)
        form.instance.skip_history_when_saving = True
        form.instance.refresh_public_face()

    # --- Acts -----------------------------------------------------------------

    def get_urls(self):
        views = (
            ("beraten", self.discuss_view, "discuss"),
            ("aufnehmen", self.adopt_view, "adopt"),
            ("zurueckstellen", self.defer_view, "defer"),
            ("ablehnen", self.reject_view, "reject"),
        )
        own = [
            path(
                f"<int:pk>/{route}/", self.admin_site.admin_view(view), name=f"advice_topic_{name}"
            )
            for route, view, name in views
        ]
        return [*own, *super().get_urls()]

    @method_decorator(post_only)
    def discuss_view(self, request, pk):
        return self.decide(request, pk, topics.discuss)

    @method_decorator(post_only)
    def adopt_view(self, request, pk):
        return self.decide(request, pk, topics.adopt)

    @method_decorator(post_only)
    def defer_view(self, request, pk):
        return self.decide(request, pk, topics.defer, request.POST.get("reason", ""))

    @method_decorator(post_only)
    def reject_view(self, request, pk):
        return self.decide(request, pk, topics.reject, request.POST.get("reason", ""))

    def decide(self, request, pk, act, *reason):
        topic = self.get_object(request, str(pk))
        if topic is None:
            raise Http404
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        try:
            messages.success(request, told(act(topic, request.user, *reason)))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("admin:advice_topic_change", pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        found = self.get_object(request, object_id)
        may_decide = found is not None and request.user.has_perm(CHANGE)
        context = {"decisions": decisions_on(found)} if may_decide else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @admin.action(description=gettext_lazy("Gewichtung vorbereiten"), permissions=["change"])
    def weigh(self, request, queryset):
        """Lead to a new weighing of what was chosen; nothing begins yet."""
        boards = {one.board_id for one in queryset}
        if not boards:
            messages.error(request, _("Diese Themen gibt es nicht mehr. Bitte wählen Sie neu."))
            return None
        if len(boards) > 1:
            messages.error(request, _("Bitte wählen Sie Themen eines einzigen Gremiums."))
            return None
        keys = ",".join(str(one.pk) for one in queryset)
        return redirect(
            f"{reverse('admin:advice_weighing_add')}?board={boards.pop()}&topics={keys}"
        )


def is_weighed(topic):
    return topic.weighings.filter(opened_at__isnull=False).exists()


def decisions_on(topic):
    """Return the states that the office may give the topic now."""
    return [state.value for state, before in topics.FROM.items() if topic.state in before]


def told(topic):
    done = _("„%(title)s“: %(state)s.") % {"title": topic.title, "state": topic.get_state_display()}
    person = topic.proposed_by
    if person is None:
        return done
    words = _("Wer es vorgeschlagen hat, bekommt eine Mail.")
    if not person.email:
        words = _("Wer es vorgeschlagen hat, hat keine E-Mail-Adresse; bitte sagen Sie Bescheid.")
    return f"{done} {words}"
