"""Lists as xlsx and csv: what goes out cannot run as a formula."""

import datetime as dt
import re

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.utils import formats, timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from import_export import admin, resources
from import_export.fields import Field
from import_export.formats import base_formats
from import_export.forms import ExportForm
from import_export.widgets import Widget

FORMULA = re.compile(r"^\s*[=+\-@\t\r|]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def neutral(value):
    """Return `value` as a cell no spreadsheet will compute."""
    if not isinstance(value, str):
        return value
    text = CONTROL.sub("", value)
    return f"'{text}" if FORMULA.match(text) else text


class Neutral:
    """A format that neutralises every cell of a table it writes."""

    def _escape_formulae(self, dataset):
        for _number in range(len(dataset)):
            dataset.append([neutral(cell) for cell in dataset.lpop()])


class Xlsx(Neutral, base_formats.XLSX):
    """A workbook with one sheet."""


class Csv(Neutral, base_formats.CSV):
    """Semicolons and a byte order mark, as German spreadsheets expect them."""

    def export_data(self, dataset, **kwargs):
        return super().export_data(dataset, delimiter=";", **kwargs)


FORMATS = [Xlsx, Csv]


class Shown(Widget):
    """A value as the office reads it: labels instead of codes, German dates."""

    # bool before int and datetime before date, of which they are kinds.
    AS = (
        (bool, lambda value: _("ja") if value else _("nein")),
        (int, int),
        (dt.datetime, lambda value: formats.localize(timezone.localtime(value))),
        (dt.date, lambda value: f"{value:%d.%m.%Y}"),
    )

    def render(self, value, obj=None, **kwargs):
        for kind, show in self.AS:
            if isinstance(value, kind):
                return show(value)
        return "" if value is None else str(value)


def column(model, path):
    """Return the export column of `path`, named like its field in the forms."""
    field = model._meta.get_field(path.split("__")[0])
    attribute = f"get_{path}_display" if getattr(field, "choices", None) else path
    return Field(attribute=attribute, column_name=str(field.verbose_name), widget=Shown())


def table_of(model, paths):
    """Return a resource that exports exactly `paths` of `model`."""
    return resources.modelresource_factory(
        model,
        meta_options={"fields": list(paths), "export_order": list(paths)},
        custom_fields={path: column(model, path) for path in paths},
    )


class TableExportForm(ExportForm):
    """Which format; the columns are fixed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].label = _("Dateiformat")
        self.fields["format"].initial = 0


class Exports(admin.ExportMixin):
    """Export of a list with its search and filters, for those who may see it."""

    export_columns = ()
    export_formats = FORMATS
    export_form_class = TableExportForm
    to_encoding = "utf-8-sig"

    def has_export_permission(self, request):
        return bool(self.export_columns) and self.has_view_permission(request)

    def get_export_resource_classes(self, request):
        return [table_of(self.model, self.export_columns)]

    def get_export_queryset(self, request):
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters as error:
            raise BadRequest from error

    def get_data_for_export(self, request, queryset, **kwargs):
        table = super().get_data_for_export(request, queryset, **kwargs)
        table.title = str(self.opts.verbose_name_plural)
        return table

    def get_valid_export_item_pks(self, request):
        return self.get_queryset(request).values_list("pk", flat=True)

    def get_export_filename(self, request, queryset, file_format):
        name = slugify(self.opts.verbose_name_plural)
        return f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"
