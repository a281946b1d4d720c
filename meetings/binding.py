"""
Joining papers into one PDF, a document at a time.

Every paper is first copied into a part of its own: what cannot be read is
known before anything is joined, and never more than one lies in memory.
"""

import io
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from pikepdf import AccessMode, Dictionary, Name
from PIL import Image

from meetings import pdf, pictures
from meetings.models import DocumentVersion
from partners import pdf_files
from partners.files import extension

A4 = (595.276, 841.89)
MARGIN = 45
STRIP = 256
UA, A = "{http://www.aiim.org/pdfua/ns/id/}", "{http://www.aiim.org/pdfa/ns/id/}"
CLAIMS = {f"{UA}part", f"{A}part", f"{A}conformance"}
UNREADABLE = (pikepdf.PdfError, OSError, RuntimeError, ValueError, zlib.error)


@dataclass
class Part:
    """A paper on its way into the pack; without pages it stays outside."""

    document: object
    path: Path | None = None
    pages: int = 0
    note: str = ""
    first_page: int = 0


@dataclass
class Bound:
    """A finished pack."""

    path: Path
    pages: int
    left_out: list[str] = field(default_factory=list)


def bind(contents, version, at, folder: Path, progress=lambda done: None) -> Bound:
    """
    Write the pack of `contents` into `folder`; call `progress` after each paper.

    A paper that cannot be read is listed as such and left out.
    """
    documents = contents.in_order
    files = DocumentVersion.objects.in_bulk([one.newest_id for one in documents])
    parts = []
    for number, document in enumerate(documents, start=1):
        parts.append(part_of(document, files[document.newest_id], folder / f"{number}.pdf"))
        progress(number)
    front = front_pages(contents, parts, version, at)
    path = folder / "mappe.pdf"
    pages = join(contents, front, parts, path)
    return Bound(path, pages, [one.document.title for one in parts if one.note == unreadable()])


def unreadable():
    return _("konnte nicht eingefügt werden")


# --- One paper ----------------------------------------------------------------


def part_of(document, version, path) -> Part:
    copy = {".pdf": copy_pdf, ".png": picture_page, ".jpg": picture_page}.get(
        extension(version.file_name)
    )
    if copy is None:
        return Part(document, note=_("liegt getrennt bei"))
    try:
        with version.file.open() as file:
            return Part(document, path, copy(file, path))
    except UNREADABLE:
        return Part(document, note=unreadable())


def copy_pdf(file, path) -> int:
    """Copy the pages, without what ties them to their own document; return their number."""
    with pikepdf.open(file, access_mode=AccessMode.stream) as source, pikepdf.new() as part:
        part.pages.extend(source.pages)
        for page in part.pages:
            untie(page)
        part.save(path)
        return len(part.pages)


def untie(page):
    """Take away references to a structure that stays behind, and scripts."""
    for key in ("/StructParents", "/AA", "/B"):
        if key in page:
            del page[key]
    for note in page.get("/Annots", []):
        if "/StructParent" in note:
            del note["/StructParent"]
        pdf_files.disarm(note)


def picture_page(file, path) -> int:
    """Put a picture on a page of A4, upright or across, as large as it fits."""
    with Image.open(file, formats=["PNG", "JPEG"]) as picture, pikepdf.new() as part:
        width, height = picture.size
        size = A4 if height >= width else A4[::-1]
        scale = min((size[0] - 2 * MARGIN) / width, (size[1] - 2 * MARGIN) / height)
        drawn = (width * scale, height * scale)
        left, bottom = (size[0] - drawn[0]) / 2, (size[1] - drawn[1]) / 2
        page = part.add_blank_page(page_size=size)
        page.Resources = Dictionary(XObject=Dictionary(P=image_of(part, picture, file)))
        place = f"q {drawn[0]:.2f} 0 0 {drawn[1]:.2f} {left:.2f} {bottom:.2f} cm /P Do Q"
        page.Contents = part.make_stream(place.encode())
        part.save(path)
    return 1


def image_of(part, picture, file):
    """Return the picture as PDF has it: a JPEG as it is, all else packed anew on white."""
    common = {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": picture.width,
        "Height": picture.height,
        "BitsPerComponent": 8,
        "ColorSpace": Name.DeviceRGB,
    }
    if picture.format == "JPEG" and picture.mode == "RGB":
        file.seek(0)
        return pikepdf.Stream(part, file.read(), Filter=Name.DCTDecode, **common)
    packed = zlib.compressobj()
    out = io.BytesIO()
    for top in range(0, picture.height, STRIP):
        bottom = min(top + STRIP, picture.height)
        strip = picture.crop((0, top, picture.width, bottom)).convert("RGBA")
        white = Image.new("RGB", strip.size, "white")
        white.paste(strip, mask=strip.getchannel("A"))
        out.write(packed.compress(white.tobytes()))
    out.write(packed.flush())
    return pikepdf.Stream(part, out.getvalue(), Filter=Name.FlateDecode, **common)


