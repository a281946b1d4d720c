"""Import in two steps: a preview that changes nothing, then all rows or none."""

import re
import secrets
import time
from contextlib import suppress

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.admin.workbook import table_from
from partners.belonging import is_restricted
from partners.files import extension

KEEP_SECONDS = 3600
KEY = re.compile(r"[0-9a-f]{32}\.(xlsx|csv)")


class Waiting:
    """Files between preview and confirmation, outside the web root, for an hour."""

    def __init__(self, user):
        self.folder = settings.VAR_DIR / "imports" / str(user.pk)

    def put(self, upload):
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.tidy()
        key = secrets.token_hex(16) + extension(upload.name)
        upload.seek(0)
        (self.folder / key).write_bytes(upload.read())
        return key

    def take(self, key):
        """Return the file's content and forget it; None if it is not there."""
        if not KEY.fullmatch(key):
            return None
        taken = self.folder / f"taken-{secrets.token_hex(16)}"
        try:
            # Of two confirmations at the same time one finds the name.
            (self.folder / key).rename(taken)
        except FileNotFoundError:
            return None
        content = taken.read_bytes()
        taken.unlink(missing_ok=True)
        return ContentFile(content, name=key)

    def tidy(self):
        for place in self.folder.iterdir():
            # Another request may have taken or tidied it since.
            with suppress(FileNotFoundError):
                if place.stat().st_mtime < time.time() - KEEP_SECONDS:
                    place.unlink()


class ImportForm(forms.Form):
    """One table; it has been read when the form is valid."""

    table = forms.FileField(
        label=gettext_lazy("Tabelle"),
        help_text=gettext_lazy("XLSX oder CSV (UTF-8), höchstens 5 MB und 1.000 Zeilen."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_table(self):
        upload = self.cleaned_data["table"]
        self.dataset = table_from(upload)
        return upload


class Imports:
    """
    Import for a list that has a resource; needs the rights to add and to change.

    Not for who works on some boards only: a table could change what is of others.
    """

    resource_classes = ()
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def has_import_permission(self, request):
        may = self.has_add_permission(request) and self.has_change_permission(request)
        return may and not is_restricted(request.user)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        extra = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, extra | (extra_context or {}))

    def import_view(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "key" in request.POST:
            return self.confirm(request)
        form = ImportForm(request.POST or None, request.FILES or None)
        context = {"form": form}
        if request.method == "POST" and form.is_valid():
            context |= self.preview(request, form)
        return self.import_page(request, context)

    def import_page(self, request, context):
        resource = self.resource_classes[0]()
        context = {
            **self.admin_site.each_context(request),
            "title": _("%s importieren") % self.opts.verbose_name_plural,
            "opts": self.opts,
            "headings": resource.headings().values(),
            "required": [resource.headings()[name] for name in resource.REQUIRED],
            **context,
        }
        return TemplateResponse(request, "admin/import.html", context)

    def preview(self, request, form):
        resource = self.resource_classes[0]()
        # Not import_data, which would write all rows and roll them back.
        result = resource.import_data_inner(
            form.dataset,
            dry_run=True,
            raise_errors=False,
            using_transactions=False,
            collect_failed_rows=False,
            retain_instance_in_row_result=True,
        )
        if problems := problems_of(result, resource):
            return {"problems": problems}
        key = Waiting(request.user).put(form.cleaned_data["table"])
        return {"result": result, "totals": result.totals, "key": key}

    def confirm(self, request):
        upload = Waiting(request.user).take(request.POST["key"])
        if upload is None:
            messages.error(
                request, _("Die Vorschau ist abgelaufen. Bitte wählen Sie die Datei noch einmal.")
            )
            return redirect(request.path)
        try:
            result, problems = self.write(table_from(upload), request)
        except ValidationError as error:
            problems = [("", "", *error.messages)]
        if problems:
            return self.import_page(request, {"form": ImportForm(), "problems": problems})
        messages.success(request, summary(result.totals))
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    @transaction.atomic
    def write(self, dataset, request):
        """Take over all rows or none, one import after the other."""
        model_row = ContentType.objects.select_for_update(no_key=True)
        model_row.get(pk=ContentType.objects.get_for_model(self.model).pk)
        resource = self.resource_classes[0]()
        result = resource.import_data(
            dataset,
            use_transactions=True,
            rollback_on_validation_errors=True,
            retain_instance_in_row_result=True,
        )
        problems = problems_of(result, resource)
        if not problems:
            self.log_import(request, result)
        return result, problems

    def log_import(self, request, result):
        added = [row.instance for row in result if row.is_new()]
        changed = [row.instance for row in result if row.is_update()]
        for objects, flag, word in ((added, ADDITION, "added"), (changed, CHANGE, "changed")):
            LogEntry.objects.log_actions(request.user.pk, objects, flag, [{word: {}}])


def problems_of(result, resource):
    """Return what is wrong as row of the sheet, column and words."""
    headings = resource.headings()
    problems = [("", "", "; ".join(words(one.error))) for one in result.base_errors]
    if problems:
        return problems
    for row in result.invalid_rows:
        problems += [
            (
                resource.numbers[row.number - 1],
                "" if field == NON_FIELD_ERRORS else headings.get(field, field),
                " ".join(errors),
            )
            for field, errors in row.error_dict.items()
        ]
    for row in result.error_rows:
        number = resource.numbers[row.number - 1]
        problems += [(number, "", " ".join(words(one.error))) for one in row.errors]
    return sorted(problems)


def words(error):
    return error.messages if isinstance(error, ValidationError) else [str(error)]


def summary(totals):
    return (
        _("Import abgeschlossen: %(new)d neu, %(update)d geändert, %(skip)d unverändert.") % totals
    )
