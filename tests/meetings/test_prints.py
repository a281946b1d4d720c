"""Agenda, minutes and resolutions as PDF: whole, quick, and only for their reader's rights."""

import datetime as dt
import io
import time

import pikepdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from meetings.minutes import acts
from meetings.minutes.readers import reading_for
from meetings.models import Minutes
from meetings.prints import agenda, minutes, resolutions, words
from tests import factories as make
from tests.held import make_record, make_resolution
from tests.meetings import papers, reading_minutes
from tests.meetings.papers import flat
from tests.meetings.reading_minutes import address, make_full, member_of, published, released

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()
LONG = "Der Sachverhalt wurde ausführlich beraten; Fragen betrafen die Übertragbarkeit.\n\n" * 3


def print_for(reader, made) -> bytes:
    return minutes.as_pdf(reading_for(reader, made.meeting.slug))


def bookmarks_of(content) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as made, made.open_outline() as outline:
        return [one.title for top in outline.root for one in (top, *below(top))]


def below(entry):
    return [found for one in entry.children for found in (one, *below(one))]


# --- Minutes ----------------------------------------------------------------


def test_member_gets_all_that_the_minutes_say():
    made = released()

    text = flat(print_for(member_of(made), made))

    for part in (
        "Protokoll der 1. Sitzung",
        "Freigegeben am",
        "Fassung 1",
        "Kanarienperson",
        "Gast",
        "Kanarienbefund",
        "Öffentlicher Punkt",
        "Beschluss 1: Öffentlicher Titel",
        "Kanarienmitgliedtext",
        "Kanarienmitgliedbeschluss",
        "Aufgaben TOP Was Zuständig Bis wann 1 Öffentliche Aufgabe",
        "Kanarienschluss",
        "Öffentliches Papier",
        "Kanarienmitgliedpapier",
        "Sitzungsleitung",
        "Kanarienbüro Protokollführung",
        "3 nichtöffentlich",
        "Seite 1 von",
    ):
        assert part in text
    assert "Kanarienintern" not in text


def test_watermark_lies_behind_until_the_board_approves():
    drafts = [make_full(), released()]
    final = reading_minutes.approved()
    marks = [print_for(make.make_leader(one.meeting.board), one) for one in [*drafts, final]]

    def first_mark(content):
        with pikepdf.open(io.BytesIO(content)) as document:
            marked = pikepdf.parse_content_stream(document.pages[0])
            return str(next(one for one in marked if str(one.operator) == "BDC").operands[0])

    assert ["Entwurf" in papers.text_of(one)[0].split() for one in marks] == [True, True, False]
    # First on the page, and marked as none of the document's content.
    assert [first_mark(one) == "/Artifact" for one in marks] == [True, True, False]


def test_public_part_holds_nothing_else_in_text_bookmarks_tags_and_revisions():
    made = published()

    inside, public = print_for(member_of(made), made), print_for(VISITOR, made)

    seen = papers.strings_in(public)
    assert "Kanarienmitglied" in papers.strings_in(inside)
    assert "Kanarien" not in seen
    assert "Fassung 2" in flat(inside)
    assert "Fassung" not in seen
    assert "Öffentlicher Punkt" in seen
    assert "Öffentliche Aufgabe" in flat(public)
    assert bookmarks_of(public).count("nichtöffentlich") == 2
    assert "Öffentlicher Punkt" in bookmarks_of(public)
    # One revision: nothing that was there before hides under what is seen.
    assert public.count(b"%%EOF") == public.count(b"startxref") == 1
    with pikepdf.open(io.BytesIO(public)) as document:
        assert not document.attachments
        assert str(document.docinfo.Title).startswith("Protokoll der 1. Sitzung, Gremium")


def test_draft_says_so_in_its_name_and_the_others_do_not(client):
    made = make_full()
    client.force_login(make.make_leader(made.meeting.board))
    draft = client.get(address(made, ".pdf"))
    made = published()
    client.logout()

    public = client.get(address(made, ".pdf"))

    assert draft["Content-Disposition"].endswith('-Entwurf.pdf"')
    assert public["Content-Disposition"] == f'inline; filename="Protokoll-{made.meeting.slug}.pdf"'
    assert public["Content-Type"] == "application/pdf"
    assert "default-src 'none'" in public["Content-Security-Policy"]


def test_markup_in_minutes_is_text():
    made = make_full()
    record = made.meeting.agenda_items.first().record
    record.text = '#panic("nein") $x$ *z* <a> @ref \x01 🎉'
    record.save()

    assert '#panic("nein") $x$ *z* <a> @ref' in flat(
        print_for(make.make_leader(made.meeting.board), made)
    )


def test_lines_and_paragraphs_are_kept():
    text = " Eins\r\nzwei\n\n \n drei \n"

    assert words.paragraphs(text) == [["Eins", "zwei"], ["drei"]]
    assert words.paragraphs(" \n") == []


def test_big_documents_take_less_than_a_second_each():
    made = make_full()
    for number in range(20):
        item = make.make_agenda_item(meeting=made.meeting, title=f"Punkt {number}")
        make_record(agenda_item=item, text=LONG)
        make_resolution(agenda_item=item, text=LONG)
    Minutes.objects.filter(pk=made.pk).update(state=Minutes.State.IN_REVIEW)
    office = make.make_leader(made.meeting.board)
    kinds = [
        lambda: print_for(office, made),
        lambda: agenda.for_reader(made.meeting, office),
        lambda: resolutions.register(
            resolutions.readable(office), office, made.meeting.board, 2027
        ),
    ]

    spent = []
    for make_it in kinds:
        began = time.process_time()
        make_it()
        spent.append(time.process_time() - began)

    assert max(spent) < 1