# --- The whole ----------------------------------------------------------------


def front_pages(contents, parts, version, at) -> bytes:
    """
    Return cover, agenda and list of papers; set on which page each part begins.

    The numbers stand in the list, so it is set again until it holds its own length.
    """
    data, length = contents.front(), 1
    pictures.fill(data["reports"])
    data["facts"].append([_("Fassung"), version_line(version, at)])
    while True:
        number(parts, length)
        for one, part in zip(listed(data), parts, strict=True):
            one["place"] = part.note or _("ab S. %d") % part.first_page
        made = pdf.render("pack.typ", data, at)
        with pikepdf.open(io.BytesIO(made)) as front:
            if len(front.pages) <= length:
                return made
            length = len(front.pages)


def version_line(version, at) -> str:
    moment = formats.date_format(timezone.localtime(at), "j. F Y, H:i")
    return _("%(number)d vom %(moment)s Uhr") % {"number": version, "moment": moment}


def listed(data):
    return [paper for group in data["papers"] for paper in group["papers"]]


def number(parts, after):
    for part in parts:
        part.first_page = after + 1
        after += part.pages


def join(contents, front: bytes, parts, path) -> int:
    """
    Append the parts to the front pages, with page numbers and bookmarks.

    The files are merged by a job, which passes their content on piece by piece;
    pages taken over from another open document are kept in memory until the end.
    """
    merged = merge(front, [part.path for part in parts if part.pages], path.parent)
    with pikepdf.open(merged, access_mode=AccessMode.stream) as whole:
        font = whole.make_indirect(helvetica())
        first = min((part.first_page for part in parts if part.pages), default=0)
        for number, page in enumerate(whole.pages, start=1):
            if first and number >= first:
                stamp(whole, page, font, _("Mappe S. %d") % number)
        if first:
            disclaim(whole)
        add_bookmarks(whole, contents, parts)
        whole.save(path, deterministic_id=True)
        return len(whole.pages)


def merge(front: bytes, paths, folder) -> Path:
    first, merged = folder / "front.pdf", folder / "merged.pdf"
    first.write_bytes(front)
    pages = [{"file": "."}, *({"file": str(path)} for path in paths)]
    pikepdf.Job({"inputFile": str(first), "outputFile": str(merged), "pages": pages}).run()
    return merged


def disclaim(whole):
    """Take back that all of it is accessible: nobody knows of the papers joined to our pages."""
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
        for key in CLAIMS & set(known):
            del known[key]


def add_bookmarks(whole, contents, parts):
    by_document = {part.document.pk: part for part in parts if part.pages}
    with whole.open_outline() as outline:
        for heading, documents in contents.groups():
            bound = [by_document[one.pk] for one in documents if one.pk in by_document]
            if not bound:
                continue
            entry = pikepdf.OutlineItem(heading, bound[0].first_page - 1)
            for part in bound:
                entry.children.append(pikepdf.OutlineItem(part.document.title, part.first_page - 1))
            outline.root.append(entry)


# --- The page number ----------------------------------------------------------

FONT_NAME = "/GremiumMappe"
FONT_SIZE = 8
# Right and up, as one sees them, on a page turned clockwise by so many degrees.
SEEN = {
    0: ((1, 0), (0, 1)),
    90: ((0, 1), (-1, 0)),
    180: ((-1, 0), (0, -1)),
    270: ((0, -1), (1, 0)),
}


def helvetica():
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding,
    )


def stamp(whole, page, font, text):
    """Set `text` at the lower right, in white outline, over whatever the page draws."""
    page.add_resource(font, Name.Font, Name(FONT_NAME))
    page.contents_add(pikepdf.Stream(whole, b"q\n"), prepend=True)
    page.contents_add(pikepdf.Stream(whole, b"\nQ\n" + drawing(page, text)))


def drawing(page, text) -> bytes:
    right, up = SEEN[int(page.get("/Rotate", 0)) % 360]
    corner = corner_of([float(one) for one in page.cropbox], right, up)
    back, rise = 24 + len(text) * FONT_SIZE * 0.5, 12
    x, y = (corner[axis] - back * right[axis] + rise * up[axis] for axis in (0, 1))
    move = f"{right[0]} {right[1]} {up[0]} {up[1]} {x:.2f} {y:.2f} Tm"
    shown = text.encode("cp1252", "replace").decode("cp1252")
    return (
        f"/Artifact <</Type /Pagination>> BDC q BT {FONT_NAME} {FONT_SIZE} Tf "
        f"1 J 1 j 2 w 1 1 1 RG 1 Tr {move} ({shown}) Tj "
        f"0.29 0.33 0.32 rg 0 Tr {move} ({shown}) Tj ET Q EMC\n"
    ).encode("cp1252")


def corner_of(box, right, up):
    """Return the corner of `box` that is seen at the lower right."""
    towards = [right[axis] - up[axis] for axis in (0, 1)]
    return [box[axis + 2] if towards[axis] > 0 else box[axis] for axis in (0, 1)]
