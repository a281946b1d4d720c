"""What may be uploaded, by extension and content."""

import io
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from partners import files, office_files
from tests.factories import pdf_bytes, picture_bytes


def upload(name, content):
    return SimpleUploadedFile(name, content)


def archive(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def office_file(folder="word/", **more):
    entries = {"[Content_Types].xml": "<Types/>", f"{folder}document.xml": "<w/>"}
    return archive(entries | more)


GOOD = {
    "bericht.pdf": pdf_bytes(3),
    "BERICHT.PDF": pdf_bytes(3),
    "text.docx": office_file(),
    "tabelle.xlsx": office_file("xl/"),
    "folien.pptx": office_file("ppt/"),
    "text.odt": archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "tabelle.ods": archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "bild.png": picture_bytes(),
    "bild.jpg": picture_bytes("JPEG"),
}
BAD = {
    "leer.pdf": (b"", "Die Datei ist leer"),
    "html.pdf": (b"<html><script>alert(1)</script>", "ist aber kein PDF"),
    "kaputt.pdf": (b"%PDF-1.7\nkaputt", "beschädigt"),
    "text.docx": (b"PK\x03\x04kaputt", "beschädigt"),
    "verwechselt.docx": (office_file("xl/"), "passt nicht zu ihrer Endung"),
    "makro.docx": (office_file(**{"word/vbaProject.bin": b"x"}), "Makros"),
    "makro2.odt": (
        archive({"mimetype": "application/vnd.oasis.opendocument.text", "./Basic/x.xml": "x"}),
        "Makros",
    ),
    "makro4.xlsx": (office_file("xl/", **{"xl/macrosheets/sheet1.xml": "x"}), "Makros"),
    "makro.odt": (
        archive({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/x.xml": "x"}),
        "Makros",
    ),
    "ohne-typ.odt": (archive({"content.xml": "<x/>"}), "beschädigt"),
    "bild.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Dieses Format"),
    "seite.html": (b"<p>", "Dieses Format"),
    "makro.docm": (office_file(), "Dieses Format"),
    "programm.exe": (b"MZ", "Dieses Format"),
    "ohne_endung": (pdf_bytes(), "Dieses Format"),
    "text.png": (b"kein Bild", "beschädigt"),
    "gif.png": (picture_bytes("GIF"), "kein PNG oder JPG"),
}


@pytest.mark.parametrize("name", GOOD)
def test_allowed_format_is_kept(name):
    kept, pages = files.checked_document(upload(name, GOOD[name]))

    assert kept.size > 0
    assert pages == (3 if name.lower().endswith(".pdf") else None)


@pytest.mark.parametrize("name", BAD)
def test_other_content_is_refused_with_a_reason(name):
    content, reason = BAD[name]

    with pytest.raises(ValidationError, match=reason):
        files.checked_document(upload(name, content))


def test_file_over_25_mb_is_refused_and_one_of_25_mb_is_not():
    upright = upload("bericht.pdf", pdf_bytes())

    upright.size = files.MAX_BYTES
    files.checked_document(upright)

    upright.size = files.MAX_BYTES + 1
    with pytest.raises(ValidationError, match="größer als 25 MB"):
        files.checked_document(upright)


def test_office_file_that_unpacks_to_a_gigabyte_is_refused():
    bomb = office_file(**{"word/media/x.bin": b"\0" * (office_files.MAX_UNPACKED + 1)})
    assert len(bomb) < 1_000_000

    with pytest.raises(ValidationError, match="entpackt zu groß"):
        files.checked_document(upload("bombe.docx", bomb))


def test_office_file_with_too_many_entries_is_refused():
    many = office_file(**{f"word/{number}": "" for number in range(office_files.MAX_ENTRIES)})

    with pytest.raises(ValidationError, match="entpackt zu groß"):
        files.checked_document(upload("viele.docx", many))


def test_pdf_with_a_password_is_refused():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_bytes())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))

    with pytest.raises(ValidationError, match="Kennwort"):
        files.checked_document(upload("geheim.pdf", out.getvalue()))


def test_picture_over_50_megapixels_is_refused():
    large = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(large, "PNG")

    with pytest.raises(ValidationError, match="50 Megapixel"):
        files.checked_picture(upload("gross.png", large.getvalue()))


def test_picture_loses_its_metadata_and_what_hangs_behind_it():
    exif = Image.Exif()
    exif[0x010E] = "Aufnahmeort: geheim"
    out = io.BytesIO()
    Image.new("RGB", (20, 10)).save(out, "JPEG", exif=exif)
    original = out.getvalue() + b"<script>dahinter</script>"
    assert b"geheim" in original

    kept = files.checked_picture(upload("foto.jpeg", original)).read()

    assert b"geheim" not in kept
    assert b"<script>" not in kept
    assert Image.open(io.BytesIO(kept)).size == (20, 10)


def test_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (20, 10)).save(out, "JPEG", exif=exif)

    kept = files.checked_picture(upload("foto.jpg", out.getvalue()))

    assert Image.open(kept).size == (10, 20)


def test_stored_names_are_random_and_keep_only_the_extension():
    names = {files.random_name("dokumente", "../../etc/Gehalt.PDF") for _ in range(20)}

    assert len(names) == 20
    assert all(len(name) == len("dokumente/") + 32 + len(".pdf") for name in names)
    assert all(name.endswith(".pdf") and ".." not in name for name in names)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Vorlage zu TOP 3.pdf", "Vorlage_zu_TOP_3.pdf"),
        ("..\\..\\boese.pdf", "boese.pdf"),
        ("a/b/c.pdf", "c.pdf"),
        ("!!!.pdf", "datei.pdf"),
        ("👍.PDF", "datei.pdf"),
        ("„“.pdf", "datei.pdf"),
        ("Größe 2.pdf", "Größe_2.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("zeile\r\nSet-Cookie: x.pdf", "zeileSet-Cookie_x.pdf"),
    ],
)
def test_shown_name_carries_no_path_and_no_line_break(given, shown):
    assert files.shown_name(given) == shown
