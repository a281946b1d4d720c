"""What the office does in its forms: sessions, documents, restoring, deleting."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from meetings.models import AgendaItem, Document, DocumentVersion, Meeting
from tests import factories as make
from tests.office import change, item, office, paper, rows, session

__all__ = ["office"]
pytestmark = pytest.mark.django_db

ADD = "/admin/meetings/meeting/add/"


def stored_files():
    return [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]


# --- Sessions ---------------------------------------------------------------


def test_new_session_gets_the_next_number_and_its_address(office):
    board = make.make_board(slug="rat")
    make.make_meeting(board=board, number=4)

    office.post(ADD, session(board))

    assert Meeting.objects.order_by("-number").values_list("number", "slug")[0] == (5, "rat-5")


def test_session_with_agenda_and_document_is_one_form(office):
    board, lead = make.make_board(), make.make_organisation()
    items = [
        item("Zweitens", 2),
        item("Erstens", 1, rapporteurs=[lead.pk], text="<p>Hallo<script>x</script></p>"),
    ]

    office.post(ADD, session(board, items, [paper()]))

    meeting = Meeting.objects.get()
    assert list(meeting.agenda_items.values_list("position", "title", "text")) == [
        (1, "Erstens", "<p>Hallo</p>"),
        (2, "Zweitens", ""),
    ]
    assert list(meeting.agenda_items.first().rapporteurs.all()) == [lead]
    document = meeting.documents.with_newest().get()
    assert (document.title, document.file_name) == ("vorlage eins", "vorlage_eins.pdf")
    version = document.versions.get()
    assert (version.pages, version.uploaded_by.name) == (1, "Chefin")


def test_reordering_and_deleting_leaves_positions_dense(office):
    meeting = make.make_meeting()
    first, second, third = (make.make_agenda_item(meeting=meeting, title=t) for t in "abc")
    forms = [
        item("a", 3, id=first.pk, meeting=meeting.pk),
        item("b", 2, id=second.pk, meeting=meeting.pk, DELETE="on"),
        item("c", 1, id=third.pk, meeting=meeting.pk),
        item("d", 9),
    ]
    data = session(meeting.board, forms, items_there=3, number=meeting.number, slug=meeting.slug)

    office.post(change(meeting), data)

    assert list(meeting.agenda_items.values_list("position", "title")) == [
        (1, "c"),
        (2, "a"),
        (3, "d"),
    ]


def test_changing_only_rapporteurs_counts_as_a_public_change(office):
    meeting, lead = make.make_meeting(), make.make_organisation()
    one = make.make_agenda_item(meeting=meeting)
    before = one.public_digest
    form = item(one.title, 1, id=one.pk, meeting=meeting.pk, rapporteurs=[lead.pk])
    values = {"number": meeting.number, "slug": meeting.slug}

    office.post(change(meeting), session(meeting.board, [form], items_there=1, **values))

    one.refresh_from_db()
    assert list(one.rapporteurs.all()) == [lead]
    assert one.public_digest != before


def test_row_left_empty_is_no_item(office):
    office.post(
        ADD, session(make.make_board(), [item("", 1, kind="discussion", visibility="members")])
    )

    assert (Meeting.objects.count(), AgendaItem.objects.count()) == (1, 0)


def test_cancelling_needs_a_reason_and_is_dated(office):
    meeting = make.make_meeting()

    refused = office.post(change(meeting, "cancel"), {"reason": " "})
    office.post(change(meeting, "cancel"), {"reason": "Schnee"})

    assert "Dieses Feld ist zwingend erforderlich." in refused.content.decode()
    meeting.refresh_from_db()
    assert (meeting.is_cancelled, meeting.cancellation_reason) == (True, "Schnee")
    assert timezone.now() - meeting.cancelled_at < dt.timedelta(minutes=1)


# --- Documents ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"MZ", "programm.exe", "Dieses Format wird nicht angenommen."),
        (b"<svg>", "bild.png", "kein PNG oder JPG"),
        (b"kein pdf", "falsch.pdf", "ist aber kein PDF"),
    ],
)
def test_refused_file_leaves_nothing_behind(office, content, name, message):
    form = session(make.make_board(), [item("Erstens", 1)], [paper(content, name)])

    response = office.post(ADD, form)

    assert message in response.content.decode()
    assert "Erstens" in response.content.decode()
    assert (Meeting.objects.count(), Document.objects.count()) == (0, 0)
    assert stored_files() == []


def test_document_without_file_is_refused(office):
    form = {"title": "Leer", "visibility": "public", "position": 1}

    response = office.post(ADD, session(make.make_board(), papers=[form]))

    assert "Bitte wählen Sie eine Datei." in response.content.decode()


def test_upload_to_a_document_adds_a_version_with_a_trace(office):
    document = make.make_document(title="Vorlage")
    version = document.versions.get()
    form = paper(make.pdf_bytes(pages=2), title="Vorlage") | rows(
        "versions", [{"id": version.pk}], 1
    )

    office.post(change(document), form)

    numbers = document.versions.order_by("number").values_list("number", "pages")
    assert list(numbers) == [(1, 1), (2, 2)]
    reasons = document.history.values_list("history_change_reason", flat=True)
    assert "Datei hochgeladen: vorlage_eins.pdf" in reasons


def test_deleting_a_session_removes_its_files(office, django_capture_on_commit_callbacks):
    document = make.make_document(meeting=make.make_meeting(state="planned", visibility="office"))
    kept = make.make_document()

    with django_capture_on_commit_callbacks(execute=True):
        office.post(change(document.meeting, "delete"), {"post": "yes"})

    assert list(Document.objects.all()) == [kept]
    assert [one.name for one in stored_files()] == [
        DocumentVersion.objects.get().file.name.rsplit("/", 1)[-1]
    ]
