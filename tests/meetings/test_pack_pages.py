"""Packs and archives are handed out only while they are what the reader may see."""

import datetime as dt
import io
import zipfile

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from meetings import audiences, pack_contents, packs
from meetings.models import AgendaItem, Document, Pack
from partners.models import Mandate
from partners.reader import Reader
from post.models import PersonalLink
from tests import factories as make
from tests.meetings.papers import break_binding, make_packs, make_session, pack_of, pages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_session()


def address(meeting, ending="pdf"):
    return f"/sitzungen/{meeting.slug}/mappe.{ending}"


def link_of(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}"


def look(client, where):
    """Return status and content; what is streamed is read to its end."""
    response = client.get(where)
    return response.status_code, response.getvalue()


# --- Whose rights -------------------------------------------------------------


def readers(meeting):
    """Return one reader of each kind, with the levels they may see."""
    board = meeting.board
    member, deputy = make.make_member(board), make.make_person()
    seat = make.make_seat(board=board)
    make.make_mandate(seat=seat, person=deputy, role=Mandate.Role.DEPUTY)
    former = make.make_mandate(seat=make.make_seat(board=board), ends_on=dt.date(2020, 1, 1))
    stand_in = make.make_person()
    meeting.participations.create(seat=seat, response="delegated", deputy=stand_in)
    bare = make.make_staff("meetings.view_meeting", "meetings.view_agendaitem")
    return [
        (member, {"public", "members"}),
        (Reader(member.person), {"public", "members"}),
        (Reader(deputy), {"public", "members"}),
        (Reader(stand_in), {"public", "members"}),
        (Reader(former.person), {"public"}),
        (make.make_member(), {"public"}),
        (make.make_leader(), {"public", "members", "office"}),
        (make.make_leader(make.make_board()), {"public"}),
        (make.make_staff(is_superuser=True), {"public", "members", "office"}),
        (make.make_staff(), {"public"}),
        # May read all items, but only public papers: no pack was made for that.
        (bare, None),
    ]


def test_everybody_gets_the_pack_of_exactly_their_rights(meeting):
    expected = readers(meeting)
    make_packs()

    for reader, levels in expected:
        pack, is_fresh = packs.find(meeting, reader)
        assert is_fresh == (levels is not None)
        if is_fresh:
            text = "".join(pages_of(pack))
            assert {one for one in Visibility.values if f"Papier {one}" in text} == levels


def test_level_of_each_audience_is_what_its_readers_see(meeting):
    guest = make.make_person()
    item = AgendaItem.objects.get(visibility=make.MEMBERS)
    meeting.guests.create(person=guest, agenda_item=item)
    of_session = make.make_person()
    meeting.guests.create(person=of_session)

    for reader in (Reader(guest), Reader(of_session), make.make_member(meeting.board)):
        seen = pack_contents.for_reader(meeting, reader)
        made = pack_contents.for_audience(meeting, seen.audience)
        assert made.fingerprint == seen.fingerprint

    assert audiences.audience_of(Reader(guest), meeting) == f"guest:{item.pk}"
    assert audiences.audience_of(Reader(of_session), meeting) == "guest:0"


def test_pack_is_out_of_reach_as_soon_as_something_in_it_is_hidden(client, meeting):
    make_packs()
    assert look(client, address(meeting))[0] == 200
    Document.objects.filter(visibility=make.PUBLIC).update(visibility=make.OFFICE)

    status, page = look(client, address(meeting))

    assert status == 202
    assert "wird neu erstellt" in page.decode()

    make_packs()

    assert look(client, address(meeting))[0] == 200
    assert "Papier" not in "".join(pages_of(pack_of(meeting, "public")))


def test_pages_lead_to_the_pack_and_its_papers_unless_cancelled_or_empty(client, meeting):
    person = make.make_mandate(seat=make.make_seat(board=meeting.board)).person
    front = f"{link_of(person)}/"
    pages = [meeting.get_absolute_url(), front, f"{front}sitzungen/{meeting.slug}/"]
    pages.append(f"{front}unterlagen/")

    def led(ending):
        return [f'/mappe.{ending}"' in client.get(one).content.decode() for one in pages]

    assert led("pdf") == [False] * 4
    make_packs()
    assert led("pdf") == [True] * 4
    assert led("zip") == [True, False, True, False]

    Document.objects.update(visibility=make.OFFICE)
    assert led("pdf") == [True, True, True, False]
    assert led("zip") == [False] * 4

    Document.objects.update(visibility=make.PUBLIC)
    meeting.is_cancelled, meeting.cancellation_reason = True, "Sturm"
    meeting.save()
    assert led("pdf") == led("zip") == [False] * 4


