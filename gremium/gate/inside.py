"""The inside of a thing: every field that says something, as the office knows it."""

from django.contrib.admin import site

from accounts.admin.references import mask
from accounts.visibility import VisibilityField
from partners.admin.history import readable

# Keys and marks that tell nobody anything.
MUTE = {"id", "slug", "token", "public_digest", "public_changed_at", "is_example"}
MACHINE = ("sequence", "digest", "position")


def facts(obj, request) -> list[tuple[str, str]]:
    """Return label and value of each field with one, the level first; no more than its form."""
    mask(obj, request, site)
    fields = [one for one in obj._meta.concrete_fields if is_telling(one)]
    fields.sort(key=lambda one: not isinstance(one, VisibilityField))
    found = ((one.verbose_name, value_of(obj, one)) for one in fields)
    return [(str(name), value) for name, value in found if value]


def is_telling(field) -> bool:
    return field.name not in MUTE and not any(part in field.name for part in MACHINE)


def value_of(obj, field) -> str:
    value = getattr(obj, field.name)
    if value in (None, "", False):
        return ""
    return str(value if field.is_relation else readable(field, value))
