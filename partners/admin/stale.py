"""Two at one form: the later one is told what the other saved, and loses nothing typed."""

import re
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from partners.admin.history import Discreet

MARK = re.compile(r"\d{1,18}(\.\d{1,18})*", re.ASCII)
DELETED = "-"


class Watchful:
    """
    A form that knows which state of its object it shows, and refuses to write over another.

    `office` and `request` are set by Versioned.
    """

    office = request = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["seen"]
        elif not self.is_bound:
            self.initial["seen"] = self.office.mark_of(self.instance)

    def clean(self):
        data = super().clean()
        seen = data.get("seen") or ""
        if self.instance.pk and MARK.fullmatch(seen):
            self.refuse_if_stale([int(one) for one in seen.split(".")])
        return data

    def refuse_if_stale(self, seen):
        # The second of two at once waits here until the first is stored.
        type(self.instance).objects.select_for_update().get(pk=self.instance.pk)
        changes = self.office.changes_since(self.request, self.instance, seen)
        if not changes:
            return
        self.request.is_stale = True
        self.data = self.data.copy()
        # Whoever has read this and saves again means it.
        self.data[self.add_prefix("seen")] = self.office.mark_of(self.instance)
        self.add_error(None, ValidationError(told(changes), code="stale"))


def told(changes):
    """Return the others' values in words; what was typed stands in the form."""
    lines = format_html_join("", "<li>{}</li>", ((one,) for one in changes))
    return format_html(
        "{}<ul>{}</ul>{}",
        _("Inzwischen wurde hier etwas anderes gespeichert:"),
        lines,
        _(
            "Ihre Eingaben stehen unverändert im Formular, gespeichert ist davon noch nichts. "
            "Speichern Sie noch einmal, dann gelten Ihre Angaben."
        ),
    )


class Versioned:
    """
    A form in the office that answers 409 when it is out of date.

    `followed` names the models whose rows stand in the form, with the
    reference to the object; all of them keep a history.
    """

    followed = ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        marks = {"office": self, "request": request, "seen": hidden_field()}
        return type(form.__name__, (Watchful, form), marks)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if getattr(request, "is_stale", False):
            response.status_code = 409
        return response

    def histories(self, obj):
        """Yield each model whose rows the form holds, with the records of this form."""
        yield self.model, self.model.history.filter(**{self.opts.pk.name: obj.pk})
        for model, reference in self.followed:
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
            yield format_html("{}: {} → {}", change["field"], change["old"], change["new"])

    def row_name(self, model, record):
        if model is self.model:
            return ""
        return format_html("{} „{}“: ", model._meta.verbose_name, record.title)


def hidden_field():
    return forms.CharField(required=False, widget=forms.HiddenInput)


def trace(record):
    """Chefin, 14:03 Uhr"""
    moment = timezone.localtime(record.history_date)
    who = record.history_user or _("ohne Anmeldung")
    return f"{who}, {moment:%d.%m.%Y, %H:%M} Uhr"