def test_member_loses_the_pack_with_the_mandate(client, meeting):
    person = make.make_mandate(seat=make.make_seat(board=meeting.board)).person
    make_packs()
    door = f"{link_of(person)}{address(meeting)}"
    assert look(client, door)[1].startswith(b"%PDF-")

    Mandate.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    assert look(client, door)[0] == 404


# --- The pages ----------------------------------------------------------------


def test_pack_is_sent_as_a_pdf_that_nobody_keeps(client, meeting):
    make_packs()

    response = client.get(address(meeting))

    assert response.getvalue().startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Disposition"] == (
        f'inline; filename="Sitzungsmappe-{meeting.slug}-Fassung-1.pdf"'
    )


def test_looking_asks_for_nothing(client, meeting):
    page = client.get(address(meeting))

    assert page.status_code == 202
    assert "wird gerade vorbereitet" in page.content.decode()
    assert not Pack.objects.exists()


def test_page_says_how_far_it_is(client, meeting):
    Pack.objects.create(meeting=meeting, audience="public", state="making", done=8, total=40)

    assert "8 von 40 Dokumenten" in client.get(address(meeting)).content.decode()


def test_page_says_that_it_failed(client, meeting, monkeypatch):
    break_binding(monkeypatch)
    make_packs()

    page = client.get(address(meeting))

    assert page.status_code == 202
    assert "ließ sich nicht erstellen" in page.content.decode()


@pytest.mark.parametrize("ending", ["pdf", "zip"])
def test_hidden_and_missing_sessions_answer_alike(client, ending):
    hidden = make.make_meeting(visibility=make.MEMBERS)
    make.make_document(meeting=hidden, visibility=make.MEMBERS)
    make_packs()
    missing = client.get(f"/sitzungen/gibt-es-nicht/mappe.{ending}")

    response = client.get(address(hidden, ending))
    client.force_login(make.make_member(hidden.board))

    assert response.status_code == missing.status_code == 404
    assert response.content == missing.content
    assert look(client, address(hidden, ending))[0] == 200


def test_session_page_leads_to_the_pack_once_it_is_there(client, meeting):
    page = client.get(meeting.get_absolute_url())
    make_packs()
    later = client.get(meeting.get_absolute_url())

    assert "mappe.pdf" not in page.content.decode()
    assert address(meeting) in later.content.decode()
    assert page["ETag"] != later["ETag"]


def test_members_pack_moves_nothing_public(client, meeting):
    make_packs()
    before = client.get(meeting.get_absolute_url())["ETag"]
    AgendaItem.objects.filter(visibility=make.MEMBERS).update(title="Intern anders")

    make_packs()

    assert pack_of(meeting, "members").version == 2
    assert client.get(meeting.get_absolute_url())["ETag"] == before


@pytest.mark.parametrize("size", [1, 10])
def test_pack_needs_so_many_queries(client, django_assert_num_queries, size):
    meeting = make.make_meeting()
    for _ in range(size):
        make.make_document(agenda_item=make.make_agenda_item(meeting=meeting))
    make_packs()

    with django_assert_num_queries(7):
        look(client, address(meeting))


# --- The archive --------------------------------------------------------------


def entries_of(response):
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_archive_holds_what_the_reader_may_see_in_all_formats(client):
    meeting = make.make_meeting()
    item = make.make_agenda_item(meeting=meeting)
    make.make_document(agenda_item=item, title="Zahlen", file_name="z.xlsx", content=b"Zahlen")
    make.make_document(agenda_item=item, title="Intern", visibility=make.MEMBERS)
    make.make_document(meeting=meeting, title="../Brief: Größe\n", file_name="b.pdf")
    member = make.make_mandate(seat=make.make_seat(board=meeting.board)).person

    public = client.get(address(meeting, "zip"))
    behind = client.get(f"{link_of(member)}{address(meeting, 'zip')}")

    assert public["Content-Type"] == "application/zip"
    assert entries_of(public) == ["01-Brief_Größe.pdf", "02-Zahlen.xlsx"]
    assert entries_of(behind) == ["01-Brief_Größe.pdf", "02-Zahlen.xlsx", "03-Intern.pdf"]


def test_archive_leaves_out_what_is_gone_from_the_disk(client):
    meeting = make.make_meeting()
    gone = make.make_document(meeting=meeting, title="Weg")
    make.make_document(meeting=meeting, title="Da")
    gone.versions.get().file.delete(save=False)

    assert entries_of(client.get(address(meeting, "zip"))) == ["02-Da.pdf"]


def test_session_without_papers_has_no_archive(client):
    assert client.get(address(make.make_meeting(), "zip")).status_code == 404
