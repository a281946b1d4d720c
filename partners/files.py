"""
What may be uploaded, and how it is kept.

A file passes by its extension *and* its content. It is stored under a random
name outside the web root; pictures are encoded anew, without their metadata.
"""

import io
import re
import secrets
import unicodedata
from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from partners import office_files, pdf_files

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def extension(name: str) -> str:
    """Return the extension in lower case; `.jpeg` counts as `.jpg`."""
    found = PurePath(name).suffix.lower()
    return ".jpg" if found == ".jpeg" else found


def random_name(folder: str, name: str) -> str:
    """Return a storage name that nobody can guess (128 bits)."""
    return f"{folder}/{secrets.token_hex(16)}{extension(name)}"


def picture_path(instance, name):
    return random_name(instance._meta.model_name, name)


def shown_name(name: str) -> str:
    """Return the name a download carries: no path, no odd characters, its ending."""
    # Some systems take an umlaut apart, and its dots are no letter.
    path = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/"))
    stem = re.sub(r"[^\w.-]", "", path.stem.strip().replace(" ", "_")).strip(".")
    return (stem[:100] or "datei") + extension(path.name)


# --- Checks -----------------------------------------------------------------


def checked_document(upload):
    """
    Return `upload` as a file that may be kept, and its number of pages.

    Pages are counted in PDFs only, else None. Raise ValidationError when size,
    extension or content is not allowed.
    """
    check_size(upload)
    ending = extension(upload.name)
    if ending in PICTURES:
        return checked_picture(upload), None
    if ending == ".pdf":
        return upload, pdf_files.pages_of(upload)
    if ending in office_files.OPEN_XML or ending in office_files.OPEN_DOCUMENT:
        office_files.check(upload, ending)
        return upload, None
    raise ValidationError(
        _(
            "Dieses Format wird nicht angenommen. "
            "Erlaubt sind PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG und JPG."
        )
    )


def check_size(upload):
    if upload.size > MAX_BYTES:
        raise ValidationError(_("Die Datei ist größer als 25 MB. Bitte verkleinern Sie sie."))
    if not upload.size:
        raise ValidationError(_("Die Datei ist leer."))


def checked_picture(upload):
    """Return the picture encoded anew; raise ValidationError if it is none."""
    check_size(upload)
    if extension(upload.name) not in PICTURES:
        raise ValidationError(_("Bilder müssen PNG oder JPG sein."))
    upload.seek(0)
    try:
        with Image.open(upload, formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(_("Das Bild hat mehr als 50 Megapixel."))
            return encoded_anew(picture, upload.name)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("Das Bild ist beschädigt oder kein PNG oder JPG.")) from None


def encoded_anew(picture, name):
    kind = "PNG" if picture.format == "PNG" else "JPEG"
    upright = ImageOps.exif_transpose(picture)
    mode = "RGB" if kind == "JPEG" else ("RGBA" if upright.has_transparency_data else "RGB")
    bare = Image.new(mode, upright.size)
    bare.paste(upright.convert(mode))
    out = io.BytesIO()
    bare.save(out, kind, optimize=True, quality=88)
    return ContentFile(
        out.getvalue(), name=str(PurePath(name).with_suffix(".jpg" if kind == "JPEG" else ".png"))
    )


# --- Fields -----------------------------------------------------------------


class PictureFormField(forms.ImageField):
    def to_python(self, data):
        return checked_picture(data) if data else None


class PictureField(models.ImageField):
    """A picture under a random name, checked and encoded anew by its form."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("upload_to", picture_path)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField} | kwargs)
