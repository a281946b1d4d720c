"""What every form and list of the office has in common."""

from django.contrib import admin
from django.db import IntegrityError, router, transaction
from js_asset import Media

from accounts.admin import deletion
from accounts.admin.forms import Named, OfficeForm, Refused
from accounts.admin.lookups import Lookups
from accounts.admin.references import References, mask, mask_rows
from accounts.admin.tables import Exports
from accounts.admin.unchanged import Unchanged
from accounts.admin.widgets import FIELDS


class Collisions:
    """When two save the same at once, the later one gets the form back."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = super().changeform_view
        return self.or_refuse(view, request, object_id, form_url, extra_context)

    def or_refuse(self, view, request, *args, **kwargs):
        """Show `view` again, with a refusal, if saving breaks a rule of the database."""
        try:
            with transaction.atomic(using=router.db_for_write(self.model)):
                return view(request, *args, **kwargs)
        except IntegrityError:
            request.has_collided = True
        for _name, files in request.FILES.lists():
            for file in files:
                file.seek(0)
        response = view(request, *args, **kwargs)
        response.status_code = 409
        return response

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "has_collided", False):
            return type(form.__name__, (Refused, form), {})
        return form


class OfficeAdmin(References, Lookups, Collisions, Unchanged, Exports, admin.ModelAdmin):
    """List, form and export of one kind of thing."""

    form = OfficeForm
    formfield_overrides = FIELDS
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions_on_top = False
    actions_on_bottom = True

    def heading(self, obj):
        """Return what the office calls this one, in headings and choices."""
        return str(obj)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = with_nonce(context["media"], request)
        if context.get("original"):
            context["heading"] = self.heading(context["original"])
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("original"):
            # Only now: the address on the site is made from what is masked.
            mask(context["original"], request, self.admin_site)
            # What the rows belong to is the page itself.
            mask_rows(context.get("inline_admin_formsets", ()), request, self.admin_site)
        return response

    def get_deleted_objects(self, objs, request):
        return deletion.summary(objs, request, self.admin_site)


class HiddenAdmin:
    """Opened from another form, for its history; not listed by itself."""

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False


class Inline(References):
    """Rows inside another form."""

    form = OfficeForm
    formfield_overrides = FIELDS
    extra = 0
    view_on_site = False

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (Named, formset), {})


class Rows(Inline, admin.TabularInline):
    """A table."""


class Cards(Inline, admin.StackedInline):
    """A small form for each row."""


def with_nonce(media, request):
    """Return `media` with the nonce without which the editor's scripts are blocked."""
    return Media.from_media(media).with_nonce(str(request.csp_nonce))
