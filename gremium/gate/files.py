"""What a file tells beside its content: who wrote it, and whether a reading voice can follow."""

import html
import re
import zipfile

import pikepdf
from django.utils.translation import gettext as _

from partners.files import extension
from partners.office_files import BROKEN_ARCHIVE, OPEN_XML

# Who wrote it and who saved it last. Read as text: nothing of the file is to be obeyed.
PERSON = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy)>([^<]{1,200})</")
PROPERTIES = "docProps/core.xml"
LONGEST = 100_000


def hints(document) -> list[str]:
    """Return what the newest version of `document` gives away or lacks."""
    version = document.versions.order_by("-number").first()
    if version is None:
        return []
    ending = extension(version.file_name)
    try:
        with version.file.open() as file:
            if ending == ".pdf":
                found = of_pdf(file)
            elif ending in OPEN_XML:
                found = of_office_file(file)
            else:
                found = []
    except (*BROKEN_ARCHIVE, AttributeError, TypeError, pikepdf.PdfError):
        found = [_("Die Datei lässt sich nicht prüfen.")]
    return [f"„{document.title}“: {one}" for one in found]


def of_pdf(file) -> list[str]:
    with pikepdf.open(file) as pdf:
        author = str(pdf.docinfo.get("/Author", "")).strip()
        marks = pdf.Root.get("/MarkInfo", pikepdf.Dictionary())
        is_tagged = bool(marks.get("/Marked", False)) and "/StructTreeRoot" in pdf.Root
    found = [told(author)] if author else []
    if not is_tagged:
        found.append(_("Das PDF hat keine Struktur; Vorleseprogramme kommen damit kaum zurecht."))
    return found


def of_office_file(file) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        if PROPERTIES not in archive.namelist():
            return []
        with archive.open(PROPERTIES) as properties:
            found = PERSON.findall(properties.read(LONGEST))
    names = {html.unescape(one.decode(errors="replace")).strip() for one in found}
    return [told(", ".join(sorted(filter(None, names))))] if any(names) else []


def told(names) -> str:
    return _("Die Datei nennt in ihren Eigenschaften: %s.") % names
