"""The pack of a session and its papers as an archive: the same check as its page."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.policy import public, read_only, unversioned
from meetings import archive, audiences, pack_contents, packs
from meetings.models import Meeting

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "private, no-cache",
    # Packed already: to compress it on the way would only cost time.
    "Content-Encoding": "identity",
}


@public
@unversioned
@read_only
def meeting_pack(request, slug):
    """The pack for the reader's rights, or how far it is."""
    return pack_for(request, request.user, slug)


@read_only
def pack_behind(request, door, slug):
    """The same behind the doors of a person."""
    return pack_for(request, door.reader, slug, door)


@public
@unversioned
@read_only
def meeting_zip(request, slug):
    """The papers the reader may see, each as it was uploaded."""
    return zip_for(request.user, slug)


@read_only
def zip_behind(request, door, slug):
    return zip_for(door.reader, slug)


def visible_meeting(reader, slug):
    found = Meeting.objects.visible_to(reader).select_related("board", "venue")
    return get_object_or_404(found, slug=slug)


def pack_for(request, reader, slug, door=None):
    meeting = visible_meeting(reader, slug)
    pack, is_fresh = packs.find(meeting, reader)
    if is_fresh:
        return pdf_response(meeting, pack)
    if audiences.is_in_part(reader, meeting):
        # Their pack would have to be made for them alone: less than it, and not more.
        raise PermissionDenied
    if pack is None and not packs.watched().filter(pk=meeting.pk).exists():
        raise Http404
    context = {
        "meeting": meeting,
        "door": door,
        "pack": pack,
        "state": pack and pack.state,
        "has_papers": bool(pack_contents.for_reader(meeting, reader).documents),
    }
    response = render(request, "meetings/pack_wait.html", context, status=202)
    response["Cache-Control"] = "private, no-store"
    return response


def pdf_response(meeting, pack, for_whom=""):
    try:
        content = pack.file.open()
    except FileNotFoundError:
        raise Http404 from None
    parts = ["Sitzungsmappe", meeting.slug, for_whom, f"Fassung-{pack.version}"]
    name = f"{'-'.join(filter(None, parts))}.pdf"
    return FileResponse(content, filename=name, content_type="application/pdf", headers=HEADERS)


def zip_for(reader, slug):
    meeting = visible_meeting(reader, slug)
    found = archive.entries(pack_contents.for_reader(meeting, reader))
    if not found:
        raise Http404
    name = f"Unterlagen-{meeting.slug}.zip"
    return StreamingHttpResponse(
        archive.stream(found),
        content_type="application/zip",
        headers=HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'},
    )
