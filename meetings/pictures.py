"""Pictures inside a document that is set by Typst: small copies, handed over as bytes."""

import io

from django.core.files.storage import default_storage
from PIL import Image

LONGEST = 1000
UNREADABLE = (OSError, ValueError, Image.DecompressionBombError)


def fill(data):
    """Put `bytes` on every {"picture": {"name": …}} in `data`; empty for a broken file."""
    if isinstance(data, list):
        for one in data:
            fill(one)
    elif isinstance(data, dict):
        if picture := data.get("picture"):
            picture["bytes"] = list(small_copy(picture["name"]))
        for one in data.values():
            fill(one)


def small_copy(name) -> bytes:
    """Return the stored picture as a JPEG on white, at most 1000 pixels long."""
    try:
        with default_storage.open(name) as file, Image.open(file, formats=["PNG", "JPEG"]) as found:
            found.thumbnail((LONGEST, LONGEST))
            picture = found.convert("RGBA")
    except UNREADABLE:
        return b""
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    out = io.BytesIO()
    white.save(out, "JPEG", quality=82)
    return out.getvalue()
