"""What stands in a pack: everything its readers may see, in order, and nothing else."""

import datetime as dt

import pypdfium2
import pytest
from PIL import ImageOps

from meetings.models import AgendaItem, Document
from partners.models import Organisation
from tests import factories as make
from tests.meetings.papers import (
    assert_sound,
    bookmarks_of,
    everything_in,
    make_packs,
    pack_of,
    pages_of,
    paper,
)

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"
LEVELS = {"public": make.PUBLIC, "members": make.MEMBERS, "office": make.OFFICE}
SEEN = {
    "public": {"public"},
    "members": {"public", "members"},
    "office": {"public", "members", "office"},
}


def test_pack_has_cover_agenda_and_papers_in_order_with_running_numbers():
    meeting = make.make_meeting(
        starts_at=dt.time(14), ends_at=dt.time(16, 30), venue=make.make_venue(name="Haus Nord")
    )
    first = make.make_agenda_item(meeting=meeting, title="Begrüßung", minutes_planned=5)
    second = make.make_agenda_item(meeting=meeting, title="Berichte", minutes_planned=60)
    make.make_document(agenda_item=second, title="Raster", content=paper("Text-Raster"))
    make.make_document(agenda_item=first, title="Ablauf", content=paper("Text-Ablauf", pages=2))
    make.make_document(meeting=meeting, title="Brief", content=paper("Text-Brief"))

    make_packs()

    pack = pack_of(meeting, "public")
    cover, *rest = pages_of(pack)
    words = [page.split()[0] for page in rest]
    numbers = [page.split("Mappe S.")[1].strip() for page in rest]
    assert words == ["Text-Brief", "Text-Ablauf", "Text-Ablauf", "Text-Raster"]
    assert numbers == ["2", "3", "4", "5"]
    assert pack.pages == 5
    for part in ("1. Sitzung", "14:00–16:30 Uhr", "Haus Nord", "14:05 · 60 Min.", "Mappe S. 1"):
        assert part in cover
    assert "1 vom " in cover
    places = [line.split()[-3:] for line in cover.splitlines() if "ab S." in line]
    assert places == [["ab", "S.", "2"], ["ab", "S.", "3"], ["ab", "S.", "5"]]
    assert bookmarks_of(pack)[1:] == [
        ("Zur ganzen Sitzung", ["Brief"]),
        ("TOP 1 Begrüßung", ["Ablauf"]),
        ("TOP 2 Berichte", ["Raster"]),
    ]


def test_agenda_longer_than_a_page_still_names_the_right_pages():
    meeting = make.make_meeting()
    text = "".join(f"<p>Absatz {number}</p>" for number in range(30))
    for _ in range(4):
        make.make_agenda_item(meeting=meeting, text=text)
    make.make_document(meeting=meeting, title="Brief", content=paper("Text-Brief"))

    make_packs()

    pages = pages_of(pack_of(meeting, "public"))
    place = next(index for index, page in enumerate(pages, 1) if "Text-Brief" in page)
    assert place > 3
    assert f"ab S. {place}" in "".join(pages[: place - 1])


def test_pictures_become_pages_and_other_formats_are_listed():
    meeting = make.make_meeting()
    for name, content in (
        ("plan.png", make.picture_bytes("PNG", (60, 90))),
        ("foto.jpg", make.picture_bytes("JPEG", (90, 60))),
        ("zahlen.xlsx", b"keine Seiten"),
    ):
        make.make_document(meeting=meeting, title=name, file_name=name, content=content)

    make_packs()

    pack = pack_of(meeting, "public")
    assert pack.pages == 3
    assert "liegt getrennt bei" in pages_of(pack)[0].split("zahlen.xlsx")[1].splitlines()[0]
    assert bookmarks_of(pack)[1:] == [("Zur ganzen Sitzung", ["plan.png", "foto.jpg"])]


