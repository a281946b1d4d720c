"""The door to the files of a session."""

from django.http import FileResponse, Http404
from django.shortcuts import redirect

from accounts.policy import public, read_only, unversioned
from accounts.throttle import WrongTokenError
from meetings.models import Document, DocumentVersion
from partners import files, pdf_files

# What was found of stored PDFs since the process began.
VERDICTS, MAX_VERDICTS = {}, 5000


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
    """Send a stored file: a PDF that only shows something in the browser, all else to save."""
    ending = files.extension(version.file_name)
    try:
        content = version.file.open()
    except FileNotFoundError:
        raise Http404 from None
    is_shown = ending == ".pdf" and is_plain(version.file)
    response = FileResponse(
        content,
        as_attachment=not is_shown,
        filename=version.file_name,
        content_type=files.CONTENT_TYPES[ending],
    )
    # A sandbox would keep browsers from showing a PDF at all.
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'" + (
        "" if is_shown else "; sandbox"
    )
    response["Cache-Control"] = "private, no-cache"
    return response


def is_plain(stored) -> bool:
    """
    Tell whether a stored PDF would be taken today; some are older than the check.

    Kept by name, for a stored file has a name of its own and never changes.
    """
    if stored.name not in VERDICTS:
        if len(VERDICTS) >= MAX_VERDICTS:
            VERDICTS.clear()
        VERDICTS[stored.name] = pdf_files.is_plain(stored.file)
    return VERDICTS[stored.name]
