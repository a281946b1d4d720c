"""Every document that the product makes itself breaks no rule of PDF/UA-1."""

import datetime as dt
import io

import page
import pikepdf
import pytest
from django.contrib.auth.models import AnonymousUser

from meetings import audiences, pack_contents, pdf, printing, sheets
from meetings.minutes.readers import reading_for
from meetings.prints import agenda, minutes, resolutions
from tests import factories as make
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


def test_validator_finds_what_is_wrong():
    """A document without tags and title shows that the test above can fail."""
    content = make.pdf_bytes()

    assert page.validate_pdf_bytes(content, profile="ua1").failures