def test_damaged_paper_is_named_and_left_out():
    meeting = make.make_meeting()
    make.make_document(meeting=meeting, title="Kaputt", content=b"%PDF-1.7 und dann nichts")
    make.make_document(meeting=meeting, title="Heil", content=paper("Text-Heil"))

    make_packs()

    pack = pack_of(meeting, "public")
    assert (pack.state, pack.pages) == ("ready", 2)
    assert "Kaputt" in pack.error
    assert "konnte nicht eingefügt werden" in pages_of(pack)[0]
    assert "Text-Heil" in pages_of(pack)[1]


def fill(meeting):
    """Give the session an item and papers of every level, each with a canary of its own."""
    for name, level in LEVELS.items():
        item = make.make_agenda_item(
            meeting=meeting,
            title=f"{CANARY}-TOP-{name}",
            text=f"<p>{CANARY}-Text-{name}</p>",
            visibility=level,
            rapporteurs=[make.make_organisation(short_name=f"{CANARY}-Bericht-{name}")],
        )
        for parent, where in (({"agenda_item": item}, "am-TOP"), ({"meeting": meeting}, "frei")):
            words = f"{CANARY}-{where}-{name}"
            make.make_document(
                **parent, title=words, visibility=level, content=paper(f"In-{words}")
            )
    # Public by itself, but of an item that is not.
    hidden = AgendaItem.objects.get(visibility=make.OFFICE)
    make.make_document(
        agenda_item=hidden, title=f"{CANARY}-verdeckt-office", content=paper("In-verdeckt-office")
    )


@pytest.mark.parametrize("audience", SEEN)
def test_pack_says_nothing_of_what_its_readers_may_not_see(audience):
    meeting = make.make_meeting()
    fill(meeting)
    Organisation.objects.update(consortium_role="partner")

    make_packs()

    pack = pack_of(meeting, audience)
    found = everything_in(pack)
    for name in LEVELS:
        is_there = [
            f"{CANARY}-TOP-{name}" in found,
            f"{CANARY}-Text-{name}" in found,
            f"{CANARY}-Bericht-{name}" in found,
            f"{CANARY}-frei-{name}" in found,
            f"In-{CANARY}-frei-{name}" in found,
            f"{CANARY}-am-TOP-{name}" in found,
            f"In-{CANARY}-am-TOP-{name}" in found,
        ]
        assert set(is_there) == {name in SEEN[audience]}, name
    assert ("verdeckt-office" in found) == (audience == "office")
    assert found.count("nichtöffentlich") >= 3 - len(SEEN[audience])
    assert ("nichtöffentlich" in pages_of(pack)[0]) == (audience != "office")


def test_guests_pack_holds_their_item_and_what_is_public():
    meeting = make.make_meeting()
    fill(meeting)
    item = AgendaItem.objects.get(visibility=make.MEMBERS)
    meeting.guests.create(person=make.make_person(), agenda_item=item)

    make_packs()

    found = everything_in(pack_of(meeting, f"guest:{item.pk}"))
    shown = sorted(one.title for one in Document.objects.all() if one.title in found)
    assert shown == [
        f"{CANARY}-am-TOP-members",
        f"{CANARY}-am-TOP-public",
        f"{CANARY}-frei-public",
    ]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_page_number_stands_at_the_lower_right_as_one_sees_the_page(turned):
    meeting = make.make_meeting()
    make.make_document(meeting=meeting, content=paper("", turned=turned))
    make_packs()

    with pypdfium2.PdfDocument(pack_of(meeting, "public").file.path) as document:
        page = document[1].render(scale=0.6).to_pil().convert("L")

    left, top, right, bottom = ImageOps.invert(page).getbbox()
    assert left > page.width * 0.8
    assert top > page.height * 0.94
    assert right < page.width
    assert bottom < page.height


def test_pack_carries_title_and_language_and_passes_the_check():
    meeting = make.make_meeting()
    make.make_document(meeting=meeting, content=paper("Text"))
    make_packs()
    pack = pack_of(meeting, "public")

    assert_sound(pack.file.path)
    found = everything_in(pack)
    assert f"Sitzungsmappe: 1. Sitzung {meeting.board.short_name}" in found
    assert "/Lang (de-DE)" in found
