"""Tables people hand in: measured before they are read."""

import csv
import io
import zipfile

import openpyxl
import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partners.admin.parts import check_parts
from partners.files import extension

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 1_000
MAX_COLUMNS = 50
# Empty rows cost time as well, and a file may claim any number of them.
LAST_ROW = 20_000


class Sheet(tablib.Dataset):
    """Rows under headings; `numbers` says where each stood in the file."""

    numbers = ()


def table_from(upload) -> Sheet:
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
    return sheet(reader(upload.read()))


def sheet(rows) -> Sheet:
    if len(rows) < 2:
        raise ValidationError(_("Die Datei enthält keine Zeilen unter den Überschriften."))
    headings, rows = rows[0][1], rows[1:]
    table = Sheet(headers=headings)
    table.numbers = [number for number, cells in rows]
    for number, cells in rows:
        if len(cells) > len(headings):
            raise ValidationError(_("Zeile %d hat mehr Zellen als Überschriften.") % number)
        table.append(cells + [None] * (len(headings) - len(cells)))
    return table


def filled(rows) -> list:
    """Return the rows that hold anything, each with its number in the file."""
    found = []
    for number, row in enumerate(rows, start=1):
        if cells := trimmed(row):
            found.append((number, cells))
        if len(cells) > MAX_COLUMNS:
            raise ValidationError(_("Die Datei hat mehr als 50 Spalten."))
        if number > LAST_ROW:
            raise ValidationError(_("Die Datei reicht über die Zeile 20.000 hinaus."))
        if len(found) > MAX_ROWS + 1:
            raise ValidationError(
                _("Die Datei hat mehr als 1.000 Zeilen. Bitte teilen Sie sie auf.")
            )
    return found


def trimmed(row) -> list:
    """Return the row without the empty cells at its end."""
    cells = list(row)
    while cells and cells[-1] in {None, ""}:
        cells.pop()
    return cells


def rows_of_xlsx(content) -> list:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_parts(archive)
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        first = book.worksheets[0]
        first.reset_dimensions()
        rows = first.iter_rows(max_row=LAST_ROW + 1, max_col=MAX_COLUMNS + 1, values_only=True)
        return filled(rows)
    except ValidationError:
        raise
    except Exception as error:
        # openpyxl raises whatever the broken part provokes, up to AttributeError.
        raise ValidationError(
            _("Die Datei heißt .xlsx, lässt sich aber nicht als Excel-Datei lesen.")
        ) from error


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
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return filled(rows)
    except csv.Error as error:
        raise ValidationError(
            _("Die Anführungszeichen in der Datei passen nicht zusammen.")
        ) from error
