"""Papers with words in them, and how to read a PDF again."""

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name

from meetings import binding, packs
from tests import factories as make


def paper(words, pages=1, turned=0):
    """Return a PDF that says `words` on each of its pages."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for _ in range(pages):
            page = made.add_blank_page(page_size=(595, 842))
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = made.make_stream(f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode())
            page.Rotate = turned
        made.docinfo["/Subject"] = words
        made.save(out, deterministic_id=True)
    return out.getvalue()


def make_packs():
    """Make all that is missing, as the worker does."""
    packs.refresh()
    while packs.make_next():
        pass


def pack_of(meeting, audience):
    return meeting.packs.get(audience=audience)


def text_of(content: bytes) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for page in document:
        words = page.get_textpage()
        found.append(words.get_text_range())
        words.close()
        page.close()
    document.close()
    return found


def flat(content: bytes) -> str:
    """Return the text in one line, words divided at the end of a line put together again."""
    return " ".join("\n".join(text_of(content)).replace("\ufffe", "").split())


def pages_of(pack) -> list[str]:
    return text_of(Path(pack.file.path).read_bytes())


def bookmarks_of(pack) -> list[tuple]:
    """Return (title, titles of those under it)."""
    with pikepdf.open(pack.file.path) as made, made.open_outline() as outline:
        return [(one.title, [two.title for two in one.children]) for one in outline.root]


def everything_in(pack) -> str:
    """Return all strings of the file, wherever they stand: text, bookmarks, metadata."""
    content = Path(pack.file.path).read_bytes()
    return "\n".join([str(bookmarks_of(pack)), strings_in(content)])


def strings_in(content: bytes) -> str:
    """Return all strings of a PDF: text, tags, metadata, in any encoding."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as made:
        made.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
    raw = out.getvalue()
    wide = raw.decode("utf-16-be", "replace") + raw[1:].decode("utf-16-be", "replace")
    return "\n".join([*text_of(content), raw.decode("latin-1"), wide])


def assert_sound(path):
    """Check a PDF as `qpdf --check` does, and with the program itself where it is installed."""
    with pikepdf.open(path) as made:
        assert made.check_pdf_syntax() == []
    if program := shutil.which("qpdf"):
        command = [program, "--check", path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        # 3 are warnings, 2 are errors.
        assert done.returncode == 0, done.stdout + done.stderr


def make_session():
    """A session with an item and a paper of each level."""
    make.make_centre()
    meeting = make.make_meeting()
    for level in (make.PUBLIC, make.MEMBERS, make.OFFICE):
        item = make.make_agenda_item(meeting=meeting, visibility=level, title=f"TOP {level}")
        make.make_document(
            agenda_item=item, visibility=level, title=f"Papier {level}", content=paper(level)
        )
    return meeting


def break_binding(monkeypatch):
    def broken(*arguments, **options):
        raise OSError("No space left on device")

    monkeypatch.setattr(binding, "bind", broken)
