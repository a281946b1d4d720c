"""The papers of a session as a ZIP, sent while it is written."""

import io
import re
import zipfile

from meetings.models import DocumentVersion
from partners.files import extension, shown_name

CHUNK = 256 * 1024


class Outlet(io.RawIOBase):
    """Takes what the archive writes until somebody carries it away."""

    def __init__(self):
        self.waiting = []

    def writable(self):
        return True

    def write(self, content):
        self.waiting.append(bytes(content))
        return len(content)

    def take(self):
        taken, self.waiting = b"".join(self.waiting), []
        return taken


def entries(contents) -> list:
    """Return (name, version) of each paper whose file is there; names begin with a number."""
    documents = contents.in_order
    versions = DocumentVersion.objects.in_bulk([one.newest_id for one in documents])
    found = []
    for number, document in enumerate(documents, start=1):
        version = versions[document.newest_id]
        if version.file.storage.exists(version.file.name):
            found.append((f"{number:02d}-{name_of(document, version)}", version))
    return found


def name_of(document, version) -> str:
    """Return the title as a name of a file; „2026/27“ is one name, no folder with another."""
    title = re.sub(r"[/\\]", "-", document.title).strip("-. ")
    return shown_name(f"{title}{extension(version.file_name)}")


def stream(found):
    """Yield the archive; papers are stored as they are, most are packed already."""
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, version in found:
            with archive.open(entry_of(name, version), "w") as target:
                for chunk in version.file.chunks(CHUNK):
                    target.write(chunk)
                    yield outlet.take()
            version.file.close()
    yield outlet.take()


def entry_of(name, version):
    entry = zipfile.ZipInfo(name, version.uploaded_at.timetuple()[:6])
    entry.file_size = version.size
    return entry
