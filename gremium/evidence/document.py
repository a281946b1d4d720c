"""The evidence as PDF."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gremium.evidence.report import Report
from meetings import pdf
from partners.models import Centre


def as_pdf(report: Report) -> bytes:
    period = report.period
    title = _("Nachweis %s") % period.days
    data = {
        "title": f"{title}, {Centre.objects.current().short_name}".rstrip(", "),
        "heading": title,
        "board": Centre.objects.current().name,
        "lines": [one.name for one in period.boards],
        "is_example": report.is_example,
        "numbers": [[label, str(number)] for label, number in report.numbers],
        "tables": [as_data(one) for one in report.tables],
    }
    return pdf.render("evidence.typ", data, timezone.now())


def as_data(table) -> dict:
    return {
        "name": table.name,
        "title": table.title,
        "headings": list(map(str, table.headings)),
        "rows": table.written,
    }
