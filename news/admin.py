"""The office's form for news."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import OfficeAdmin
from news.models import Article, Publication
from partners.admin.history import HistoryAdmin
from partners.admin.pictures import Pictures
from partners.admin.stale import Versioned
from partners.belonging import is_restricted


class IsPublished(admin.SimpleListFilter):
    """Drafts, waiting ones and what is out."""

    title = _("Stand")
    parameter_name = "stand"

    def lookups(self, request, model_admin):
        return [("draft", _("Entwurf")), ("waiting", _("geplant")), ("out", _("veröffentlicht"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        found = {
            "draft": queryset.drafts(),
            "waiting": queryset.filter(published_from__gt=now),
            "out": queryset.filter(published_from__lte=now),
        }
        return found.get(self.value(), queryset)


@admin.register(Article)
class ArticleOffice(Pictures, Versioned, HistoryAdmin):
    """A piece of news, from draft to publication."""

    pictures = {"image": lambda one, name: reverse("news:article-image", args=[one.slug, name])}
    list_display = ("title", "stage", "published_from", "visibility")
    list_filter = (IsPublished, "visibility")
    search_fields = ("title", "teaser", "body")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("meeting", "organisations", "topics", "projects")
    export_columns = ("title", "slug", "teaser", "visibility", "published_from")
    fieldsets = (
        (None, {"fields": ("title", "slug", "teaser", "body")}),
        (_("Bild"), {"fields": ("image", "image_alt")}),
        (_("Veröffentlichung"), {"fields": ("visibility", "published_from")}),
        (_("Bezug"), {"fields": ("meeting", "organisations", "topics", "projects")}),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "teaser":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("Stand"))
    def stage(self, article):
        if not article.published_from:
            return _("Entwurf")
        return _("geplant") if article.published_from > timezone.now() else _("veröffentlicht")

    def save_related(self, request, form, formsets, change):
        """Which organisations it names is public too, and known only now."""
        super().save_related(request, form, formsets, change)
        form.instance.skip_history_when_saving = True
        form.instance.refresh_public_face()


@admin.register(Publication)
class PublicationOffice(OfficeAdmin):
    """Who put what before the public, or took it back; written by the gate, read here."""

    list_display = ("label", "kind", "act", "user", "done_at")
    list_display_links = None
    list_filter = ("act", "kind")
    search_fields = ("label",)
    list_select_related = ("user",)
    export_columns = ("label", "kind", "act", "user", "done_at")

    def has_view_permission(self, request, obj=None):
        """Not for those bound to some boards: the log tells of all of them."""
        return super().has_view_permission(request, obj) and not is_restricted(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
