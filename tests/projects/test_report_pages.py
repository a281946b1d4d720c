"""What partners reported: a page each in the pack, and on the projector."""

import datetime as dt

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.visibility import Visibility
from meetings import pack_contents
from meetings.audiences import MEMBERS, OFFICE, PUBLIC
from projects.models import Project
from tests import advising
from tests import factories as make
from tests.meetings.papers import everything_in, make_packs, pack_of, pages_of
from tests.office import office
from tests.projects.rounds import make_asked

__all__ = ["office"]
pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel-4711"
SECRET_TITLE = "Geheimes Vorhaben"


def report(request, **values):
    project = request.organisation.reported_projects.first()
    return advising.make_report(round=request.round, project=project, **values)


def slide(round_, number=1):
    return reverse("admin:projects_reportinground_slide", args=[round_.pk, number])


def fingerprints(meeting):
    found = (pack_contents.for_audience(meeting, one) for one in (PUBLIC, MEMBERS, OFFICE))
    return [one.fingerprint for one in found]


def later_round(round_):
    """The next session of the board, with the same first partner asked."""
    first = round_.requests.first()
    held_on = round_.meeting.held_on + dt.timedelta(days=90)
    meeting = make.make_meeting(board=round_.meeting.board, held_on=held_on)
    return advising.make_request(
        round=advising.make_round(meeting=meeting),
        organisation=first.organisation,
        person=first.person,
    )


# --- In the pack --------------------------------------------------------------


def test_members_and_office_read_the_reports_in_the_pack_and_nobody_else():
    make.make_centre()
    round_ = make_asked(2)
    make.make_guest(meeting=round_.meeting)
    report(
        round_.requests.first(),
        status=CANARY,
        figures="Betriebe beraten: 12",
        light="yellow",
        light_reason="Es fehlt Personal.",
    )

    make_packs()

    for audience in (MEMBERS, OFFICE):
        pages = pages_of(pack_of(round_.meeting, audience))
        assert CANARY in pages[1]
        assert "Gelb – braucht Aufmerksamkeit" in pages[1]
        assert "Es fehlt Personal." in pages[1]
        assert "Partner 2" in pages[2]
        assert "kein Bericht eingegangen" in pages[2]
    for audience in (PUBLIC, "guest:0"):
        content = everything_in(pack_of(round_.meeting, audience))
        assert CANARY not in content
        assert "kein Bericht eingegangen" not in content


def test_pack_is_made_anew_when_a_report_changes_and_the_public_one_is_not():
    round_ = make_asked()
    before = fingerprints(round_.meeting)
    made = report(round_.requests.get())
    with_report = fingerprints(round_.meeting)
    made.figures = "Betriebe beraten: 1"
    made.save()
    changed = fingerprints(round_.meeting)

    assert len({before[0], with_report[0], changed[0]}) == 1
    assert len({before[1], with_report[1], changed[1]}) == 3
    assert len({before[2], with_report[2], changed[2]}) == 3


def test_picture_is_printed_and_a_new_one_makes_the_pack_anew():
    make.make_centre()
    round_ = make_asked()
    image = ContentFile(make.picture_bytes(), name="bild.png")
    made = report(round_.requests.get(), image=image, image_alt="Ein Prüfstand")
    before = fingerprints(round_.meeting)

    make_packs()
    with pikepdf.open(pack_of(round_.meeting, MEMBERS).file.path) as pack:
        pictures = [len(page.get_images()) for page in pack.pages]
    made.image.save("anders.png", ContentFile(make.picture_bytes()))

    assert pictures == [0, 1]
    assert fingerprints(round_.meeting)[1:] != before[1:]
    assert fingerprints(round_.meeting)[0] == before[0]


def test_pack_is_made_though_a_picture_is_gone():
    make.make_centre()
    round_ = make_asked()
    made = report(round_.requests.get(), status=CANARY, image_alt="Weg")
    made.image.name = "progressreport/fehlt.png"
    made.save()

    make_packs()

    assert CANARY in pages_of(pack_of(round_.meeting, MEMBERS))[1]


def test_draft_is_not_in_the_pack():
    round_ = make_asked()
    before = fingerprints(round_.meeting)

    report(round_.requests.get(), status=CANARY, submitted_at=None)

    assert fingerprints(round_.meeting) == before


def test_round_nobody_was_asked_in_is_not_in_the_pack():
    meeting = make.make_meeting()
    before = fingerprints(meeting)

    advising.make_request(round=advising.make_round(meeting=meeting, opened_at=None))
    meeting.refresh_from_db()

    assert fingerprints(meeting) == before


