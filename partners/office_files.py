"""Files of office programs: what they claim to be, no macros, nothing fetched from elsewhere."""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partners.pdf_files import MARKUP, SNIFFED

MAX_UNPACKED = 250 * 1024 * 1024
MAX_ENTRIES = 5_000
BROKEN_ARCHIVE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, ElementTree.ParseError),
    *(NotImplementedError, OSError, RuntimeError, ValueError),
)
MACRO = re.compile(
    r"vbaproject|vbadata|(^|[/\\])(basic|scripts|macrosheets|activex|dialogs)[/\\]", re.IGNORECASE
)
OPEN_XML = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
OPEN_DOCUMENT = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
# A chart keeps its numbers in a workbook of its own.
EMBEDDED = re.compile(r"(^|[/\\])embeddings[/\\](?P<name>[^/\\]+)$", re.IGNORECASE)
PROGRAM = re.compile(r"\.(exe|dll|scr|com|bat|cmd|js|vbs|wsf|hta|jar|msi|lnk|ps1)$", re.IGNORECASE)
# A link somebody clicks may lead anywhere; all else would be fetched when the file opens.
CLICKED = re.compile(r"(https?|mailto|tel|ftp|file):|#|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|//|\\\\", re.IGNORECASE)
DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
IN_WORDS = ("word/document.xml", "word/header", "word/footer", "word/footnotes", "word/endnotes")
HREF = "{http://www.w3.org/1999/xlink}href"
ACTING = {"event-listener", "dde-source", "dde-connection-decl", "object-ole", "applet"}
READ_IN_ODF = {"content.xml", "styles.xml", "meta.xml", "manifest.xml", "settings.xml"}


def check(upload, ending):
    """Raise ValidationError unless `upload` is a plain file of the kind `ending` says."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            check_unpacked_size(archive)
            if not is_of_kind(archive, ending):
                raise ValidationError(_("Der Inhalt der Datei passt nicht zu ihrer Endung."))
            check_single_kind(upload, archive)
            check_macros(archive)
            check_parts(archive, ending)
    except BROKEN_ARCHIVE:
        raise ValidationError(_("Die Datei ist beschädigt und lässt sich nicht öffnen.")) from None
    finally:
        upload.seek(0)


def check_unpacked_size(archive):
    """Refuse an archive that would unpack to far more than it weighs."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ValidationError(_("Die Datei ist entpackt zu groß."))


def is_of_kind(archive, ending) -> bool:
    names = archive.namelist()
    if ending in OPEN_XML:
        return "[Content_Types].xml" in names and any(
            name.startswith(OPEN_XML[ending]) for name in names
        )
    with archive.open("mimetype") as mimetype:
        return mimetype.read(200) == OPEN_DOCUMENT[ending]


def check_single_kind(upload, archive):
    """Refuse a file with something before, between or behind that makes it another kind, too."""
    upload.seek(0)
    head = upload.read(SNIFFED)
    upload.seek(max(0, upload.seek(0, 2) - 22))
    ends_there = upload.read().startswith(b"PK\x05\x06")
    starts_there = head.startswith(b"PK\x03\x04")
    if not (starts_there and ends_there) or b"%PDF-" in head or MARKUP.search(head):
        raise ValidationError(
            _("Die Datei ist zugleich etwas anderes. Bitte speichern Sie sie neu.")
        )


def check_macros(archive):
    """Refuse macros by the names of their parts, and what the list of parts says of them."""
    names = archive.namelist()
    lists = (one for one in names if one in {"[Content_Types].xml", "META-INF/manifest.xml"})
    said = " ".join(
        value for name in lists for node in nodes(archive, name) for value in node.attrib.values()
    ).lower()
    if any(MACRO.search(name) for name in names) or "macroenabled" in said or "vba" in said:
        raise ValidationError(_("Dateien mit Makros werden nicht angenommen."))


def nodes(archive, name):
    """Yield the elements of a part, each with what is directly in it; none is kept."""
    with archive.open(name) as part:
        # Expat bounds what entities unfold to, and fetches none.
        for _event, node in ElementTree.iterparse(part):  # noqa: S314
            yield node
            node.clear()


def check_parts(archive, ending):
    check_embedded(archive)
    is_open_xml = ending in OPEN_XML
    acts = (open_xml_acts if is_open_xml else open_document_acts)(archive)
    if next(acts, None) is not None:
        raise ValidationError(
            _(
                "Die Datei lädt beim Öffnen Inhalte von anderswo oder führt Befehle aus. "
                "Bitte entfernen Sie Verknüpfungen, Vorlagen und eingebettete Objekte, "
                "oder laden Sie ein PDF hoch."
            )
        )


def check_embedded(archive):
    """Refuse objects of other programs; workbooks behind charts have to be plain themselves."""
    for name in archive.namelist():
        found = EMBEDDED.search(name)
        ending = f".{name.rpartition('.')[2].lower()}"
        if PROGRAM.search(name) or (found and ending not in OPEN_XML):
            raise ValidationError(_("Dateien mit eingebetteten Objekten werden nicht angenommen."))
        if found:
            check(io.BytesIO(archive.read(name)), ending)


def open_xml_acts(archive):
    """Yield what acts or is fetched: relations to other places, fields and links of DDE."""
    for name in archive.namelist():
        if name.endswith(".rels"):
            for node in nodes(archive, name):
                if node.get("TargetMode") == "External" and not is_clicked(node):
                    yield name
        elif name.startswith(IN_WORDS) and DDE.search(fields_of(archive, name)):
            yield name
        elif name.startswith("xl/externalLinks/") and name.endswith(".xml"):
            yield from (name for node in nodes(archive, name) if node.tag.endswith("ddeLink"))
        elif name == "xl/connections.xml":
            yield name


def is_clicked(relation) -> bool:
    kind = relation.get("Type", "").rpartition("/")[2]
    is_link = kind in {"hyperlink", "externalLinkPath", "externalLinkLongPath"}
    return is_link and bool(CLICKED.match(relation.get("Target", "").strip()))


def fields_of(archive, name) -> str:
    """Return the instructions of all fields; one may be spread over several elements."""
    found = []
    for node in nodes(archive, name):
        if node.tag.endswith("}instrText"):
            found.append(node.text or "")
        found += [value for key, value in node.attrib.items() if key.endswith("}instr")]
    return "".join(found)


def open_document_acts(archive):
    """Yield what acts or is fetched: events, DDE, objects of other programs, foreign addresses."""
    for name in archive.namelist():
        if name.rpartition("/")[2] not in READ_IN_ODF:
            continue
        for node in nodes(archive, name):
            if is_acting(node) or is_fetched(node):
                yield name


def is_acting(node) -> bool:
    is_foreign = "oleobject" in " ".join(node.attrib.values()).lower()
    return is_foreign or node.tag.rpartition("}")[2] in ACTING


def is_fetched(node) -> bool:
    """Tell whether an address is read when the file opens; one somebody clicks is not."""
    href = node.get(HREF, "").strip()
    if node.tag.rpartition("}")[2] == "a":
        return bool(href) and not CLICKED.match(href)
    return bool(ELSEWHERE.match(href))
