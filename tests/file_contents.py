"""Real files for tests, made on the spot."""

import io

import pikepdf
from PIL import Image


def pdf_bytes(pages=1):
    """A real PDF with blank pages."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def picture_bytes(kind="PNG", size=(40, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, "#0b5563").save(out, kind)
    return out.getvalue()
