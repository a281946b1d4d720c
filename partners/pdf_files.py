"""
PDFs that only show something: no script, no program, no file inside, no second format.

Read with the library that repairs and unpacks as viewers do, so that nothing hides in
object streams, and object by object, so that it does not matter what an action hangs on.
"""

import re
import zipfile

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, Stream

SNIFFED = 1024
MARKUP = re.compile(
    rb"<(!doctype\s+html|html|head|body|script|svg|iframe|img|style|title|meta|a\s|\?php)",
    re.IGNORECASE,
)
# What may stand before and behind: marks of the byte order and empty lines.
BEFORE, BEHIND = b"\xef\xbb\xbf\r\n\t \0", b"\r\n\t \0\x1a"
HARMLESS = {
    *("/GoTo", "/Named", "/URI", "/Hide", "/ResetForm", "/SetOCGState", "/Trans"),
    *("/NOP", "/NoOp"),
}
ACTING = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition"),
    *("/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"),
}
# Keys under which an action hangs, wherever they stand.
HOOKS = ("/A", "/PA", "/Next", "/OpenAction")
SCRIPTS, INSIDE = ("/JS", "/JavaScript", "/XFA"), ("/EF", "/EmbeddedFiles", "/Collection")
NOTES = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
ADDRESS = re.compile(r"(https?://|mailto:|tel:|#|(?![a-z][a-z0-9+.-]*:)[^\\/])", re.IGNORECASE)


def check_single_kind(upload):
    """Raise ValidationError if the file could be read as something else than a PDF, too."""
    upload.seek(0)
    head = upload.read(SNIFFED)
    if b"%PDF-" not in head:
        raise ValidationError(_("Die Datei heißt .pdf, ist aber kein PDF."))
    has_more = goes_on(head + upload.read())
    is_plain = head.lstrip(BEFORE).startswith(b"%PDF-") and not MARKUP.search(head)
    if not is_plain or has_more or is_archive(upload, head):
        raise ValidationError(
            _("Die Datei ist ein PDF und zugleich etwas anderes. Bitte speichern Sie das PDF neu.")
        )


def is_archive(upload, head) -> bool:
    return head[257:262] == b"ustar" or zipfile.is_zipfile(upload)


def goes_on(content) -> bool:
    """Tell whether something follows the end, however long, that is no further version of it."""
    _first, *versions = content.split(b"%%EOF")
    rest = versions.pop() if versions else b""
    return bool(rest.strip(BEHIND)) or any(b"startxref" not in one for one in versions)


def check_inert(pdf):
    """Raise ValidationError for the first thing in `pdf` that acts, or is a file of its own."""
    for found in dictionaries(pdf):
        if any(key in found for key in INSIDE) or found.get("/Subtype") in NOTES:
            raise ValidationError(
                _(
                    "Das PDF enthält weitere Dateien oder Medien. "
                    "Bitte laden Sie diese einzeln hoch, und das PDF ohne sie."
                )
            )
        if is_elsewhere(found):
            raise ValidationError(
                _(
                    "Das PDF holt beim Öffnen Teile von anderswo. "
                    "Bitte erzeugen Sie es neu, etwa mit „Als PDF drucken“."
                )
            )
        if any(key in found for key in SCRIPTS) or acts(found):
            raise ValidationError(
                _(
                    "Das PDF enthält Skripte oder Befehle. "
                    "Bitte erzeugen Sie es neu, etwa mit „Als PDF drucken“."
                )
            )


def dictionaries(pdf):
    """Yield every dictionary of the file, also those inside others and of streams."""
    for top in [pdf.trailer, *pdf.objects]:
        waiting = [top]
        while waiting:
            value = waiting.pop()
            if isinstance(value, Dictionary | Stream):
                yield value
                # What is indirect comes by itself.
                waiting += [one for _key, one in value.items() if is_inside(one)]
            elif isinstance(value, Array):
                waiting += [one for one in value if is_inside(one)]


def is_inside(value) -> bool:
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def is_elsewhere(found) -> bool:
    """Tell whether a program that shows the file would fetch another one for it."""
    if isinstance(found, Stream) and "/F" in found:
        return True
    refers = isinstance(found.get("/Ref"), Dictionary) and "/F" in found["/Ref"]
    base = found.get("/URI")
    is_base = isinstance(base, Dictionary) and "/Base" in base
    return refers or (is_base and not leads_on(Dictionary(URI=base["/Base"])))


def acts(found) -> bool:
    """Tell whether a dictionary is an action that does more than show, or has one."""
    if found.get("/S") in ACTING or (found.get("/S") == Name.URI and not leads_on(found)):
        return True
    if any(has_action(found.get(key)) for key in HOOKS):
        return True
    by_itself = found.get("/OpenAction")
    if isinstance(by_itself, Dictionary) and by_itself.get("/S") != Name.GoTo:
        return True
    triggers = found.get("/AA")
    return isinstance(triggers, Dictionary) and len(triggers) > 0


def has_action(value) -> bool:
    """Tell whether `value` is an action, or a list of some, that is not harmless."""
    values = value if isinstance(value, Array) else [value]
    return any(
        isinstance(one, Dictionary) and "/S" in one and str(one["/S"]) not in HARMLESS
        for one in values
    )


def leads_on(action) -> bool:
    """Tell whether a link leads to a page, a mail or a place beside it, and to nothing else."""
    address = re.sub(r"[\x00-\x20]", "", str(action.get("/URI", "")))
    return not address or bool(ADDRESS.match(address))


def disarm(note):
    """Take from an annotation what `check_inert` refuses; papers may be older than the check."""
    for key in ("/AA", "/JS", "/PA"):
        if key in note:
            del note[key]
    action = note.get("/A")
    if isinstance(action, Dictionary) and (acts(Dictionary(A=action)) or acts(action)):
        del note["/A"]


def is_plain(stored) -> bool:
    """Tell whether a file would pass the check of uploads."""
    try:
        pages_of(stored)
    except ValidationError:
        return False
    return True


def pages_of(upload) -> int:
    """Return the number of pages; raise ValidationError for what is no plain, whole PDF."""
    check_single_kind(upload)
    upload.seek(0)
    try:
        with pikepdf.open(upload) as pdf:
            check_inert(pdf)
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise ValidationError(_("Das PDF ist mit einem Kennwort geschützt.")) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError):
        raise ValidationError(_("Das PDF ist beschädigt und lässt sich nicht öffnen.")) from None
    finally:
        upload.seek(0)
