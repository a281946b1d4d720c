"""A session with 11 seats and 40 papers of 5 MB; run by test_big_pack in processes of its own."""

import io
import json
import os
import resource
import time
import zlib

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from meetings import packs
from meetings.models import Pack
from tests import factories as make

PAPERS = 40
SIDE = 1300


def fill():
    """Thirty-six scans, two photographs, two drawings."""
    meeting = make.make_meeting()
    for _ in range(11):
        make.make_mandate(seat=make.make_seat(board=meeting.board))
    items = [make.make_agenda_item(meeting=meeting) for _ in range(8)]
    for number in range(PAPERS):
        content, name = [(picture("PNG"), "plan.png"), (picture("JPEG"), "foto.jpg")][number % 2]
        if number >= 4:
            content, name = scan(), "scan.pdf"
        make.make_document(agenda_item=items[number % 8], content=content, file_name=name)
    Pack.objects.create(meeting=meeting, audience="members")


def noise():
    return os.urandom(SIDE * SIDE * 3)


def picture(kind):
    out = io.BytesIO()
    size = (SIDE, SIDE) if kind == "PNG" else (2100, 2100)
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(out, kind, quality=88)
    return out.getvalue()


def scan():
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        image = pikepdf.Stream(
            made,
            zlib.compress(noise(), 1),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=SIDE,
            Height=SIDE,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
            Filter=Name.FlateDecode,
        )
        page.Resources = Dictionary(XObject=Dictionary(P=image))
        page.Contents = made.make_stream(b"q 500 0 0 500 40 40 cm /P Do Q")
        made.save(out)
    return out.getvalue()


def measured() -> str:
    """Make the pack; return seconds, megabytes and what came of it as JSON."""
    begun = time.monotonic()
    packs.make_next()
    seconds = time.monotonic() - begun
    pack = Pack.objects.get()
    found = {
        "seconds": seconds,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "state": pack.state,
        "done": pack.done,
        "pages": pack.pages,
        "size": pack.size / 1_000_000,
        "file": pack.file.path,
    }
    return json.dumps(found)
