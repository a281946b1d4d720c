"""The evidence as a workbook: a sheet for each table, and no cell that is computed."""

import datetime as dt
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from accounts.admin.tables import neutral
from gremium.evidence.report import Report
from meetings.sheets import dress


def as_xlsx(report: Report) -> bytes:
    book = Workbook()
    overview(book.active, report)
    for table in report.tables:
        fill(book.create_sheet(table.title), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def overview(sheet, report):
    sheet.title = _("Überblick")
    sheet.append([_("Nachweis"), report.period.days])
    for board in report.period.boards:
        sheet.append([_("Gremium"), neutral(board.name)])
    if report.is_example:
        sheet.append([_("Hinweis"), _("Beispieldaten")])
    for row in report.numbers:
        sheet.append(list(row))
    dress(sheet)


def fill(sheet, table):
    for row in [table.headings, *table.rows]:
        sheet.append([neutral(str(one) if is_text(one) else one) for one in row])
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, dt.date):
                cell.number_format = "DD.MM.YYYY"
    dress(sheet)


def is_text(value):
    return not isinstance(value, int | dt.date)
