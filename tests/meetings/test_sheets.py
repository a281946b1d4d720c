"""Lists, badges and letters: what stands in them, and who in the office may have them."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from accounts.visibility import Visibility
from meetings import audiences, rights, sheets
from meetings.models import Delivery, Pack
from partners.models import Mandate
from post.models import PersonalLink
from tests import factories as make
from tests.meetings import papers

pytestmark = pytest.mark.django_db

VIEWS = {
    "participants": ["meetings.view_participation", "partners.view_person"],
    "sign_in_sheet": ["meetings.view_participation", "partners.view_person"],
    "badges": ["meetings.view_participation", "partners.view_person"],
    "pack": ["meetings.view_pack"],
    "letters": ["meetings.view_delivery", "partners.view_person"],
}


def text_of(content) -> str:
    return "\n".join(papers.text_of(content))


def address(meeting, name, *more):
    return reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk, *more])


def make_seated(meeting, name, **values):
    organisation = make.make_organisation(name=f"Verband {name}", short_name=name)
    seat = make.make_seat(board=meeting.board, organisation=organisation)
    person = make.make_person(given_name="", family_name=name, email=f"{name}@example.org".lower())
    make.make_mandate(seat=seat, person=person, **values)
    return seat


@pytest.fixture
def meeting():
    """A session with a chair who comes, somebody represented, somebody absent, and a guest."""
    found = make.make_meeting(starts_at=dt.time(14), venue=make.make_venue(name="Haus Nord"))
    chair = make_seated(found, "Amsel", office=Mandate.Office.CHAIR)
    found.participations.create(seat=chair, response="accepted")
    delegating = make_seated(found, "Buche")
    deputy = make.make_person(given_name="Dana", family_name="Drossel")
    found.participations.create(seat=delegating, response="delegated", deputy=deputy)
    found.participations.create(seat=make_seated(found, "Celan"), response="declined")
    make_seated(found, "Dachs")
    naming = make_seated(found, "Esche")
    found.participations.create(seat=naming, response="delegated", deputy_name="=1+1")
    found.guests.create(person=make.make_person(given_name="Gina", family_name="Gast", email=""))
    return found


# --- The lists ----------------------------------------------------------------


def test_list_of_participants_says_who_comes_and_computes_nothing(meeting):
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(meeting)))

    rows = [tuple(cell or "" for cell in row) for row in book.active.values]
    assert rows[0] == (
        *("Organisation", "Person", "Funktion", "Rolle", "Antwort", "Vertretung"),
        "E-Mail-Adresse",
    )
    assert [(row[1], row[3], row[4], row[5]) for row in rows[1:]] == [
        ("Amsel", "Vorsitz", "zugesagt", ""),
        ("Buche", "Mitglied", "Vertretung benannt", "Dana Drossel"),
        ("Celan", "Mitglied", "abgesagt", ""),
        ("Dachs", "Mitglied", "ausstehend", ""),
        ("Esche", "Mitglied", "Vertretung benannt", "'=1+1 (noch nicht bestätigt)"),
        ("Gina Gast", "Gast", "ausstehend", ""),
    ]
    assert rows[1][0] == "Verband Amsel"
    assert rows[1][6] == "amsel@example.org"


def test_sign_in_sheet_has_a_line_for_each_and_some_to_spare(meeting):
    text = text_of(sheets.sign_in_sheet(meeting))

    for part in ("Unterschriftenliste", "14:00 Uhr", "Haus Nord", "Verband Amsel", "Gina Gast"):
        assert part in text
    assert "vertritt Buche" in text
    assert "Mitglied · abgesagt" in text
    numbers = [line.split()[0] for line in text.splitlines() if line.strip()[:1].isdigit()]
    assert [one for one in numbers if one.isdecimal()] == [str(one) for one in range(1, 11)]


def test_badges_are_for_those_who_may_come(meeting):
    text = text_of(sheets.badges(meeting))

    names = ("Amsel", "Dana Drossel", "Celan", "Dachs", "Gina Gast")
    shown = {one for one in names if one in text}
    assert shown == {"Amsel", "Dana Drossel", "Dachs", "Gina Gast"}


def test_badges_of_a_session_without_anybody_say_so():
    assert "niemand erwartet" in text_of(sheets.badges(make.make_meeting()))


@pytest.mark.parametrize("size", [1, 10])
def test_list_needs_so_many_queries(django_assert_num_queries, size):
    meeting = make.make_meeting()
    for number in range(size):
        seat = make_seated(meeting, f"P{number}")
        meeting.participations.create(seat=seat, response="accepted")
        meeting.guests.create(person=make.make_person())

    with django_assert_num_queries(5):
        sheets.attendees(meeting)


# --- Letters ------------------------------------------------------------------


@pytest.fixture
def dispatch(meeting):
    """An invitation to somebody without an address, and to somebody with a mail."""
    item = make.make_agenda_item(meeting=meeting, title="Hinter-TOP", visibility=make.OFFICE)
    assert item.visibility == Visibility.OFFICE
    make.make_agenda_item(meeting=meeting, title="Begrüßung", visibility=make.MEMBERS)
    sent = make.make_dispatch(meeting=meeting, message="Bis bald.")
    seat = make_seated(meeting, "Fuchs")
    person = seat.mandates.get().person
    person.email = ""
    person.save()
    sent.deliveries.create(person=person, seat=seat, role="member")
    mailed = make.make_person()
    sent.deliveries.create(person=mailed, role="member", mail=make.make_mail(person=mailed))
    return sent


def office(client, **values):
    client.force_login(make.make_staff(is_superuser=True, **values))
    return client


def test_letter_carries_facts_agenda_and_a_link_that_opens(client, meeting, dispatch):
    client = office(client)

    response = client.post(address(meeting, "letters"), {"dispatch": dispatch.pk})

    name = f'attachment; filename="Briefe-{meeting.slug}-Einladung.pdf"'
    assert response["Content-Disposition"] == name
    text = text_of(response.content)
    for part in ("Fuchs", "Verband Fuchs", "Bis bald.", "Haus Nord", "Begrüßung", "Ich komme."):
        assert part in text
    assert "Hinter-TOP" not in text
    link = next(word for word in text.split() if "/l/" in word)
    assert client.get(link[link.index("/l/") :]).status_code == 200
    assert link.split("/l/")[1].strip("/") not in str(PersonalLink.objects.values())
    assert dispatch.deliveries.get(mail=None).letter_printed_at
    assert not dispatch.deliveries.exclude(mail=None).get().letter_printed_at


def test_looking_at_the_letters_prints_none(client, meeting, dispatch):
    page = office(client).get(address(meeting, "letters")).content.decode()

    assert "noch nicht gedruckt" in page
    assert not PersonalLink.objects.exists()
    assert not Delivery.objects.exclude(letter_printed_at=None).exists()


def test_sending_without_letters_is_refused_in_words(client, meeting):
    everybody = make.make_dispatch(meeting=meeting)

    response = office(client).post(
        address(meeting, "letters"), {"dispatch": everybody.pk}, follow=True
    )

    assert "Es gibt keinen Brief zu drucken" in response.content.decode()


@pytest.mark.parametrize("asked", ["", "x", "0", "999999", "9" * 30])
def test_letters_of_another_session_are_not_there(client, meeting, dispatch, asked):
    foreign = make.make_dispatch().pk

    for number in (asked, foreign):
        response = office(client).post(address(meeting, "letters"), {"dispatch": number})
        assert response.status_code == 404


# --- Who may ------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS)
def test_office_needs_the_right_and_the_board(client, meeting, name):
    rights = ["meetings.view_meeting", *VIEWS[name]]
    allowed = make.make_staff(*rights)
    client.force_login(allowed)
    assert client.get(address(meeting, name)).status_code == 200

    for missing in rights[1:]:
        client.force_login(make.make_staff(*[one for one in rights if one != missing]))
        assert client.get(address(meeting, name)).status_code == 403

    make.make_board().staff.add(allowed)
    client.force_login(allowed)
    assert client.get(address(meeting, name)).status_code == 404

    client.force_login(make.make_member(meeting.board))
    assert client.get(address(meeting, name)).status_code == 302


def test_only_who_may_has_packs_made(client, meeting):
    client.force_login(make.make_staff("meetings.view_meeting", "meetings.view_pack"))
    assert client.post(address(meeting, "pack")).status_code == 403
    assert not Pack.objects.exists()

    client.force_login(
        make.make_staff("meetings.view_meeting", "meetings.view_pack", "meetings.add_pack")
    )
    page = client.post(address(meeting, "pack"), follow=True).content.decode()

    assert "werden erstellt" in page
    assert set(Pack.objects.values_list("state", flat=True)) == {"queued"}
    assert page.count("Wartet") == Pack.objects.count() == 5


def test_only_who_may_prints_letters(client, meeting, dispatch):
    client.force_login(make.make_staff("meetings.view_meeting", *rights.LETTERS))

    response = client.post(address(meeting, "letters"), {"dispatch": dispatch.pk})

    assert response.status_code == 403
    assert not PersonalLink.objects.exists()


def test_session_page_offers_what_the_user_may_open(client, meeting, dispatch):
    labels = ["Sitzungsmappe", "Teilnahmeliste (xlsx)", "Namensschilder (PDF)", "Briefe drucken"]
    page = office(client).get(address(meeting, "change")).content.decode()
    assert [one for one in labels if f">{one}<" in page] == labels

    client.force_login(make.make_staff("meetings.view_meeting", "meetings.view_pack"))
    page = client.get(address(meeting, "change")).content.decode()
    assert [one for one in labels if f">{one}<" in page] == ["Sitzungsmappe"]


def test_office_is_asked_to_make_packs_only_where_one_is_not_as_it_should_be(client, meeting):
    def has_button():
        page = office(client).get(address(meeting, "pack")).content.decode()
        return 'value="Sitzungsmappe erstellen"' in page

    assert has_button()
    papers.make_packs()
    assert not has_button()
    make.make_agenda_item(meeting=meeting)
    assert has_button()


@pytest.mark.parametrize(
    ("audience", "word"),
    [("guest:0", "gaeste"), ("guest:10", "gaeste-10"), ("public", "oeffentlichkeit")],
)
def test_packs_have_german_addresses(audience, word):
    assert audiences.word_of(audience) == word


def test_office_may_look_at_the_pack_of_each_kind_of_reader(client, meeting):
    papers.make_packs()
    found = {
        audience: office(client).get(address(meeting, "pack_file", audience)).getvalue()[:5]
        for audience in ("mitglieder", "geschaeftsstelle", "oeffentlichkeit")
    }
    missing = office(client).get(address(meeting, "pack_file", "gaeste-77"))

    client.force_login(make.make_staff("meetings.view_meeting", "meetings.view_pack"))

    assert set(found.values()) == {b"%PDF-"}
    assert missing.status_code == 404
    assert client.get(address(meeting, "pack_file", "geschaeftsstelle")).status_code == 403
