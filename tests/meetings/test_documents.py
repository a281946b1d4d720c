"""Documents: versions, addresses and what a download carries."""

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from meetings.models import Document, DocumentVersion
from partners import pdf_files
from tests.factories import make_document, make_meeting, pdf_bytes, picture_bytes
from tests.partners.acting_files import ACTING, HOLDING

pytestmark = pytest.mark.django_db


def stored(settings):
    folder = settings.MEDIA_ROOT / "dokumente"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def newest(document):
    return Document.objects.with_newest().get(pk=document.pk)


def test_pdf_opens_in_the_browser_and_all_else_is_a_download(client):
    pdf = make_document()
    picture = make_document(content=picture_bytes(), file_name="plan.png")

    shown, loaded = (client.get(one.get_absolute_url()) for one in (pdf, picture))

    assert shown.getvalue().startswith(b"%PDF-")
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == 'inline; filename="vorlage.pdf"'
    assert loaded.getvalue().startswith(b"\x89PNG")
    assert loaded["Content-Disposition"] == 'attachment; filename="plan.png"'
    assert "sandbox" in loaded["Content-Security-Policy"]
    for answer in (shown, loaded):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]
        assert "'unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", [*ACTING, *HOLDING])
def test_pdf_older_than_the_check_is_a_download_in_a_sandbox(client, name):
    document = make_document(content=(ACTING | HOLDING)[name])

    for _time in range(2):
        answer = client.get(document.get_absolute_url())

        assert answer["Content-Disposition"] == 'attachment; filename="vorlage.pdf"'
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer.getvalue() == (ACTING | HOLDING)[name]


def test_pdf_is_looked_at_once(client, monkeypatch):
    document, looked = make_document(), []
    check = pdf_files.check_inert
    monkeypatch.setattr(pdf_files, "check_inert", lambda pdf: looked.append(check(pdf)))

    answers = [client.get(document.get_absolute_url()) for _time in range(2)]

    assert {one["Content-Disposition"] for one in answers} == {'inline; filename="vorlage.pdf"'}
    assert [one.getvalue()[:5] for one in answers] == [b"%PDF-"] * 2
    assert len(looked) == 1


def test_readers_get_the_newest_version_under_a_stable_token(client):
    document = make_document()
    first = document.get_absolute_url()

    document.add_version(ContentFile(pdf_bytes(2)), "neue Fassung.pdf", pages=2)

    second = newest(document)
    assert second.get_absolute_url() == f"/dokumente/{document.token}/neue_Fassung.pdf"
    assert second.pages == 2
    assert client.get(first).url == second.get_absolute_url()
    assert [one.number for one in document.versions.all()] == [2, 1]


def test_title_is_taken_from_the_file_where_none_was_given():
    document = Document(meeting=make_meeting())

    document.add_version(ContentFile(pdf_bytes()), "Vorlage_zu_TOP_3.pdf")

    assert document.title == "Vorlage zu TOP 3"


def test_row_that_is_refused_leaves_no_file(settings):
    document = make_document()
    before = stored(settings)
    content = ContentFile(b"x", name="x.pdf")
    second = DocumentVersion(document=document, number=1, file=content, size=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save_or_leave_nothing()

    assert len(before) == 1
    assert stored(settings) == before


def test_file_that_is_gone_is_a_404(client, settings):
    document = make_document()
    assert client.get(document.get_absolute_url()).getvalue()

    for path in (settings.MEDIA_ROOT / "dokumente").iterdir():
        path.unlink()

    assert client.get(document.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("path", ["../../etc/passwd", "%2e%2e%2fsecret", "x" * 300])
def test_no_address_leads_out_of_the_folder(client, path):
    document = make_document()

    answer = client.get(f"/dokumente/{document.token}/{path}")

    assert answer.status_code in {302, 404}


def test_stored_file_is_not_reachable_but_through_the_view(client, settings):
    make_document()
    (name,) = stored(settings)

    for address in (f"/media/dokumente/{name}", f"/dokumente/{name}", f"/static/dokumente/{name}"):
        assert client.get(address).status_code == 404
