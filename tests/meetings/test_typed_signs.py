"""What people type, as it is read back: names of files and entries, words in printed papers."""

import io
import re
import unicodedata
import zipfile

import pytest

from meetings import invitations, printing, sheets
from meetings.views.documents import download
from tests import factories as make
from tests.meetings import papers

pytestmark = pytest.mark.django_db

TITLES = {
    "../x": "01-x.pdf",
    "/etc/passwd": "02-etc-passwd.pdf",
    r"C:\x": "03-C-x.pdf",
    "Haushalt 2026/27": "04-Haushalt_2026-27.pdf",
    "CON": "05-CON.pdf",
    "NUL.": "06-NUL.pdf",
    "Ende ...": "07-Ende.pdf",
    "Plan 🎉": "08-Plan_.pdf",
    "🎉": "09-datei.pdf",
    unicodedata.normalize("NFD", "Prüfung"): "10-Prüfung.pdf",
    'a"b\r\nc': "11-abc.pdf",
}
# Every sign with a meaning in Typst, and what a shell, HTML or a quote would make of others.
SIGNS = r'#x \y "z" $1 @a *b* _c_ <d> `e` [f] {g} ~h // i = j - k + l /m: -- … &amp; %s {{n}}'


def names_in(client, meeting):
    response = client.get(f"/sitzungen/{meeting.slug}/mappe.zip")
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_entries_of_the_archive_are_plain_names_of_files(client):
    meeting = make.make_meeting()
    for title in TITLES:
        make.make_document(meeting=meeting, title=title)

    assert names_in(client, meeting) == list(TITLES.values())


def test_papers_of_one_title_and_of_a_long_one_each_have_their_entry(client):
    meeting = make.make_meeting()
    for title in ("Plan", "Plan", "ä" * 200, "ä" * 200):
        make.make_document(meeting=meeting, title=title)

    found = names_in(client, meeting)

    assert found == ["01-Plan.pdf", "02-Plan.pdf", f"03-{'ä' * 100}.pdf", f"04-{'ä' * 100}.pdf"]
    # More than 255 bytes no file system takes.
    assert max(len(one.encode()) for one in found) < 255


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Plan.pdf", 'inline; filename="Plan.pdf"'),
        ("Prüfung.pdf", "inline; filename*=utf-8''Pr%C3%BCfung.pdf"),
        ('a"; x="b.pdf', 'inline; filename="a_xb.pdf"'),
        ("a\r\nX-Evil: 1.pdf", 'inline; filename="aX-Evil_1.pdf"'),
        ("../../" + "x" * 300 + ".pdf", f'inline; filename="{"x" * 100}.pdf"'),
    ],
)
def test_download_carries_a_name_that_ends_no_header(client, stored, shown):
    document = make.make_document(file_name=stored)

    answer = client.get(document.get_absolute_url())

    assert answer.getvalue().startswith(b"%PDF-")
    assert answer["Content-Disposition"] == shown
    assert "X-Evil" not in answer


def test_odd_name_that_is_stored_already_ends_no_header_either():
    version = make.make_document().versions.get()
    version.file_name = 'a"b\\c.pdf'

    answer = download(version)

    answer.close()
    assert answer["Content-Disposition"] == r'inline; filename="a\"b\\c.pdf"'


# --- Printed ------------------------------------------------------------------


def read(content) -> str:
    """Return the text of a PDF without what lines and columns do to spaces."""
    return squeezed("".join(papers.text_of(content)))


def squeezed(text) -> str:
    # A word broken at the end of a line comes back with a mark of its own.
    return re.sub(r"[\s\ufffe\u00ad]", "", text)


NAME = squeezed(f"Ada {SIGNS[:45]} Fam {SIGNS[45:]}")


@pytest.fixture
def typed():
    """A session at which everything that is printed was typed with odd signs."""
    organisation = make.make_organisation(name=f"Org {SIGNS}", short_name="Org")
    board = make.make_board(name=f"Rat {SIGNS}")
    seat = make.make_seat(board=board, organisation=organisation)
    # Both halves, as neither name has room for all of them.
    names = {"given_name": f"Ada {SIGNS[:45]}", "family_name": f"Fam {SIGNS[45:]}"}
    person = make.make_person(**names, email="")
    make.make_mandate(seat=seat, person=person)
    meeting = make.make_planned_meeting(board=board, venue=make.make_venue(name=f"Ort {SIGNS}"))
    make.make_agenda_item(meeting=meeting, title=f"Top {SIGNS}")
    make.make_document(meeting=meeting, title=f"Papier {SIGNS}")
    return meeting


def test_letter_says_what_was_typed_sign_by_sign(typed):
    dispatch = invitations.send(typed, "invitation", make.make_staff(), message=f"Gruß {SIGNS}")

    text = read(printing.print_letters(dispatch))

    assert NAME in text
    for word in ("Rat", "Ort", "Top", "Papier", "Gruß"):
        assert squeezed(f"{word} {SIGNS}") in text, word


def test_sign_in_sheet_and_badges_say_what_was_typed_sign_by_sign(typed):
    signing, badges = read(sheets.sign_in_sheet(typed)), read(sheets.badges(typed))

    assert NAME in badges
    assert NAME in signing
    for word in ("Org", "Rat"):
        assert squeezed(f"{word} {SIGNS}") in badges, word
    for word in ("Org", "Rat", "Ort"):
        assert squeezed(f"{word} {SIGNS}") in signing, word
