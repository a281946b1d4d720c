"""What a file tells beside its content, as the gate notices it."""

import io
import zipfile

import pikepdf
import pytest

from tests import factories as make
from tests.file_contents import pdf_bytes
from tests.gremium.test_gate import board, warnings
from tests.office import office

__all__ = ["board", "office"]
pytestmark = pytest.mark.django_db


def authored_pdf():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_bytes())) as pdf:
        pdf.docinfo["/Author"] = "Robin Beispiel"
        pdf.save(out)
    return out.getvalue()


def authored_docx():
    out = io.BytesIO()
    core = "<cp:coreProperties><dc:creator>Robin &amp; Kim</dc:creator></cp:coreProperties>"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("docProps/core.xml", core)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "plan.pdf",
            authored_pdf,
            [
                "„Plan“: Die Datei nennt in ihren Eigenschaften: Robin Beispiel.",
                "„Plan“: Das PDF hat keine Struktur; Vorleseprogramme kommen damit kaum zurecht.",
            ],
        ),
        (
            "plan.docx",
            authored_docx,
            ["„Plan“: Die Datei nennt in ihren Eigenschaften: Robin & Kim."],
        ),
    ],
)
def test_what_a_file_tells_of_people_is_noticed(client, office, board, name, content, expected):
    meeting = make.make_meeting(board=board)
    document = make.make_document(
        meeting=meeting, title="Plan", visibility="members", content=content(), file_name=name
    )

    assert warnings(client, "dokument", document) == expected


def broken_docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("docProps/core.xml", "<dc:creator>Robin</dc:creator>")
    # The flag of an encrypted entry, in both of its headers.
    return (
        out.getvalue()
        .replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
        .replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    )


def odd_pdf():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_bytes())) as pdf:
        pdf.Root.MarkInfo = 5
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "content"), [("a.docx", broken_docx), ("a.pdf", odd_pdf)])
def test_file_that_cannot_be_read_is_said(client, office, board, name, content):
    document = make.make_document(
        meeting=make.make_meeting(board=board),
        title="Plan",
        visibility="members",
        content=content(),
        file_name=name,
    )

    assert warnings(client, "dokument", document) == ["„Plan“: Die Datei lässt sich nicht prüfen."]
