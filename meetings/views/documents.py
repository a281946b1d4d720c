"""The door to the files of a session."""

from django.http import FileResponse, Http404
from django.shortcuts import redirect

from accounts.policy import public, read_only, unversioned
from accounts.throttle import WrongTokenError
from meetings.models import Document, DocumentVersion
from partners import files


@public
@unversioned
@read_only
def document_file(request, token, name):
    """The newest version of a document, with the same check as its session."""
    document = document_at(token, request.user)
    if name != document.file_name:
        return redirect(document)
    return download(DocumentVersion.objects.get(pk=document.newest_id))


def document_at(token, reader):
    """Return the document with its newest version; a hidden one answers like a wrong token."""
    documents = Document.objects.visible_to(reader).with_newest()
    document = documents.filter(token=token).first()
    if document is None:
        raise WrongTokenError
    return document


def download(version):
    """Send a stored file: PDF in the browser, all else as a download."""
    ending = files.extension(version.file_name)
    try:
        content = version.file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=ending != ".pdf",
        filename=version.file_name,
        content_type=files.CONTENT_TYPES[ending],
    )
    # A sandbox would keep browsers from showing a PDF at all.
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'" + (
        "" if ending == ".pdf" else "; sandbox"
    )
    response["Cache-Control"] = "private, no-cache"
    return response
