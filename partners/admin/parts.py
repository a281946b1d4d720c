"""What an xlsx unpacks to, measured before anything builds objects from it."""

import re
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MB = 1024 * 1024
MAX_UNPACKED = 10 * MB
MAX_ENTRIES = 200
# Bytes and tags of one part. A tag of a sheet or a text costs the reader some
# five microseconds, one of the styles five times as much.
TABLE = re.compile(r"xl/(worksheets/|sharedStrings)")
TABLE_LIMITS = (5 * MB, 250_000)
OTHER_LIMITS = (1 * MB, 20_000)
XML = re.compile(r"\.(xml|rels)$", re.IGNORECASE)
BOM = b"\xef\xbb\xbf"
# In another encoding the tags could not be counted.
FOREIGN = re.compile(rb"""\s*<\?[^>]*\bencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


def check_parts(archive: zipfile.ZipFile):
    """Raise ValidationError if reading `archive` would take long or much memory."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise too_big()
    for entry in entries:
        check_part(archive, entry)


def check_part(archive, entry):
    max_bytes, max_tags = TABLE_LIMITS if TABLE.match(entry.filename) else OTHER_LIMITS
    if entry.file_size > max_bytes:
        raise too_big()
    content = archive.read(entry).removeprefix(BOM)
    if content.count(b"<") > max_tags:
        raise too_big()
    is_foreign = XML.search(entry.filename) and not content.lstrip().startswith(b"<")
    if is_foreign or FOREIGN.match(content) or b"<!DOCTYPE" in content:
        raise ValueError(entry.filename)


def too_big():
    return ValidationError(_("Die Datei ist entpackt zu groß für einen Import."))
