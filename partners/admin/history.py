"""Who changed what and when, and the way back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import SIMPLE_HISTORY_REVERSE_ATTR_NAME, DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from accounts.admin.base import OfficeAdmin, with_nonce
from accounts.admin.references import HIDDEN, is_hidden, mask
from accounts.admin.tables import Shown
from partners.richtext import RichTextField

# The mark that simple_history leaves on the instance it makes of a version.
OF_VERSION = SIMPLE_HISTORY_REVERSE_ATTR_NAME


class Discreet(HistoricalRecordContextHelper):
    """Changes in words, without naming what the user may not see."""

    def __init__(self, model, record, request, site):
        super().__init__(model, record)
        self.request, self.site = request, site

    def prepare_delta_change_value(self, change, value):
        value = super().prepare_delta_change_value(change, value)
        if isinstance(value, list):
            return ", ".join(self.named(one) for one in value) or "–"
        field = self.model._meta.get_field(change.field)
        return self.named(value) if field.is_relation else readable(field, value)

    def named(self, value):
        if isinstance(value, DeletedObject):
            return "–" if value.pk is None else str(_("(gelöscht)"))
        if isinstance(value, Model) and is_hidden(value, self.request, self.site):
            return str(HIDDEN)
        return "–" if value is None else str(value)


def readable(field, value):
    """Return labels for codes, German dates, and text without its tags."""
    if isinstance(field, RichTextField):
        return strip_tags((value or "").replace("><", "> <")).strip()
    return Shown().render(dict(field.flatchoices).get(value, value))


def show_former_choices(version):
    """
    Let the form of `version` show the many-to-many choices of that time.

    Only for showing: they stand where Django keeps prefetched rows, from which
    saving would take what to remove.
    """
    record = getattr(version, OF_VERSION)
    version._prefetched_objects_cache = {
        field.name: field.related_model.objects.filter(
            pk__in=getattr(record, field.name).values(f"{field.m2m_reverse_field_name()}_id")
        )
        for field in record._history_m2m_fields
    }


def open_fields(form_class, obj):
    """Return the names of the fields of `obj` that its form lets the user change."""
    fields = form_class(instance=obj).fields
    return {name for name, field in fields.items() if not field.disabled}


class HistoryAdmin(OfficeAdmin, SimpleHistoryAdmin):
    """A form with the history of its object."""

    restored_hint = ""

    def history_view_title(self, request, obj):
        return _("Verlauf: %s") % self.heading(obj)

    def response_change(self, request, obj):
        """After restoring stay with the object, and name the moment it was taken from."""
        if not request.resolver_match.url_name.endswith("_simple_history"):
            return super().response_change(request, obj)
        version = obj.history.get(pk=request.resolver_match.args[1])
        moment = timezone.localtime(version.history_date)
        text = _("Der Stand vom %s Uhr ist wiederhergestellt.") % f"{moment:%d.%m.%Y, %H:%M}"
        messages.success(request, f"{text} {self.restored_hint}".strip())
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", obj.pk)

    def history_view(self, request, object_id, extra_context=None):
        self.check_door(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        obj = self.check_door(request, object_id)
        if not version_id.isdecimal() or len(version_id) > 18:
            raise Http404
        if request.method == "POST" and not self.has_change_permission(request, obj):
            raise PermissionDenied
        view = super().history_form_view
        return self.or_refuse(view, request, object_id, version_id, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if hasattr(obj, OF_VERSION):
            self.keep_current(request, obj)
            if request.method == "GET":
                show_former_choices(obj)
        return super().get_form(request, obj, change=change, **kwargs)

    def keep_current(self, request, version):
        """What the form does not let its user change, an old version does not either."""
        current = self.get_queryset(request).get(pk=version.pk)
        form_class = super().get_form(request, current)
        editable = open_fields(form_class, current) & open_fields(form_class, version)
        for field in self.opts.concrete_fields:
            if field.name not in editable:
                setattr(version, field.attname, getattr(current, field.attname))

    def get_historical_record_context_helper(self, request, historical_record):
        return Discreet(self.model, historical_record, request, self.admin_site)

    def check_door(self, request, object_id):
        """Return the object; raise Http404 if the user's list does not hold it."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        return obj

    def render_history_view(self, request, template, context, **kwargs):
        if "adminform" in context:
            media = self.media + context["adminform"].media
            context["media"] = with_nonce(media, request)
            mask(context["original"], request, self.admin_site)
        return super().render_history_view(request, template, context, **kwargs)
