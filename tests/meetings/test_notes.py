"""Private notes: kept for one person, and seen by nobody else on any page."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from gremium.addresses import addresses
from meetings import notes
from meetings.models import PersonalNote
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-0815"


@pytest.fixture
def item():
    return make.make_agenda_item(visibility="members")


@pytest.fixture
def member(item):
    return make.make_member(item.meeting.board)


def page_of(item):
    return f"/mein/sitzungen/{item.meeting.slug}/"


def save(client, item, text, front="/mein/"):
    return client.post(
        f"{front}sitzungen/{item.meeting.slug}/notizen/{item.pk}/", {"text": text}, follow=True
    )


def link(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def test_note_is_kept_changed_and_removed(client, item, member):
    client.force_login(member)

    for text in ("eins", "zwei\r\n\r\nZeilen"):
        answer = save(client, item, text)
    assert [str(one) for one in answer.context["messages"]][-1] == (
        "Ihre Notiz zu TOP 1 ist gespeichert."
    )
    assert PersonalNote.objects.get().text == "zwei\n\nZeilen"
    assert "zwei\n\nZeilen</textarea>" in client.get(page_of(item)).content.decode()

    save(client, item, "  ")
    assert not PersonalNote.objects.exists()


def test_note_is_neither_read_nor_written_behind_a_link_that_may_be_passed_on(client, item, member):
    front, slug = link(member.person), item.meeting.slug
    notes.write(member.person, item, CANARY)

    page = client.get(f"{front}sitzungen/{slug}/").content.decode()

    assert CANARY not in page
    assert "notizen/" not in page
    assert f'nach der Anmeldung unter „Meine Seite“: <a href="/mein/sitzungen/{slug}/">' in page
    assert save(client, item, "fremd", front).status_code == 404
    assert client.get(f"{front}sitzungen/{slug}/notizen/{item.pk}/").status_code == 404
    client.force_login(member)
    assert save(client, item, "fremd", front).status_code == 404
    assert CANARY in client.get(page_of(item)).content.decode()


def test_note_shows_its_signs_and_runs_nothing(client, item, member):
    client.force_login(member)

    save(client, item, "</textarea><script>1</script>\x07")

    page = client.get(page_of(item)).content.decode()
    assert "&lt;/textarea&gt;&lt;script&gt;" in page
    assert "<script>1" not in page


def test_too_long_a_note_leaves_the_old_one(client, item, member):
    client.force_login(member)
    save(client, item, "kurz")

    answer = save(client, item, "x" * 5001)

    assert "zu lang" in answer.content.decode()
    assert PersonalNote.objects.get().text == "kurz"


def test_opening_the_address_of_a_note_changes_nothing(client, item, member):
    client.force_login(member)

    address = f"{page_of(item)}notizen/{item.pk}/"

    assert client.get(address).status_code == 405
    assert client.head(address).status_code == 405


def test_no_note_on_an_item_that_cannot_be_read(client, item, member):
    hidden = make.make_agenda_item(meeting=item.meeting, visibility="office")
    foreign = make.make_agenda_item(visibility="members")
    client.force_login(member)

    for one in (hidden, foreign):
        assert save(client, one, "nein").status_code == 404
    address = f"{page_of(foreign)}notizen/{item.pk}/"
    assert client.post(address, {"text": "nein"}).status_code == 404
    assert not PersonalNote.objects.exists()


def test_co_member_deputy_and_office_do_not_see_a_note(client, item, member):
    notes.write(member.person, item, CANARY)
    seat = member.person.mandates.get().seat
    deputy = make.make_user()
    make.make_mandate(seat=seat, person=make.make_person(user=deputy), role="deputy")
    chief = make.make_member(item.meeting.board, is_staff=True, is_superuser=True)

    for reader in (deputy, make.make_member(item.meeting.board), chief):
        client.force_login(reader)
        page = client.get(page_of(item)).content.decode()
        assert "Ihre Notiz zu TOP 1" in page
        assert CANARY not in page
    client.force_login(member)
    assert CANARY in client.get(page_of(item)).content.decode()


def offices(item, member):
    """Every address of the admin about the item, its session and the person."""
    objects = (item, item.meeting, member.person, member, item.meeting.board)
    for one in objects:
        for view in ("change", "delete", "history"):
            name = f"admin:{one._meta.app_label}_{one._meta.model_name}_{view}"
            try:
                yield reverse(name, args=[one.pk])
            except NoReverseMatch:
                continue
    for one in addresses():
        if one.name.startswith("admin:") and "<" not in one.pattern and "(" not in one.pattern:
            yield f"/{one.pattern}"


def test_superuser_finds_a_note_on_no_page_and_in_no_list(client, item, member):
    notes.write(member.person, item, CANARY)
    client.force_login(make.make_user(is_superuser=True, is_staff=True))

    for address in {*offices(item, member), "/", item.meeting.get_absolute_url()}:
        page = client.get(address).content.decode(errors="replace")
        assert CANARY not in page, address
        assert "rivate Notiz" not in page, address


def test_nothing_of_the_office_knows_notes():
    keeping = {PersonalNote, apps.get_model("meetings", "Seen")}

    assert not keeping & set(admin.site._registry)
    assert not [one for one in apps.get_models() if one.__name__ == "HistoricalPersonalNote"]


def test_deleting_an_item_or_person_takes_the_notes_along(item, member):
    other = make.make_person()
    notes.write(member.person, item, "eins")
    notes.write(other, item, "zwei")

    other.delete()
    assert [one.text for one in PersonalNote.objects.all()] == ["eins"]
    item.delete()
    assert not PersonalNote.objects.exists()
