"""Two at one form: the later one is told what the other saved, and loses nothing typed."""

import re
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from partners.admin.history import Discreet
from partners.admin.revived import revive

MARK = re.compile(r"\d{1,18}(\.\d{1,18})*", re.ASCII)
DELETED = "-"


class Watchful:
    """A form that knows which state of its object it shows; see Versioned."""

    office = request = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["seen"]
        elif not self.is_bound:
            self.initial["seen"] = self.office.mark_of(self.instance)

    def clean(self):
        data = super().clean()
        if changes := getattr(self.request, "changes_by_others", None):
            self.add_error(None, ValidationError(told(changes), code="stale"))
        return data


def told(changes):
    """Return the others' values in words; what was typed stands in the form."""
    lines = format_html_join("", "<li>{}</li>", ((one,) for one in changes))
    return format_html(
        "{}<ul>{}</ul>{}",
        _("Inzwischen wurde hier etwas anderes gespeichert:"),
        lines,
        _(
            "Ihre Eingaben stehen unverändert im Formular, gespeichert ist davon noch nichts. "
            "Tragen Sie ein, was von oben bleiben soll, und speichern Sie noch einmal."
        ),
    )


class Versioned:
    """
    A form in the office that answers 409 when it is out of date.

    `followed` names the rows that stand in the form too; they keep a history.
    """

    followed = ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        marks = {"office": self, "request": request, "seen": Mark()}
        return type(form.__name__, (Watchful, form), marks)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic(using=router.db_for_write(self.model)):
            self.look_for_others(request, object_id)
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if getattr(request, "changes_by_others", None):
            response.status_code = 409
        return response

    def is_outdated(self, request):
        return bool(getattr(request, "changes_by_others", None))

    def look_for_others(self, request, object_id):
        """Note what others saved after the form was opened; the form itself then refuses."""
        obj, seen = self.get_object(request, object_id), request.POST.get("seen", "")
        if obj is None or not MARK.fullmatch(seen):
            return
        locked(obj)
        numbers = [int(one) for one in seen.split(".")]
        request.changes_by_others = self.changes_since(request, obj, numbers)
        if request.changes_by_others:
            request.POST = self.with_rows_of_today(request.POST.copy(), obj)

    def with_rows_of_today(self, data, obj):
        """Let the form be saved again: whoever has read what others did means it."""
        data["seen"] = self.mark_of(obj)
        for name, model, reference in self.rows():
            keys = model.objects.filter(**{reference: obj.pk}).values_list("pk", flat=True)
            revive(data, name, set(keys))
        return data

    def rows(self):
        """Yield name, model and reference to the object of the rows in the form."""
        for name in self.followed:
            relation = self.opts.get_field(name)
            yield name, relation.related_model, relation.field.attname

    def histories(self, obj):
        """Yield each model whose rows the form holds, with the records of this form."""
        yield self.model, self.model.history.filter(**{self.opts.pk.name: obj.pk})
        for _name, model, reference in self.rows():
            yield model, model.history.filter(**{reference: obj.pk})

    def mark_of(self, obj):
        newest = (
            records.order_by("-history_id").values_list("history_id", flat=True).first()
            for _model, records in self.histories(obj)
        )
        return ".".join(str(one or 0) for one in newest)

    def changes_since(self, request, obj, seen):
        """Return in words what of the form was saved after `seen`; saving it unchanged is none."""
        found = []
        for (model, records), since in zip(self.histories(obj), seen, strict=False):
            fresh = records.filter(history_id__gt=since).order_by("id", "history_id")
            for _key, group in groupby(fresh.select_related("history_user"), lambda one: one.id):
                found += self.of_row(request, model, list(group), since)
        return found

    def of_row(self, request, model, records, since):
        """Yield what happened to one row; nothing if it came and went."""
        latest = records[-1]
        before = model.history.filter(id=latest.id, history_id__lte=since)
        before = before.order_by("-history_id").first()
        if latest.history_type == DELETED:
            words = [_("gelöscht")] if before else []
        elif before is None:
            words = [_("neu")]
        else:
            reasons = [one.history_change_reason for one in records if one.history_change_reason]
            words = [*self.differences(request, model, latest, before), *reasons]
        for one in words:
            yield format_html("{}{} ({})", self.row_name(model, latest), one, trace(latest))

    def differences(self, request, model, latest, before):
        delta = latest.diff_against(before, foreign_keys_are_objs=True)
        words = Discreet(model, latest, request, self.admin_site)
        for change in words.context_for_delta_changes(delta):
            old, new = (change[side] or _("leer") for side in ("old", "new"))
            yield format_html("{}: {} → {}", change["field"], old, new)

    def row_name(self, model, record):
        if model is self.model:
            return ""
        title = getattr(record, "title", "")
        name = model._meta.verbose_name
        return format_html("{} „{}“: ", name, title) if title else format_html("{}: ", name)


def locked(obj):
    """Return the row as it is now; the second of two at once waits until the first is stored."""
    return type(obj).objects.select_for_update().get(pk=obj.pk)


class Mark(forms.CharField):
    """Which state the form shows; nothing that somebody types."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial, data):
        return False


def trace(record):
    """Chefin, 14:03 Uhr"""
    moment = timezone.localtime(record.history_date)
    who = record.history_user or _("ohne Anmeldung")
    return f"{who}, {moment:%d.%m.%Y, %H:%M} Uhr"
