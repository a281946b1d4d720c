"""Projects in the office: list, form, history, for the boards one maintains."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.admin.pictures import Pictures
from partners.admin.scope import ScopedAdmin, of_maintained_boards
from partners.admin.stale import Versioned
from projects.models import Project


@admin.register(Project)
class ProjectOffice(Pictures, Versioned, ScopedAdmin):
    """A transfer or implementation project that a board is told about."""

    pictures = {"image": lambda one, name: reverse("projects:project-image", args=[one.slug, name])}
    list_display = ("title", "kind", "reporter", "shown_period", "visibility", "board")
    list_select_related = ("reporter", "board")
    list_filter = ("kind", "visibility", ("board", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "reporter__name", "reporter__short_name", "partners__name")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("reporter", "partners")
    fixed = ("board",)
    export_columns = (
        "board__short_name",
        "title",
        "kind",
        "reporter__name",
        "starts_on",
        "ends_on",
        "visibility",
        "slug",
    )
    fieldsets = (
        (None, {"fields": (("board", "kind", "visibility"), "title", "slug", "summary")}),
        (_("Wer und wann"), {"fields": ("reporter", "partners", ("starts_on", "ends_on"))}),
        (_("Themen"), {"fields": ("topics",)}),
        (_("Bild"), {"fields": ("image", "image_alt")}),
    )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer the topics of the user's boards, to tick."""
        if db_field.name == "topics":
            kwargs["widget"] = forms.CheckboxSelectMultiple
            topics = db_field.remote_field.model.objects.all()
            kwargs["queryset"] = of_maintained_boards(topics, request.user, "board")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("Zeitraum"), ordering="starts_on")
    def shown_period(self, project):
        return project.period

    def save_related(self, request, form, formsets, change):
        """Partners and topics are public too, and known only now."""
        super().save_related(request, form, formsets, change)
        form.instance.skip_history_when_saving = True
        form.instance.refresh_public_face()