def test_project_of_the_office_alone_is_in_no_pack_of_members():
    round_ = make_asked()
    Project.objects.update(title=SECRET_TITLE, visibility=Visibility.OFFICE)
    report(round_.requests.get(), status=CANARY)

    members, office = (
        pack_contents.for_audience(round_.meeting, one).reports for one in (MEMBERS, OFFICE)
    )

    assert members == []
    assert office[0]["projects"][0]["title"] == SECRET_TITLE


def test_member_and_office_are_handed_their_pack(client):
    round_ = make_asked()
    report(round_.requests.get())
    make_packs()
    rights = ["meetings.view_meeting", "meetings.view_agendaitem", "meetings.view_document"]
    also = ["projects.view_project", "projects.view_progressreport"]
    readers = {
        "member": make.make_member(round_.meeting.board),
        "office": make.make_staff(*rights, *also),
        "office without reports": make.make_staff(*rights),
    }

    found = {}
    for name, user in readers.items():
        client.force_login(user)
        content = client.get(f"{round_.meeting.get_absolute_url()}mappe.pdf").getvalue()
        found[name] = len(content)

    sizes = {one.audience: one.size for one in round_.meeting.packs.all()}
    assert found == {
        "member": sizes[MEMBERS],
        "office": sizes[OFFICE],
        "office without reports": sizes[PUBLIC],
    }


# --- On the projector ---------------------------------------------------------


def test_slides_lead_from_partner_to_partner(office):
    round_ = make_asked(3)

    first, middle, last = (office.get(slide(round_, one)).content.decode() for one in (1, 2, 3))

    assert f'<a rel="next" href="{slide(round_, 2)}"' in first
    assert 'rel="prev"' not in first
    assert f'<a rel="prev" href="{slide(round_, 1)}"' in middle
    assert f'<a rel="next" href="{slide(round_, 3)}"' in middle
    assert 'rel="next"' not in last
    assert office.get(slide(round_, 4)).status_code == 404
    assert "<script" not in first


def test_slide_says_the_light_in_words_and_what_is_missing(office):
    round_ = make_asked(2)
    report(round_.requests.first(), light="red", light_reason="Partner ausgestiegen")

    first, second = (office.get(slide(round_, one)).content.decode() for one in (1, 2))

    assert "■</span> Rot – ist gefährdet: Partner ausgestiegen" in first
    assert "kein Bericht eingegangen" not in first
    assert "kein Bericht eingegangen" in second


def test_slide_of_the_next_round_shows_what_changed(office):
    round_ = make_asked()
    report(
        round_.requests.get(),
        status="Läuft an.\nZwei Betriebe machen mit.",
        figures="Betriebe beraten: 12\nTermine: 3",
        light="yellow",
        light_reason="Personal",
    )
    second = later_round(round_)
    report(
        second,
        status="Läuft an.\nFünf Betriebe machen mit.",
        figures="Betriebe beraten: 20\nFilme: 1",
        light="green",
    )

    page = office.get(slide(second.round)).content.decode()

    assert "zuvor: Gelb – braucht Aufmerksamkeit" in page
    assert "<del>Zwei</del> Betriebe machen mit." in page
    assert "<ins>Fünf</ins> Betriebe machen mit." in page
    for label, now, before in (
        ("Betriebe beraten", "20", "12"),
        ("Filme", "1", "–"),
        ("Termine", "–", "3"),
    ):
        assert f'{label}</th><td>{now}</td><td class="before">{before}</td>' in page


def test_slide_shows_the_picture_with_its_words(office):
    round_ = make_asked()
    image = ContentFile(make.picture_bytes(), name="bild.png")
    made = report(round_.requests.get(), image=image, image_alt="Ein Prüfstand")

    page = office.get(slide(round_)).content.decode()

    assert f'src="/projektberichte/{made.pk}/bild/' in page
    assert 'alt="Ein Prüfstand"' in page


@pytest.mark.parametrize("size", [1, 10])
def test_slide_needs_so_many_queries(office, django_assert_num_queries, size):
    round_ = make_asked(size)
    for one in round_.requests.all():
        report(one)
    office.get(slide(round_))

    with django_assert_num_queries(9):
        office.get(slide(round_))


def test_slides_need_the_right_to_read_reports(client):
    round_ = make_asked()
    client.force_login(make.make_staff("projects.view_reportinground", "projects.view_project"))

    assert client.get(slide(round_)).status_code == 403
