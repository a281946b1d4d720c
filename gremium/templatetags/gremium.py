"""The few tags and filters every page may use."""

import json
import re
from pathlib import PurePath
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gremium.gate import page as gate
from gremium.gate.kinds import kind_of
from partners import richtext
from partners.models import Organisation

register = template.Library()


HEADING = re.compile(r"<(?P<end>/?)h(?P<level>[34])\b")


@register.filter
def rich(html, level=3):
    """Show stored rich text, cleaned once more; its headings begin at `level`."""

    def moved(tag):
        return f"<{tag['end']}h{int(tag['level']) + level - 3}"

    return SafeString(HEADING.sub(moved, richtext.show(html)))


@register.filter(expects_localtime=True)
def long_day(day):
    """27. Januar 2017"""
    return formats.date_format(day, "j. F Y")


@register.filter
def as_day(text):
    """The day that stands in data as 2017-01-27."""
    return parse_date(text)


@register.filter
def short_day(day):
    """27.01.2017"""
    return formats.date_format(day, "d.m.Y")


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


# --- Words ------------------------------------------------------------------


@register.filter
def in_words(number):
    """Elf; from thirteen on, digits read better."""
    words = _("null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf").split()
    return words[number] if number < len(words) else str(number)


@register.filter
def kind_heading(organisations):
    """Kammern, or Kammer over a single one."""
    first = organisations[0]
    if len(organisations) == 1:
        return first.get_kind_display() or _("Weitere")
    return {
        Organisation.Kind.CHAMBER: _("Kammern"),
        Organisation.Kind.ASSOCIATION: _("Verbände"),
        Organisation.Kind.SOCIETY: _("Vereine"),
        Organisation.Kind.NETWORK: _("Netzwerke"),
        Organisation.Kind.MINISTRY: _("Ministerien"),
        Organisation.Kind.RESEARCH_INSTITUTE: _("Forschungsinstitute"),
        Organisation.Kind.UNIVERSITY: _("Hochschulen"),
        Organisation.Kind.COMPANY: _("Unternehmen"),
    }.get(first.kind, _("Weitere"))


@register.filter
def host(address):
    """hwk-chemnitz.de"""
    return urlsplit(address).netloc.removeprefix("www.")


# --- Files and machines -----------------------------------------------------


@register.filter
def basename(path):
    """The last part of a stored file's name."""
    return PurePath(path).name


# Inside a script element none of these may end it or begin a comment.
IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@register.simple_tag
def json_ld(data):
    """Data for search engines; not a script that runs."""
    text = json.dumps(data, ensure_ascii=False).translate(IN_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.simple_tag(takes_context=True)
def edit_address(context):
    """Where the office edits what the page is about; nothing without the right."""
    shown, user = context.get("object"), context["request"].user
    if shown is None:
        return ""
    app, model = shown._meta.app_label, shown._meta.model_name
    if not user.is_staff or not user.has_perm(f"{app}.change_{model}"):
        return ""
    return reverse(f"admin:{app}_{model}_change", args=[shown.pk])


@register.simple_tag(takes_context=True)
def door_url(context, name, *args):
    """The address of a member's page behind the door they came in by (meetings.door)."""
    return context["door"].url(name, *args)


@register.simple_tag(takes_context=True)
def gate_address(context, obj):
    """Where the office looks before it publishes `obj`; nothing where there is no gate."""
    kind = kind_of(obj)
    user = context["request"].user
    if kind is None or not user.has_perms([gate.PUBLISH, kind.right]):
        return ""
    return gate.address_of(kind, obj)
