"""Tables people hand in: measured before they are read."""

import csv
import io
import zipfile

import openpyxl
import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partners.files import extension

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_ENTRIES = 200
MAX_ROWS = 5_000
MAX_COLUMNS = 50


def table_from(upload) -> tablib.Dataset:
    """
    Return the first sheet of an xlsx, or a csv, with its headings.

    Raise ValidationError, in words for the office, for anything else.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("Die Datei ist größer als 5 MB."))
    readers = {".xlsx": rows_of_xlsx, ".csv": rows_of_csv}
    reader = readers.get(extension(upload.name))
    if reader is None:
        raise ValidationError(_("Bitte wählen Sie eine Datei mit der Endung .xlsx oder .csv."))
    upload.seek(0)
    return dataset(reader(upload.read()))


def dataset(rows) -> tablib.Dataset:
    rows = [row for row in rows if any(cell not in {None, ""} for cell in row)]
    if len(rows) < 2:
        raise ValidationError(_("Die Datei enthält keine Zeilen unter den Überschriften."))
    if len(rows) > MAX_ROWS + 1:
        raise ValidationError(_("Die Datei hat mehr als 5.000 Zeilen. Bitte teilen Sie sie auf."))
    width = len(trimmed(rows[0]))
    table = tablib.Dataset(headers=list(rows[0][:width]))
    for number, row in enumerate(rows[1:], start=2):
        if len(trimmed(row)) > width:
            raise ValidationError(_("Zeile %d hat mehr Zellen als Überschriften.") % number)
        table.append([*row, *[None] * width][:width])
    return table


def trimmed(row) -> list:
    """Return the row without the empty cells at its end."""
    cells = list(row)
    while cells and cells[-1] in {None, ""}:
        cells.pop()
    return cells


def rows_of_xlsx(content) -> list:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_size(archive)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return list(sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True))
    except ValidationError:
        raise
    except Exception as error:
        # openpyxl raises whatever the broken part provokes, up to AttributeError.
        raise ValidationError(
            _("Die Datei heißt .xlsx, lässt sich aber nicht als Excel-Datei lesen.")
        ) from error


def check_size(archive):
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ValidationError(_("Die Datei ist entpackt zu groß für einen Import."))


def rows_of_csv(content) -> list:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _(
                "Die Datei ist nicht in UTF-8 gespeichert. "
                "In Excel: „Speichern unter“, Typ „CSV UTF-8“."
            )
        ) from error
    if "\0" in text:
        raise ValidationError(_("Die Datei heißt .csv, ist aber keine Textdatei."))
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise ValidationError(
            _("Die Anführungszeichen in der Datei passen nicht zusammen.")
        ) from error