# --- The agenda -------------------------------------------------------------


def test_agenda_shows_each_reader_what_their_page_shows(client):
    made = make_full()
    slug = made.meeting.slug

    public = flat(client.get(f"/sitzungen/{slug}/tagesordnung.pdf").content)
    client.force_login(member_of(made))
    inside = flat(client.get(f"/mein/sitzungen/{slug}/tagesordnung.pdf").content)

    assert "Tagesordnung der 1. Sitzung" in public
    assert "Öffentliches Papier" in public
    assert "Kanarien" not in public
    assert "Kanarienmitglied" in inside
    assert "Kanarienmitgliedpapier" in inside
    assert "Kanarienintern" not in inside


def test_office_prints_the_agenda_for_members_and_for_all(client):
    made = make_full()
    client.force_login(make.make_leader(made.meeting.board))

    def at(audience):
        url = reverse("admin:meetings_meeting_agenda_print", args=[made.meeting.pk, audience])
        return client.get(url)

    assert "Kanarienmitglied" in flat(at("members").content)
    assert "Kanarienintern" not in flat(at("members").content)
    assert "Kanarien" not in flat(at("public").content)
    assert [at(one).status_code for one in ("office", "guest:1", "x")] == [404, 404, 404]


def test_session_leads_every_reader_to_the_agenda_and_the_office_to_all(client):
    made = make_full()
    slug = made.meeting.slug
    visitor = client.get(f"/sitzungen/{slug}/").content.decode()
    client.force_login(member_of(made))
    member = client.get(f"/mein/sitzungen/{slug}/").content.decode()
    client.force_login(make.make_leader(made.meeting.board))

    url = reverse("admin:meetings_meeting_change", args=[made.meeting.pk])
    office = client.get(url).content.decode()

    assert f'href="/sitzungen/{slug}/tagesordnung.pdf"' in visitor
    assert f'href="/mein/sitzungen/{slug}/tagesordnung.pdf"' in member
    assert "tagesordnung/members.pdf" in office
    assert "Protokoll, Entwurf (PDF)" in office
    assert f'href="/sitzungen/{slug}/protokoll.pdf"' in office


# --- Resolutions ------------------------------------------------------------


def test_resolution_and_register_show_what_the_reader_may_see(client):
    made = published()
    slug, year = made.meeting.board.slug, made.meeting.held_on.year
    urls = [f"beschluesse/{slug}-{number}.pdf" for number in (1, 2, 3, 9)]
    register = f"beschluesse/{slug}/{year}.pdf"

    public = [client.get(f"/{url}") for url in urls]
    all_public = flat(client.get(f"/{register}").content)
    client.force_login(member_of(made))
    inside = [client.get(f"/mein/{url}") for url in urls]
    all_inside = flat(client.get(f"/mein/{register}").content)

    assert [one.status_code for one in public] == [200, 404, 404, 404]
    assert [one.status_code for one in inside] == [200, 200, 404, 404]
    assert "Öffentlicher Titel" in flat(public[0].content)
    assert "Was daraus wurde Öffentliche Folge" in flat(public[0].content)
    assert "1. Sitzung, TOP 1" in flat(public[0].content)
    assert "Kanarien" not in all_public
    assert "Kanarienmitgliedbeschluss" in all_inside
    assert "Kanarienintern" not in all_inside


def test_resolutions_of_minutes_not_yet_out_are_not_there(client):
    made = make_full()
    slug, year = made.meeting.board.slug, made.meeting.held_on.year
    urls = [f"/beschluesse/{slug}-1.pdf", f"/beschluesse/{slug}/{year}.pdf"]
    visitor = [client.get(url) for url in urls]
    missing = client.get("/beschluesse/gibt-es-nicht-1.pdf")
    client.force_login(member_of(made))

    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert {one.content for one in visitor} == {missing.content}


def test_resolution_names_no_session_that_its_reader_may_not_see():
    made = published()
    found = resolutions.readable(VISITOR).get(board=made.meeting.board, number=1)
    before = flat(resolutions.one(found, VISITOR))
    made.meeting.visibility = make.MEMBERS
    made.meeting.save()

    after = flat(resolutions.one(found, VISITOR))

    assert "1. Sitzung" in before
    assert "1. Sitzung" not in after


def test_approval_moment_is_the_moment_of_the_document():
    made = published()
    reading = reading_for(VISITOR, made.meeting.slug)

    with pikepdf.open(io.BytesIO(minutes.as_pdf(reading))) as document:
        stamp = str(document.docinfo.CreationDate)

    assert reading.at == made.public_changed_at
    assert f"{reading.at.astimezone(dt.UTC):%Y%m%d%H%M%S}" in stamp


def test_republished_minutes_are_stamped_anew():
    made = published()
    first = reading_for(VISITOR, made.meeting.slug).at
    acts.withdraw(made, None)
    acts.publish(made, None)

    assert reading_for(VISITOR, made.meeting.slug).at > first
