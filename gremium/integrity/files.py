"""Files: each row has its own, unchanged, and none lies about without a row."""

import datetime as dt
import hashlib

from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gremium.integrity.rule import Rule, keys
from gremium.integrity.tables import models
from meetings.models import DocumentVersion, Pack

# A file is written before its row; an upload never takes that long.
ON_THE_WAY = dt.timedelta(hours=1)


def file_fields():
    for model in models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                yield model, field.name


def names(rows, field):
    """Yield key and file name of the rows that have a file."""
    found = rows.exclude(**{f"{field}__in": ["", None]})
    return found.order_by().values_list("pk", field).iterator(chunk_size=500)


def missing():
    for model, field in file_fields():
        label = model._meta.label_lower
        for pk, name in names(model._base_manager, field):
            if not default_storage.exists(name):
                yield f"{label}:{pk}"
    yield from keys(Pack.objects.filter(state=Pack.State.READY, file=""))


def changed():
    """Find papers whose content is not what was uploaded."""
    for version in DocumentVersion.objects.order_by("pk").iterator(chunk_size=500):
        if default_storage.exists(version.file.name) and not is_unchanged(version):
            yield f"{version._meta.label_lower}:{version.pk}"


def is_unchanged(version) -> bool:
    if default_storage.size(version.file.name) != version.size:
        return False
    with default_storage.open(version.file.name) as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == version.sha256


def orphaned():
    """Find files that no row names, today or in its history; they have random names."""
    known = set()
    for model, field in file_fields():
        history = getattr(model, "history", None)
        for rows in filter(None, [model._base_manager, history and history.model.objects]):
            known |= {name for _pk, name in names(rows, field)}
    for name in stored():
        is_new = timezone.now() - default_storage.get_modified_time(name) < ON_THE_WAY
        if name not in known and not is_new:
            yield f"file:{name}"


def stored(folder=""):
    try:
        folders, found = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in found:
        yield f"{folder}/{name}".lstrip("/")
    for one in folders:
        yield from stored(f"{folder}/{one}".lstrip("/"))


RULES = (
    Rule("file", _("Jeder Datensatz hat seine Datei."), missing),
    Rule("content", _("Eine Unterlage ist, was hochgeladen wurde."), changed),
    Rule("orphan", _("Zu jeder Datei gehört ein Datensatz."), orphaned),
)
