"""Agenda, minutes and resolutions as PDF, each for the rights of who asks."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.policy import public, read_only, unversioned
from meetings.prints import agenda, resolutions
from meetings.prints import minutes as minutes_print
from meetings.views.packs import visible_meeting

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
    # Packed already: to compress it on the way would only cost time.
    "Content-Encoding": "identity",
}


def pdf_file(content, name):
    response = HttpResponse(content, content_type="application/pdf", headers=HEADERS)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def minutes_file(reading):
    return pdf_file(minutes_print.as_pdf(reading), minutes_print.file_name(reading))


# --- The agenda -------------------------------------------------------------


@public
@read_only
def agenda_pdf(request, slug):
    return agenda_file(request.user, slug)


@read_only
def agenda_behind(request, door, slug):
    return agenda_file(door.reader, slug)


def agenda_file(reader, slug):
    meeting = visible_meeting(reader, slug)
    return pdf_file(agenda.for_reader(meeting, reader), agenda.file_name(meeting))


# --- Resolutions ------------------------------------------------------------


@public
@unversioned
@read_only
def resolution_pdf(request, slug):
    return resolution_file(request.user, slug)


@read_only
def resolution_behind(request, door, slug):
    return resolution_file(door.reader, slug)


def resolution_file(reader, slug):
    found = get_object_or_404(resolutions.readable(reader).of_slug(slug))
    return pdf_file(resolutions.one(found, reader), f"Beschluss-{slug}.pdf")


@public
@unversioned
@read_only
def register_pdf(request, board, year):
    return register_file(request.user, board, year)


@read_only
def register_behind(request, door, board, year):
    return register_file(door.reader, board, year)


def register_file(reader, slug, year):
    """The register of a year; one without a resolution to read does not exist."""
    found = resolutions.readable(reader).filter(board__slug=slug)
    entries = [one for one in found if one.decided_on.year == year]
    if not entries:
        raise Http404
    content = resolutions.register(entries, reader, entries[0].board, year)
    return pdf_file(content, f"Beschluesse-{slug}-{year}.pdf")
