"""What the public pages say about the real first session."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils.html import escape

from tests.factories import make_article, make_board, make_meeting, make_seat, make_staff

pytestmark = pytest.mark.django_db

FILE = Path(settings.BASE_DIR) / "data" / "first_session.yaml"
THEN = "Sächsisches Staatsministerium für Wirtschaft, Arbeit und Verkehr"
NOW = "Sächsisches Staatsministerium für Wirtschaft, Arbeit, Energie und Klimaschutz"


@pytest.fixture
def read(client):
    call_command("load_board", str(FILE))
    return lambda address: client.get(address).content.decode()


def partners():
    return [one["name"] for one in yaml.safe_load(FILE.read_text())["organisations"]]


@pytest.mark.parametrize(
    "address",
    [
        "/mitglieder/?stand=2017-01-27",
        "/sitzungen/begleitgremium-1/",
        "/aktuelles/erste-sitzung-des-begleitgremiums/",
    ],
)
def test_eleven_partners_stand_there_under_their_names_of_that_day(read, address):
    text = read(address)

    assert [name for name in partners() if escape(name) not in text] == []
    assert len(partners()) == 11


def test_present_list_says_what_a_partner_was_called_before(read):
    assert [name for name in partners() if escape(name) not in read("/mitglieder/")] == []
    assert escape(NOW) in read("/mitglieder/")


def test_ministry_is_called_as_it_was_on_the_day_asked_for(read):
    assert (
        THEN in read("/mitglieder/?stand=2017-01-27"),
        NOW in read("/mitglieder/?stand=2017-01-27"),
    ) == (True, False)
    assert (
        THEN in read("/mitglieder/?stand=2026-01-01"),
        NOW in read("/mitglieder/?stand=2026-01-01"),
    ) == (False, True)


@pytest.mark.parametrize(
    "stand", ["gestern", "2017-02-30", "99999-01-01", "1e9", "2017-01-27T10", "-1"]
)
def test_malformed_day_gives_the_page_with_a_message(client, read, stand):
    answer = client.get("/mitglieder/", {"stand": stand})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Das ist kein Datum" in text
    assert "Handwerkskammer Dresden" in text


def test_day_before_the_board_says_that_nobody_sat_on_it(read):
    text = read("/mitglieder/?stand=2016-12-31")

    assert "Handwerkskammer Dresden" not in text
    assert "Technische Universität Chemnitz" in text


def test_kind_filters_the_partners(read):
    text = read("/mitglieder/?art=chamber")

    assert "Handwerkskammer Dresden" in text
    assert "VDMA Landesverband Ost" not in text


def test_first_session_says_that_its_date_is_inferred_and_invents_no_time(read):
    text = read("/sitzungen/begleitgremium-1/")

    assert "27. Januar 2017" in text
    assert "Datum aus der Adresse der Meldung abgeleitet" in text
    assert "Uhrzeit nicht bekannt" in text
    assert [f'id="top-{number}"' in text for number in range(1, 7)] == [True] * 5 + [False]


def test_choice_of_board_appears_with_the_second_public_one(client, read):
    board_link = "?gremium=zweites"
    assert board_link not in read("/sitzungen/")

    second = make_board(slug="zweites")
    make_meeting(board=second)
    make_seat(board=second)

    assert board_link in read("/sitzungen/")
    assert 'value="zweites"' in read("/mitglieder/")
    assert "begleitgremium-1" not in read("/sitzungen/?gremium=zweites")


def test_cancelled_session_says_so_with_its_reason(client):
    meeting = make_meeting(is_cancelled=True, cancellation_reason="Sturmwarnung")

    for address in ("/sitzungen/", meeting.get_absolute_url()):
        text = client.get(address).content.decode()
        assert "abgesagt" in text.lower()
        assert "Sturmwarnung" in text


def test_example_data_carry_their_badge_on_every_page_that_shows_them(client):
    meeting = make_meeting(is_example=True)
    article = make_article(is_example=True)
    addresses = [
        "/",
        "/sitzungen/",
        meeting.get_absolute_url(),
        "/aktuelles/",
        article.get_absolute_url(),
    ]

    without = [one for one in addresses if "Beispieldaten" not in client.get(one).content.decode()]

    assert without == []


def test_real_data_carry_no_badge(read):
    for address in ("/", "/mitglieder/", "/sitzungen/begleitgremium-1/", "/aktuelles/"):
        assert "Beispieldaten" not in read(address)


def test_footer_links_the_legal_pages_on_every_page_and_on_errors(client):
    addresses = ["/", "/anmelden/", "/gibt-es-nicht/", "/mitglieder/"]
    links = ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache", "gebaerdensprache")

    for address in addresses:
        text = client.get(address).content.decode()
        assert [name for name in links if f'href="/{name}/"' not in text] == []


@pytest.mark.parametrize(
    "name", ["impressum", "datenschutz", "leichte-sprache", "gebaerdensprache"]
)
def test_open_legal_text_is_a_calm_sentence_and_tells_the_office_what_to_fill_in(client, name):
    public = client.get(f"/{name}/").content.decode()
    client.force_login(make_staff())
    office = client.get(f"/{name}/").content.decode()

    assert "Dieser Text folgt." in public
    assert "auszufüllen" not in public
    assert "[vom Betreiber auszufüllen]" in office
    assert "Hierher gehört:" in office
    assert 'href="/admin/partners/centre/1/change/"' in office


def test_visitor_gets_no_cookie_but_on_a_page_with_a_form(client):
    for address in ("/", "/mitglieder/", "/sitzungen/", "/aktuelles/", "/impressum/"):
        assert client.get(address).cookies == {}
    assert set(client.get("/barriere-melden/").cookies) == {"csrftoken"}


def test_feed_is_atom_with_absolute_addresses_from_the_settings(client, settings):
    settings.SITE_URL = "https://gremium.example"
    article = make_article(title="A & B")

    answer = client.get("/aktuelles/feed/", headers={"host": "localhost"})

    text = answer.content.decode()
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "<title>A &amp; B</title>" in text
    assert f"https://gremium.example{article.get_absolute_url()}" in text
    assert "localhost" not in text


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x1b", "\ufffe"])
def test_control_character_in_a_title_does_not_stop_the_feed(client, sign):
    make_article(title=f"Vor{sign}her", teaser=f"Nach{sign}her\nund weiter")

    feed = client.get("/aktuelles/feed/").content.decode()

    assert "<title>Vorher</title>" in feed
    assert "Nachher\nund weiter" in feed


def test_article_with_the_address_of_the_feed_is_refused(client):
    with pytest.raises(ValidationError, match="vergeben"):
        make_article(slug="feed").full_clean()


def test_office_finds_its_way_from_the_page_to_the_form(client):
    meeting = make_meeting()
    editor, reader = make_staff("meetings.change_meeting"), make_staff("meetings.view_meeting")
    form = f'href="/admin/meetings/meeting/{meeting.pk}/change/"'

    shown = []
    for user in (editor, reader):
        client.force_login(user)
        shown.append(form in client.get(meeting.get_absolute_url()).content.decode())

    assert shown == [True, False]
