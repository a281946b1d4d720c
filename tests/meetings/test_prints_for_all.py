"""Every document that the product makes itself breaks no rule of PDF/UA-1."""

import datetime as dt
import io
import re
import shutil
import subprocess
from pathlib import Path

import page
import pikepdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from meetings import audiences, pack_contents, pdf, printing, sheets
from meetings.minutes.readers import reading_for
from meetings.prints import agenda, minutes, resolutions
from projects import stations
from tests import factories as make
from tests.advising import make_demonstration, make_project, make_report, make_request, make_round
from tests.meetings.papers import make_packs, pack_of
from tests.meetings.reading_minutes import make_full, member_of, published, released

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def print_for(reader, made):
    return minutes.as_pdf(reading_for(reader, made.meeting.slug))


def draft():
    made = make_full()
    return print_for(make.make_leader(made.meeting.board), made)


def released_minutes():
    made = released()
    return print_for(member_of(made), made)


def register(reader):
    board = published().meeting.board
    found = resolutions.readable(reader(board)).filter(board=board)
    return resolutions.register(found, reader(board), board, 2026)


def resolution():
    published()
    return resolutions.one(resolutions.readable(VISITOR).first(), VISITOR)


def letters():
    delivery = make.make_delivery(dispatch=make.make_dispatch(meeting=make_full().meeting))
    return printing.print_letters(delivery.dispatch)


def pack_cover():
    front = pack_contents.for_audience(make_full().meeting, audiences.OFFICE).front()
    for group in front["papers"]:
        group["papers"] = [{**one, "place": "Seite 2"} for one in group["papers"]]
    return pdf.render("pack.typ", front, AT)


def joined_pack(*contents):
    """Return the members' pack of a session with papers of these `contents`."""
    meeting = make.make_meeting()
    make.make_agenda_item(meeting=meeting)
    for content in contents:
        make.make_document(meeting=meeting, content=content)
    make_packs()
    return Path(pack_of(meeting, audiences.MEMBERS).file.path).read_bytes()


def signs_of_others():
    made = make_full()
    record = made.meeting.agenda_items.first().record
    record.text = "\uf0b7 Bravo 🎉👍🏽, 名前 und 1️⃣"
    record.save()
    return print_for(make.make_leader(made.meeting.board), made)


def stations_item():
    item = make.make_agenda_item(meeting=make_full().meeting, kind="demonstration")
    for title, place in (("Roboter", "Halle 1"), ("Sensoren", "")):
        make_demonstration(agenda_item=item, title=title, place=place)
    return item


def pack_with_reports():
    """One partner reports with picture and figures, another not at all."""
    meeting = make.make_meeting()
    make.make_agenda_item(meeting=meeting)
    round_ = make_round(meeting=meeting)
    report = make_report(
        round=round_,
        light="red",
        light_reason="Es fehlt Zeit.",
        figures="Betriebe: 3",
        image=ContentFile(make.picture_bytes(), name="halle.png"),
        image_alt="Eine Halle",
    )
    make_request(round=round_, organisation=report.project.reporter)
    make_request(round=round_, organisation=make_project(board=meeting.board).reporter)
    make_packs()
    return Path(pack_of(meeting, audiences.MEMBERS).file.path).read_bytes()


DOCUMENTS = {
    "agenda": lambda: agenda.for_audience(make_full().meeting, audiences.OFFICE),
    "public agenda": lambda: agenda.for_reader(make_full().meeting, VISITOR),
    "empty agenda": lambda: agenda.for_reader(make.make_meeting(), VISITOR),
    "draft of minutes": draft,
    "minutes": released_minutes,
    "public minutes": lambda: print_for(VISITOR, published()),
    "resolution": resolution,
    "register": lambda: register(make.make_leader),
    "public register": lambda: register(lambda _board: VISITOR),
    "letters": letters,
    "pack cover": pack_cover,
    "badges": lambda: sheets.badges(make_full().meeting),
    "sign-in sheet": lambda: sheets.sign_in_sheet(make_full().meeting),
    "minutes with signs that no font has": signs_of_others,
    "pack without papers": joined_pack,
    "pack with reports": pack_with_reports,
    "rotation plan": lambda: stations.plan(stations_item(), 3),
    "sheets for feedback": lambda: stations.feedback_sheets(stations_item()),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_is_for_everybody(name):
    content = DOCUMENTS[name]()

    report = page.validate_pdf_bytes(content, profile="ua1")
    assert [(one.rule_id, one.message) for one in report.failures] == []
    assert report.rules.total > 100
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "de-DE"
        assert str(document.docinfo.Title)
        assert metadata["pdfuaid:part"] == "1"


def test_pack_joined_from_our_own_pages_claims_nothing_and_lacks_only_a_font():
    """
    What cannot be: papers come from anywhere, mostly without tags, and the tags
    of those that have some stay behind (`binding.untie`). So the whole does not
    claim to be PDF/UA; and its running page number is set in Helvetica, which no
    file embeds. Of our own pages all else holds: title, language, tags, bookmarks.
    """
    content = joined_pack(agenda.for_reader(make_full().meeting, VISITOR))

    report = page.validate_pdf_bytes(content, profile="ua1")
    assert sorted(one.rule_id for one in report.failures) == [
        "PDFUA1-FONT-EMBEDDING-001",
        "PDFUA1-ID-PART-001",
        "PDFUA1-ID-SCHEMA-001",
    ]
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        assert len(document.pages) == 2
        assert not [one for one in metadata if "pdfuaid" in one or "pdfaid" in one]


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler-utils fehlt; .ci/run holt es")
@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("public minutes", "Protokoll der 1. Sitzung, Gremium"),
        ("agenda", "Tagesordnung: 1. Sitzung Gremium"),
    ],
)
def test_pdfinfo_says_tagged_title_and_language(tmp_path, name, title):
    path = tmp_path / "dokument.pdf"
    path.write_bytes(DOCUMENTS[name]())

    told, known = pdfinfo(path), pdfinfo("-meta", path)

    assert re.search("^Tagged: +yes$", told, re.MULTILINE)
    assert re.search(f"^Title: +{title}", told, re.MULTILINE)
    assert re.search("^Suspects: +no$", told, re.MULTILINE)
    language = r"<dc:language>\s*<rdf:Bag>\s*<rdf:li>de-DE</rdf:li>"
    assert re.search(language, known)


def pdfinfo(*arguments):
    command = ["pdfinfo", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_validator_finds_what_is_wrong():
    """A document without tags and title shows that the test above can fail."""
    content = make.pdf_bytes()

    assert page.validate_pdf_bytes(content, profile="ua1").failures
