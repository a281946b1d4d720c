"""The few tags and filters every page may use."""

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from partners import richtext

register = template.Library()


@register.filter
def rich(html):
    """Show stored rich text, cleaned once more."""
    return richtext.show(html)


@register.filter
def long_day(day):
    """27. Januar 2017"""
    return formats.date_format(day, "j. F Y")


@register.filter
def weekday(day):
    """Do"""
    return formats.date_format(day, "D")


@register.filter
def month_year(day):
    """Dezember 2024"""
    return formats.date_format(day, "F Y")


@register.filter
def clock(meeting):
    """14:00–16:30 Uhr, 14:00 Uhr, or nothing while the time is not known."""
    if not meeting.starts_at:
        return ""
    times = [f"{time:%H:%M}" for time in (meeting.starts_at, meeting.ends_at) if time]
    return _("%(range)s Uhr") % {"range": "–".join(times)}


@register.filter
def file_facts(document):
    """PDF, 1,2 MB, 4 Seiten"""
    kind = document.file_name.rsplit(".", 1)[-1].upper()
    parts = [kind, file_size(document.size)]
    if document.pages:
        parts.append(_("1 Seite") if document.pages == 1 else _("%d Seiten") % document.pages)
    return ", ".join(parts)


def file_size(size):
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{formats.number_format(size / 1_000_000, 1)} MB"
