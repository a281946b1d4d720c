"""
One stylesheet for visitors and one for the office, many to work on.

Each names its parts by @import, which every browser understands as it
is. Collecting the static files puts the parts in place of their names, so
that a first view costs one request.
"""

import re
from pathlib import PurePath

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = {"css/site.css", "css/admin.css", "css/member.css"}
IMPORT = re.compile(r'@import "(?P<name>[\w./-]+)"(?: (?P<media>\w+))?;')


def joined(css: str, part) -> str:
    """Return `css` with each import replaced by `part(name)`, kept to its medium."""

    def replacement(found):
        text = part(found["name"])
        return f"@media {found['media']} {{\n{text}}}\n" if found["media"] else text

    return IMPORT.sub(replacement, css)


class Joined:
    """A storage that hands out stylesheets with their parts in place."""

    def __init__(self, storage):
        self.storage = storage

    def open(self, path):
        def part(name):
            with self.storage.open(str(PurePath(path).parent / name)) as file:
                return file.read().decode()

        with self.storage.open(path) as file:
            return ContentFile(joined(file.read().decode(), part).encode(), name=path)


class JoiningStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed static files; stylesheets without imports."""

    def post_process(self, paths, dry_run=False, **options):
        paths = {
            name: (Joined(storage), path) if name in JOINED else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(paths, dry_run, **options)
